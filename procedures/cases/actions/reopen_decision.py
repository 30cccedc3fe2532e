"""A decision that was found wrong: the case is decided again as a new one; the old one stays."""

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import NotPermitted, RuleViolation
from accounts.notifications import notify, people_of
from accounts.tenancy import Actor
from procedures.batches.working_days import add_working_days
from procedures.cases.lifecycle import REOPEN
from procedures.models import Application, ApplicationFile, CaseEvent, Snapshot
from procedures.models.application import State

DECIDED = (State.APPROVED, State.DECLINED)


def why_not_reopened(actor: Actor, application: Application) -> str:
    """Why the decision cannot be reopened, "" when it can."""
    if application.state not in DECIDED:
        return "只有已认定或不予认定的申报可以重新审核。"
    if application.corrections.exists():
        return "这件申报的决定已经重新审核过，请在新的一件上办理。"
    return ""


def reopen_decision(actor: Actor, application_id: int, reason: str) -> Application:
    """A new case in the city's review with what was decided wrongly: same batch, version, answers
    and files. What follows from the old decision is undone when the new one differs from it.

    Raises `Application.DoesNotExist`, `NotPermitted`, and `RuleViolation` at the field `reason`,
    for a case that is not decided, or one that was reopened already.
    """
    with transaction.atomic():
        wrong = (
            Application.objects.visible_to(actor)
            .select_for_update(of=("self",))
            .select_related("scheme_version")
            .get(pk=application_id)
        )
        if not actor.is_city:
            raise NotPermitted("只有市级经办人可以重新审核已作出的决定。")
        refuse_own_enterprise(actor, wrong.organisation_id)
        if obstacle := why_not_reopened(actor, wrong):
            raise RuleViolation(obstacle)
        if not reason.strip():
            raise RuleViolation({"reason": "请写明原决定错在哪里，企业会看到。"})
        case = _copy(actor, wrong)
        _record(actor, case, reason.strip())
        notify(
            people_of(organisation_id=case.organisation_id),
            title=f"“{case.title}”的决定将重新审核",
            body=f"原因：{reason.strip()}",
            link=reverse("procedures:case", args=[case.pk]),
            dedupe_key=f"case:{case.pk}:reopened",
        )
        return case


def _copy(actor: Actor, wrong: Application) -> Application:
    days = wrong.scheme_version.parsed.timetable.city_review_days
    case: Application = Application.objects.create(
        organisation_id=wrong.organisation_id,
        district_id=wrong.district_id,
        batch_id=wrong.batch_id,
        scheme_version_id=wrong.scheme_version_id,
        purpose=wrong.purpose,
        renews_id=wrong.renews_id,
        corrects=wrong,
        title=wrong.title,
        answers=wrong.answers,
        answer_revisions=wrong.answer_revisions,
        state=State.CITY_REVIEW,
        created_by_id=actor.user_id,
        submitted_at=timezone.now(),
        submissions=1,
        stage_due_on=add_working_days(timezone.localdate(), days),
    )
    case.number = f"{timezone.localdate():%Y}{case.pk:08d}"
    case.save(update_fields=["number"])
    home = {"organisation_id": case.organisation_id, "district_id": case.district_id}
    ApplicationFile.objects.bulk_create(
        ApplicationFile(**home, application=case, field=row.field, attachment_id=row.attachment_id)
        for row in wrong.files.filter(removed_at=None).order_by("id")
    )
    last = wrong.snapshots.order_by("-number").first()
    if last is not None:
        Snapshot.objects.create(
            **home, application=case, number=1, answers=last.answers, facts=last.facts,
            files=last.files, evaluation=last.evaluation, sha256=last.sha256,
        )  # fmt: skip
    return case


def _record(actor: Actor, case: Application, reason: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        xid = cursor.fetchone()[0]
    CaseEvent.objects.create(
        application=case,
        organisation_id=case.organisation_id,
        district_id=case.district_id,
        transition=REOPEN,
        target=case.state,
        user_id=actor.user_id,
        organisation_name=actor.organisation_name,
        reason=reason,
        at=timezone.now(),
        xid=xid,
    )
