"""Windows in which filings are taken: planning one, changing it, giving it more time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.notifications import Kind, notify
from accounts.tenancy import Actor
from pages.moments import until
from procedures.batches.announcements import announce
from procedures.batches.validity import why_not_applicable
from procedures.models import Application, Batch, BatchExtension
from procedures.models.application import State
from schemes.models import SchemeVersion

# Batches are yearly; what lies further off is mistyped.
PLANNED_AHEAD = timedelta(days=2 * 366)
CHECK_YEAR = "请核对年份。"


def plan_batch(
    actor: Actor,
    version_id: int,
    name: str,
    opens_at: datetime,
    closes_at: datetime,
    purpose: str = Batch.Purpose.BOTH,
) -> Batch:
    """A batch of a published version; both moments are aware, the end is exclusive.

    Raises `NotPermitted`, or `RuleViolation` by form field: a version that is not published or
    does not apply when the batch opens, a window that ends before it starts or has ended, or that
    overlaps another of the same scheme and purpose.
    """
    _city_only(actor)
    with transaction.atomic():
        version = SchemeVersion.objects.select_related("scheme").get(pk=version_id)
        errors = _window_problems(opens_at, closes_at)
        if why_not := why_not_applicable(version, opens_at, purpose):
            errors["version"] = why_not
        if not name.strip():
            errors["name"] = "请填写批次名称。"
        refuse(errors)
        # The scheme's row is the lock that keeps two windows of one scheme apart.
        type(version.scheme).objects.select_for_update().get(pk=version.scheme_id)
        _refuse_overlap(version.scheme_id, purpose, opens_at, closes_at)
        batch: Batch = Batch.objects.create(
            version=version,
            purpose=purpose,
            name=name.strip()[:80],
            year=timezone.localtime(opens_at).year,
            opens_at=opens_at,
            closes_at=closes_at,
        )
        if batch.is_open:
            announce(batch.pk)
        return batch


def change_batch(
    actor: Actor, batch_id: int, name: str, opens_at: datetime, closes_at: datetime
) -> Batch:
    """Change a batch that has not opened yet. Raises as `plan_batch`, and for one that has."""
    _city_only(actor)
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.phase != Batch.Phase.COMING:
            raise RuleViolation("批次已经开放，只能延期，不能再改。")
        errors = _window_problems(opens_at, closes_at)
        if why_not := why_not_applicable(batch.version, opens_at, batch.purpose):
            errors.setdefault("opens_at", why_not)
        if not name.strip():
            errors["name"] = "请填写批次名称。"
        refuse(errors)
        _refuse_overlap(batch.version.scheme_id, batch.purpose, opens_at, closes_at, but=batch.pk)
        batch.name = name.strip()[:80]
        batch.opens_at, batch.closes_at = opens_at, closes_at
        batch.year = timezone.localtime(opens_at).year
        batch.save()
        return batch


def extend_batch(actor: Actor, batch_id: int, closes_at: datetime, reason: str) -> Batch:
    """Give a batch more time, also one that has closed; those with a draft are told.

    Raises `NotPermitted`, or `RuleViolation` for a closed batch whose cases are published, and by
    form field for an end that is not later, lies in the past or runs into the scheme's next batch,
    and without a reason.
    """
    _city_only(actor)
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.phase == Batch.Phase.CLOSED and batch.notices.exists():
            raise RuleViolation("本批次已经截止并公示，不能再延期。请另开批次。")
        errors = {}
        if closes_at <= batch.closes_at:
            errors["closes_at"] = f"延期后的截止时间应晚于现在的 {until(batch.closes_at)}。"
        elif closes_at <= timezone.now():
            errors["closes_at"] = "延期后的截止时间应在现在之后。"
        elif closes_at > timezone.now() + PLANNED_AHEAD:
            errors["closes_at"] = CHECK_YEAR
        if not reason.strip():
            errors["reason"] = "请填写延期原因，企业会看到。"
        refuse(errors)
        _refuse_overlap(
            batch.version.scheme_id, batch.purpose, batch.opens_at, closes_at, but=batch.pk
        )
        BatchExtension.objects.create(
            batch=batch,
            closed_at=batch.closes_at,
            closes_at=closes_at,
            reason=reason.strip()[:500],
            extended_by_id=actor.user_id,
        )
        batch.closes_at = closes_at
        batch.save(update_fields=["closes_at"])
        _tell_of_more_time(batch, reason.strip())
        return batch


def _tell_of_more_time(batch: Batch, reason: str) -> None:
    drafts = Application.objects.filter(batch=batch, state=State.DRAFT, deleted_at=None)
    for draft in drafts.iterator(500):
        notify(
            [draft.created_by_id],
            title=f"“{batch.name}”延期到 {until(batch.closes_at)}",
            body=f"原因：{reason}\n您的草稿还没有提交。",
            link=reverse("procedures:fill", args=[draft.pk]),
            dedupe_key=f"batch:{batch.pk}:until:{batch.closes_at.isoformat()}",
            kind=Kind.OPENINGS,
        )


def _locked(batch_id: int) -> Batch:
    return Batch.objects.select_for_update(of=("self",)).select_related("version").get(pk=batch_id)


def _city_only(actor: Actor) -> None:
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以设置批次。")


def _window_problems(opens_at: datetime, closes_at: datetime) -> dict[str, str]:
    if closes_at <= opens_at:
        return {"closes_at": "截止时间应晚于开放时间。"}
    if closes_at <= timezone.now():
        return {"closes_at": "截止时间已经过去。"}
    if closes_at - opens_at > PLANNED_AHEAD:
        return {"closes_at": "截止时间距开放时间超过两年，请核对年份。"}
    if opens_at > timezone.now() + PLANNED_AHEAD:
        return {"opens_at": CHECK_YEAR}
    return {}


def _refuse_overlap(
    scheme_id: int, purpose: str, opens_at: datetime, closes_at: datetime, but: int = 0
) -> None:
    """A filing, or a re-check, must find one open batch of its scheme at most."""
    others = Batch.objects.filter(
        version__scheme_id=scheme_id, opens_at__lt=closes_at, closes_at__gt=opens_at
    ).exclude(pk=but)
    if purpose != Batch.Purpose.BOTH:
        others = others.filter(purpose__in=(purpose, Batch.Purpose.BOTH))
    if other := others.first():
        raise RuleViolation(
            {
                "closes_at": f"与“{other.name}”的受理时间重叠，同一项目的新申报和复核"
                "同时各只开放一个批次。"
            }
        )
