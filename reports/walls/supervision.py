"""The wall around orders of supervision."""

from accounts.acting import acted, acted_or_led
from accounts.row_security import CITY_WRITES, IS_BUREAU, secured
from database.row_security import Policy, setting
from lifecycle.state_guard import state_guard
from reports.models import (
    Instruction,
    LightRules,
    Order,
    OrderEvent,
    OrderExtension,
    OrderFile,
    OrderOffice,
    OrderReport,
    ReportReview,
)

# An order belongs to the bureaus of its readers' districts, and its parts to whoever has it.
_READERS = f"{IS_BUREAU} AND readers && {setting('districts', 'bigint[]')}"
READERS = acted_or_led(Policy("readers", _READERS, _READERS))
_OF_ORDER = f"EXISTS (SELECT FROM {Order._meta.db_table} one WHERE one.id = order_id)"
OF_ORDER = acted(Policy("of_order", _OF_ORDER, _OF_ORDER))
# Leaders instruct (批示), which is an event of the order.
WORD_ON_ORDER = acted_or_led(Policy("of_order", _OF_ORDER, _OF_ORDER))

WALL = (
    *secured(LightRules, acted(CITY_WRITES), on_trail=True),
    *secured(Order, READERS, on_trail=True),
    *secured(OrderOffice, OF_ORDER, on_trail=True),
    *secured(OrderReport, OF_ORDER, append_only=True, on_trail=True),
    *secured(ReportReview, OF_ORDER, append_only=True, on_trail=True),
    *secured(OrderExtension, OF_ORDER, on_trail=True),
    *secured(Instruction, WORD_ON_ORDER, append_only=True, on_trail=True),
    *secured(OrderFile, OF_ORDER, append_only=True),
    *secured(OrderEvent, WORD_ON_ORDER, append_only=True),
    state_guard(Order, OrderEvent, "order_id"),
)
