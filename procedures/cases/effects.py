"""What a transition does to the case itself, and to other rows once the case is saved."""

from django.utils import timezone

from procedures.cases.assignments import district_reviewer_before, put_on_desk
from procedures.cases.changes import CaseChange
from procedures.cases.doubts import judged_draft
from procedures.cases.explanations import holding
from procedures.cases.outcomes import outcome_of
from procedures.cases.recommendations import next_rank
from procedures.cases.submission import take_snapshot, untouched_returns
from procedures.cases.verdicts import Standing, open_to_bureaus, standing_of, verdict_by
from procedures.models.application import State

# --- the case itself ----------------------------------------------------------------------------


def keep_declaration(change: CaseChange) -> None:
    """Keep with the event, and with the snapshot, what was declared and confirmed."""
    case, actor = change.row, change.actor
    change.facts["declared"] = {
        "text": case.scheme_version.parsed.declaration,
        "by": actor.user_name if actor else "",
        "at": timezone.now().isoformat(),
        "revision": change.input.revision,
        "unchanged": untouched_returns(case) if change.source == State.RETURNED else [],
        "explained": holding(case, judged_draft(case)[1]),
    }


def count_submission(change: CaseChange) -> None:
    """Note the submission, and give the case its number at the first one."""
    case = change.row
    case.submissions += 1
    case.title = str(case.answers.get(case.scheme_version.parsed.title_field) or "")[:200]
    if case.submitted_at is None:
        case.submitted_at = timezone.now()
        give_number(change)


def freeze_submission(change: CaseChange) -> None:
    """Freeze what is submitted, and keep with the case how its conditions stand by it."""
    case = change.row
    snapshot = take_snapshot(case, change.facts["declared"])
    decided = standing_of(case) if case.submissions > 1 else Standing()
    case.verdict = verdict_by(snapshot, decided)


def give_number(change: CaseChange) -> None:
    change.row.number = f"{timezone.localdate():%Y}{change.row.pk:08d}"


def remember_where_from(change: CaseChange) -> None:
    change.row.returned_from = change.source


def take_rank(change: CaseChange) -> None:
    """The next place among the district's recommendations; a case that comes again keeps its own.

    The quota is asked again under its lock: two reviewers may recommend at once.
    """
    case = change.row
    if case.recommended_rank is None:
        case.recommended_rank = next_rank(case.batch_id, case.district_id)


def give_back_rank(change: CaseChange) -> None:
    """What is recommended no longer takes no place of the district's quota."""
    change.row.recommended_rank = None


def note_unmet(change: CaseChange) -> None:
    """Keep with the event which conditions stood against the recommendation."""
    if unmet := open_to_bureaus(change.row):
        change.facts["unmet"] = [one.label for one in unmet]


def leave_the_desk(change: CaseChange) -> None:
    """The case goes to another bureau, where it is nobody's yet."""
    if change.actor is not None:
        put_on_desk(change.actor, [change.row], None, change.transition.label)


def go_back_to_the_desk(change: CaseChange) -> None:
    """The case goes back to who had it in the district, if they review there still."""
    if change.actor is not None:
        case = change.row
        put_on_desk(change.actor, [case], district_reviewer_before(case), change.transition.label)


def close_case(change: CaseChange) -> None:
    change.row.decided_at = timezone.now()


# --- other rows ---------------------------------------------------------------------------------


def resolve_returns(change: CaseChange) -> None:
    change.row.return_items.filter(resolved_at=None).update(resolved_at=timezone.now())


def hand_back_marks(change: CaseChange) -> None:
    change.row.return_items.filter(resolved_at=None, returned_at=None).update(
        returned_at=timezone.now()
    )


def bring_about_outcome(change: CaseChange) -> None:
    case = change.row
    snapshot = case.snapshots.order_by("-number").first()
    assert snapshot is not None, "a case under public notice was submitted"
    outcome_of(case.scheme_version.parsed.outcome).grant(case, snapshot)


def withdraw_corrected_outcome(change: CaseChange) -> None:
    """What a wrong approval brought about is taken back by the decision that corrects it."""
    case = change.row
    if case.corrects_id is not None:
        outcome = outcome_of(case.scheme_version.parsed.outcome)
        outcome.withdraw(case, change.input.reason.strip())
