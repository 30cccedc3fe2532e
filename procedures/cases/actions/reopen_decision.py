"""A decision that was found wrong: the case is decided again as a new one; the old one stays."""

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from procedures.cases.changes import CaseInput
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import in_its_words
from procedures.cases.verdicts import keep_verdict
from procedures.models import Application, ApplicationFile, Snapshot
from procedures.models.application import State

DECIDED = (State.APPROVED, State.DECLINED)


def why_not_reopened(actor: Actor, application: Application) -> str:
    """Why the decision cannot be reopened, "" when it can."""
    if application.state not in DECIDED:
        return in_its_words(application, "只有已认定或不予认定的申报可以重新审核。")
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
        wrong = MACHINE.locked(actor, application_id)
        if not actor.is_city:
            raise NotPermitted("只有市级经办人可以重新审核已作出的决定。")
        refuse_own_enterprise(actor, wrong.organisation_id)
        if obstacle := why_not_reopened(actor, wrong):
            raise RuleViolation(obstacle)
        case = MACHINE.begin(actor, _copy(actor, wrong), "reopen", CaseInput(reason))
        _take_the_submission_along(wrong, case)
        keep_verdict(case)
        return case


def _copy(actor: Actor, wrong: Application) -> Application:
    return Application.objects.create(
        **wrong.home,
        batch_id=wrong.batch_id,
        scheme_version=wrong.scheme_version,
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
    )


def _take_the_submission_along(wrong: Application, case: Application) -> None:
    home = case.home
    ApplicationFile.objects.bulk_create(
        ApplicationFile(**home, application=case, field=row.field, attachment_id=row.attachment_id)
        for row in wrong.files.filter(removed_at=None).order_by("id")
    )
    last = wrong.snapshots.order_by("-number").first()
    if last is not None:
        Snapshot.objects.create(
            **home, application=case, number=1, answers=last.answers, facts=last.facts,
            files=last.files, evaluation=last.evaluation, declared=last.declared,
            sha256=last.sha256,
        )  # fmt: skip
