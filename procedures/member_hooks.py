"""What becomes of cases when people leave."""

from accounts.actions.keep_members import register_handover
from accounts.models import Membership
from procedures.models import Application


def hand_over(leaver: Membership, successor: Membership | None) -> None:
    """A leaver's drafts and queue go to the successor; without one the queue is nobody's."""
    mine = Application.objects.filter(organisation_id=leaver.organisation_id)
    if successor is not None:
        mine.filter(created_by_id=leaver.user_id).update(created_by_id=successor.user_id)
    Application.objects.filter(handler_id=leaver.user_id).update(
        handler_id=successor.user_id if successor else None
    )


register_handover(hand_over)
