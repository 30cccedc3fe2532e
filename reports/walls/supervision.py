"""The wall around orders of supervision."""

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
READERS = Policy("readers", _READERS, _READERS)
_OF_ORDER = f"EXISTS (SELECT FROM {Order._meta.db_table} one WHERE one.id = order_id)"
OF_ORDER = Policy("of_order", _OF_ORDER, _OF_ORDER)

WALL = (
    *secured(LightRules, CITY_WRITES, on_trail=True),
    *secured(Order, READERS, on_trail=True),
    *secured(OrderOffice, OF_ORDER, on_trail=True),
    *secured(OrderReport, OF_ORDER, append_only=True, on_trail=True),
    *secured(ReportReview, OF_ORDER, append_only=True, on_trail=True),
    *secured(OrderExtension, OF_ORDER, on_trail=True),
    *secured(Instruction, OF_ORDER, append_only=True, on_trail=True),
    *secured(OrderFile, OF_ORDER, append_only=True),
    *secured(OrderEvent, OF_ORDER, append_only=True),
    state_guard(Order, OrderEvent, "order_id"),
)
