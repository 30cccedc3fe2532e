"""What becomes of covers when people leave."""

from people.actions.arrange_leave import end_leaves_of
from people.actions.save_members import register_handover

register_handover(lambda leaver, successor: end_leaves_of(leaver))
