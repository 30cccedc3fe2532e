"""What becomes of covers when people leave."""

from accounts.actions.arrange_leave import end_leaves_of
from accounts.actions.keep_members import register_handover

register_handover(lambda leaver, successor: end_leaves_of(leaver))
