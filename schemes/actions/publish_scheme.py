"""Publishing a version: asked for by one person, done by another, after a trial on the registry."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.notifications import notify, people_of
from accounts.tenancy import Actor
from schemes.checking.problems import read
from schemes.models import SchemeVersion
from schemes.outcomes import is_known_outcome
from schemes.publishing import reasons_against_publishing, reasons_against_retiring

State = SchemeVersion.State


def what_keeps_from_publishing(version: SchemeVersion) -> list[str]:
    """Why the version cannot be published yet; each reason in Chinese, none when it can."""
    reasons = []
    reading = read(version.definition)
    if reading.problems:
        reasons.append(f"还有 {len(reading.problems)} 处问题没有改正。")
    elif reading.definition and not is_known_outcome(reading.definition.outcome):
        reasons.append(f"平台不能办理认定结果“{reading.definition.outcome}”。")
    reasons += reasons_against_publishing(version)
    return reasons


def submit_version(actor: Actor, version_id: int) -> SchemeVersion:
    """Ask a second person to publish a draft; nobody changes it meanwhile.

    Raises `NotPermitted`, or `RuleViolation` with every reason that keeps it from publication.
    """
    with transaction.atomic():
        version = _locked(actor, version_id)
        _in_state(version, State.DRAFT)
        if reasons := what_keeps_from_publishing(version):
            raise RuleViolation("".join(reasons))
        version.state = State.REVIEW
        version.submitted_by_id, version.submitted_at = actor.user_id, timezone.now()
        version.review_note = ""
        version.save()
        others = set(people_of(duty=Duty.CITY_OFFICER)) - {actor.user_id}
        _tell(
            version, others, "等待您复核发布", f"{actor.user_name}提请发布，请核对内容和测算结果。"
        )
        return version


def send_back(actor: Actor, version_id: int, note: str) -> SchemeVersion:
    """Hand a version back to be changed, with the reason; whoever asked may take it back too.

    Raises `NotPermitted`, or `RuleViolation` without a reason.
    """
    with transaction.atomic():
        version = _locked(actor, version_id)
        _in_state(version, State.REVIEW)
        own = version.submitted_by_id == actor.user_id
        if not note.strip() and not own:
            raise RuleViolation("请写明需要怎样修改。")
        version.state = State.DRAFT
        version.review_note = note.strip()[:500]
        version.save()
        if not own and version.submitted_by_id:
            _tell(version, {version.submitted_by_id}, "被退回修改", note.strip())
        return version


def publish_version(actor: Actor, version_id: int) -> SchemeVersion:
    """Publish a version for ever. The second person is not the one who asked or who edited last.

    Raises `NotPermitted`, or `RuleViolation` with every reason that keeps it from publication.
    """
    with transaction.atomic():
        version = _locked(actor, version_id)
        _in_state(version, State.REVIEW)
        if actor.user_id in (version.submitted_by_id, version.edited_by_id):
            raise RuleViolation("发布须由另一人复核：您提请或修改过这一版，请由同事发布。")
        if reasons := what_keeps_from_publishing(version):
            raise RuleViolation("".join(reasons))
        version.state = State.PUBLISHED
        version.published_by_id, version.published_at = actor.user_id, timezone.now()
        version.save()
        if version.submitted_by_id:
            _tell(version, {version.submitted_by_id}, "已发布", "可以建立申报批次了。")
        return version


def what_keeps_from_retiring(version: SchemeVersion) -> str:
    """Why a published version cannot be retired yet, in Chinese; "" when it can."""
    return "".join(reasons_against_retiring(version))


def retire_version(actor: Actor, version_id: int) -> SchemeVersion:
    """Open no more batches on a published version; its cases go on under it.

    Raises `NotPermitted`, or `RuleViolation` while a batch of it is open or planned.
    """
    with transaction.atomic():
        version = _locked(actor, version_id)
        _in_state(version, State.PUBLISHED)
        if reason := what_keeps_from_retiring(version):
            raise RuleViolation(reason)
        version.state = State.RETIRED
        version.retired_at = timezone.now()
        version.save()
        return version


def _locked(actor: Actor, version_id: int) -> SchemeVersion:
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以发布认定项目。")
    version: SchemeVersion = (
        SchemeVersion.objects.select_for_update(of=("self",))
        .select_related("scheme")
        .get(pk=version_id)
    )
    return version


def _in_state(version: SchemeVersion, state: str) -> None:
    if version.state != state:
        raise RuleViolation(f"这一版现在是“{version.get_state_display()}”，请刷新后再操作。")


def _tell(version: SchemeVersion, people: set[int], what: str, body: str) -> None:
    notify(
        people,
        title=f"“{version.scheme.name} {version.label}”{what}",
        body=body,
        link=reverse("schemes:version", args=[version.pk]),
        dedupe_key=f"version:{version.pk}:{version.revision}:{version.state}:{what}",
    )
