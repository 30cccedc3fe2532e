"""On whose desk cases lie: who is told of them, who stands in, and moving them."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.duties import Duty
from accounts.leave_cover import users_covered_by
from accounts.notifications import people_of, with_covers
from accounts.tenancy import Actor
from procedures.cases.policies import has_on_desk
from procedures.models import Application, CaseAssignment


def reviewers_of(application: Application, duty: Duty) -> list[int]:
    """Whom a change of the case concerns in the bureau of `duty`: its reviewer and who stands in
    for them today; everybody with that duty while the case is nobody's."""
    if application.reviewer_id is not None:
        return with_covers([application.reviewer_id], duty)
    if duty == Duty.DISTRICT_REVIEWER:
        return people_of(duty=duty, district_id=application.district_id)
    return people_of(duty=duty)


def stood_in_for(actor: Actor, application: Application) -> int | None:
    """The absent colleague in whose place the actor acts on the case; None for an own act, or for
    one on the case of a colleague who is there."""
    holder = application.reviewer_id
    if holder is None or holder == actor.user_id or not has_on_desk(actor, application):
        return None
    return holder if holder in users_covered_by(actor) else None


def district_reviewer_before(application: Application) -> int | None:
    """Who of the district had the case last, of those who review there today."""
    theirs = people_of(duty=Duty.DISTRICT_REVIEWER, district_id=application.district_id)
    left = application.assignments.filter(to_user=None, from_user__in=theirs).order_by("-id")
    return left.values_list("from_user_id", flat=True).first()


def put_on_desk(
    actor: Actor, cases: Iterable[Application], to_user_id: int | None, note: str
) -> None:
    """Give locked cases to a reviewer, or to nobody, and keep who did it. The cases of the right
    desk already are left alone."""
    put_on_desk_by(actor.user_id, cases, to_user_id, note)


def put_on_desk_by(
    user_id: int, cases: Iterable[Application], to_user_id: int | None, note: str
) -> None:
    moved = [case for case in cases if case.reviewer_id != to_user_id]
    CaseAssignment.objects.bulk_create(
        CaseAssignment(
            application=case,
            **case.home,
            by_id=user_id,
            from_user_id=case.reviewer_id,
            to_user_id=to_user_id,
            note=note,
        )
        for case in moved
    )
    for case in moved:
        case.reviewer_id = to_user_id
    Application.objects.filter(pk__in=[case.pk for case in moved]).update(
        reviewer_id=to_user_id, updated_at=timezone.now()
    )
