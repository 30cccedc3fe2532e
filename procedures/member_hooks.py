"""What becomes of cases when people leave."""

from accounts.duties import Duty
from accounts.models import Membership
from accounts.tenancy import current_actor
from people.actions.save_members import register_handover, register_leaving_rule
from procedures.cases.assignments import put_on_desk_by
from procedures.cases.running import RUNNING
from procedures.models import Application
from procedures.models.application import DESKS


def hand_over(leaver: Membership, successor: Membership | None) -> None:
    """A leaver's drafts and queue go to the successor; without one the queue is nobody's."""
    mine = Application.objects.filter(organisation_id=leaver.organisation_id)
    if successor is not None:
        mine.filter(created_by_id=leaver.user_id).update(created_by_id=successor.user_id)
    if leaver.duty in DESKS:
        _clear_desk(leaver, successor)


def _clear_desk(leaver: Membership, successor: Membership | None) -> None:
    """Decided cases keep the name of who worked on them."""
    heir = successor.user_id if successor and successor.duty == leaver.duty else None
    queue = Application.objects.on_desk_of(Duty(leaver.duty)).filter(reviewer_id=leaver.user_id)
    actor = current_actor()
    by = actor.user_id if actor else leaver.user_id
    put_on_desk_by(by, list(queue.select_for_update()), heir, f"{leaver.user}离开本单位")


def open_cases_are_seen_to(organisation_id: int) -> str:
    """A case that is under way needs somebody who is told of it and can correct it."""
    running = Application.objects.filter(organisation_id=organisation_id, state__in=RUNNING)
    titles = "、".join(f"“{one}”" for one in running.order_by("id")[:3])
    more = f"等 {running.count()} 件" if running.count() > 3 else ""
    return f"申报{titles}{more}正在办理，请先办结、撤回，或邀请同事接手。" if titles else ""


register_handover(hand_over)
register_leaving_rule(open_cases_are_seen_to)
