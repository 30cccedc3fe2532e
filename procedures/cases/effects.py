"""What a transition does to the case itself, and to other rows once the case is saved."""

from django.utils import timezone

from procedures.cases.assignments import put_on_desk
from procedures.cases.changes import CaseChange
from procedures.cases.outcomes import outcome_of
from procedures.cases.recommendations import next_rank
from procedures.cases.submission import take_snapshot

# --- the case itself ----------------------------------------------------------------------------


def count_submission(change: CaseChange) -> None:
    """Note the submission, and give the case its number at the first one."""
    case = change.row
    case.submissions += 1
    case.title = str(case.answers.get(case.scheme_version.parsed.title_field) or "")[:200]
    if case.submitted_at is None:
        case.submitted_at = timezone.now()
        give_number(change)


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


def leave_the_desk(change: CaseChange) -> None:
    """The case goes to another bureau, where it is nobody's yet."""
    if change.actor is not None:
        put_on_desk(change.actor, [change.row], None, change.transition.label)


def close_case(change: CaseChange) -> None:
    change.row.decided_at = timezone.now()


# --- other rows ---------------------------------------------------------------------------------


def freeze_submission(change: CaseChange) -> None:
    take_snapshot(change.row)


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
