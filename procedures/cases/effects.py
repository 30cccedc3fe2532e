"""What follows from a transition: rows only, in the transition's own transaction."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.notifications import notify, people_of
from accounts.tenancy import Actor, system_scope
from procedures.cases.assignments import put_on_desk, reviewers_of
from procedures.cases.outcomes import outcome_of
from procedures.cases.recommendations import next_rank
from procedures.cases.submission import take_snapshot
from procedures.models import Application, CaseEvent, PanelCase, ScoreSheet
from procedures.models.application import State

if TYPE_CHECKING:
    from procedures.cases.lifecycle import Transition


@dataclass
class Change:
    """A transition that is being carried out. `actor` None is the portal itself."""

    application: Application
    transition: "Transition"
    actor: Actor | None
    source: str
    target: str
    reason: str
    event: CaseEvent | None = None
    on_behalf_of: int | None = None  # the absent colleague whose case the actor decides

    @property
    def key(self) -> str:
        """Unique for this change of this case; the root of its notifications' keys."""
        return f"case:{self.application.pk}:{self.application.version}:{self.transition.name}"

    @property
    def link(self) -> str:
        return case_link(self.application)


def case_link(application: Application) -> str:
    """The page of a case, as notifications name it."""
    return reverse("procedures:case", args=[application.pk])


# --- rows ---------------------------------------------------------------------------------------


def number_and_freeze(change: Change) -> None:
    """Give the case its number at the first submission, and freeze what is submitted."""
    application = change.application
    definition = application.scheme_version.parsed
    now = timezone.now()
    application.submissions += 1
    application.title = str(application.answers.get(definition.title_field) or "")[:200]
    if application.submitted_at is None:
        application.submitted_at = now
        application.number = f"{timezone.localdate():%Y}{application.pk:08d}"
    take_snapshot(application)


def resolve_returns(change: Change) -> None:
    change.application.return_items.filter(resolved_at=None).update(resolved_at=timezone.now())


def remember_where_from(change: Change) -> None:
    change.application.returned_from = change.source


def hand_back_marks(change: Change) -> None:
    change.application.return_items.filter(resolved_at=None, returned_at=None).update(
        returned_at=timezone.now()
    )


def leave_the_desk(change: Change) -> None:
    """The case goes to another bureau, where it is nobody's yet."""
    if change.actor is not None:
        put_on_desk(change.actor, [change.application], None, change.transition.label)


def close_case(change: Change) -> None:
    change.application.decided_at = timezone.now()
    change.application.stage_due_on = None


def take_rank(change: Change) -> None:
    """The next place among the district's recommendations; a case that comes again keeps its own.

    The quota is asked again under its lock: two reviewers may recommend at once.
    """
    application = change.application
    if application.recommended_rank is None:
        application.recommended_rank = next_rank(application.batch_id, application.district_id)


def release_experts(change: Change) -> None:
    """Nobody goes on scoring a case that has ended; an enterprise that withdraws sees no sheet."""
    if change.source != State.EXPERT_REVIEW:
        return
    with system_scope(reason="release the experts of a case"):
        left = ScoreSheet.objects.open().filter(panel_case__application=change.application)
        left.update(state=ScoreSheet.State.REPLACED, reason="申报已办结，不再评审", paper={})
        PanelCase.objects.filter(application=change.application).update(
            state=PanelCase.State.RELEASED
        )


def bring_about_outcome(change: Change) -> None:
    application = change.application
    snapshot = application.snapshots.order_by("-number").first()
    assert snapshot is not None, "a case under public notice was submitted"
    outcome_of(application.scheme_version.parsed.outcome).grant(application, snapshot)


def withdraw_corrected_outcome(change: Change) -> None:
    """What a wrong approval brought about is taken back by the decision that corrects it."""
    application = change.application
    if application.corrects_id is not None:
        outcome = outcome_of(application.scheme_version.parsed.outcome)
        outcome.withdraw(application, change.reason)


# --- telling people -----------------------------------------------------------------------------


def _tell_applicant(change: Change, title: str, body: str = "") -> None:
    notify(
        people_of(organisation_id=change.application.organisation_id),
        title=title,
        body=body,
        link=change.link,
        dedupe_key=f"{change.key}:applicant",
    )


def _tell_district(change: Change, title: str, body: str) -> None:
    notify(
        reviewers_of(change.application, Duty.DISTRICT_REVIEWER),
        title=title,
        body=body,
        link=change.link,
        dedupe_key=f"{change.key}:district",
    )


def _tell_city(change: Change, title: str, body: str) -> None:
    notify(
        reviewers_of(change.application, Duty.CITY_OFFICER),
        title=title,
        body=body,
        link=change.link,
        dedupe_key=f"{change.key}:city",
    )


def tell_applicant_received(change: Change) -> None:
    _tell_applicant(
        change,
        f"已收到“{change.application.title}”的申报",
        f"受理编号 {change.application.number}，区市主管部门将在 "
        f"{change.application.stage_due_on:%Y-%m-%d} 前审核。",
    )


def tell_district_of_new_case(change: Change) -> None:
    _tell_district(
        change,
        f"新的申报待审核：{change.application.title}",
        f"请在 {change.application.stage_due_on:%Y-%m-%d} 前完成审核。",
    )


def tell_reviewer_of_correction(change: Change) -> None:
    tell = _tell_district if change.target == "district_review" else _tell_city
    tell(change, f"企业已修改并重新提交：{change.application.title}", "请查看与上次提交的差异。")


def tell_applicant_returned(change: Change) -> None:
    items = change.application.return_items.filter(resolved_at=None).count()
    _tell_applicant(
        change,
        f"“{change.application.title}”需要修改 {items} 处",
        f"{change.reason}\n请在 {change.application.stage_due_on:%Y-%m-%d} 前修改并重新提交。",
    )


def tell_applicant_forwarded(change: Change) -> None:
    _tell_applicant(
        change, f"“{change.application.title}”已进入{change.application.get_state_display()}"
    )


def tell_city_of_recommendation(change: Change) -> None:
    _tell_city(
        change,
        f"区市推荐待审核：{change.application.title}",
        f"请在 {change.application.stage_due_on:%Y-%m-%d} 前完成审核。",
    )


def tell_applicant_proposed(change: Change) -> None:
    _tell_applicant(change, f"“{change.application.title}”已通过审核，将进行公示")


def tell_applicant_published(change: Change) -> None:
    _tell_applicant(change, f"“{change.application.title}”正在公示")


def tell_applicant_approved(change: Change) -> None:
    _tell_applicant(change, f"“{change.application.title}”已认定，证书正在制作")


def tell_applicant_declined(change: Change) -> None:
    _tell_applicant(change, f"“{change.application.title}”未通过", f"原因：{change.reason}")


def tell_reviewer_of_withdrawal(change: Change) -> None:
    tell = _tell_district if change.source == "district_review" else _tell_city
    tell(change, f"企业撤回了申报：{change.application.title}", f"原因：{change.reason}")
