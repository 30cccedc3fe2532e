"""Orders for tests."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Organisation
from accounts.tenancy import acting_as
from reports.models import Order
from reports.supervision.actions.make_orders import OrderTerms, make_orders
from reports.supervision.inputs import OrderInput
from reports.supervision.machine import MACHINE

VALUES = {
    "title": "示例：新增示范企业", "kind": "work", "topic": "target", "basis": "示例会议纪要",
    "urgency": "usual", "supervisor": "示例督办人", "supervisor_phone": "0532-55500001",
    "in_charge": "", "content": "示例内容", "task": "示例事项", "frequency": "week", "stages": [],
    "quantity": None, "unit": "", "metric": "", "closing_condition": "示例条件",
}  # fmt: skip
SOLVED = {"facts_clear": True, "is_solved": True, "is_lawful": True}


def terms(lead, *, co_offices=(), quantities=None, days=30, **values):
    leads = lead if isinstance(lead, list) else [lead]
    due_on = timezone.localdate() + timedelta(days=days)
    return OrderTerms({**VALUES, "due_on": due_on, **values}, leads, list(co_offices), quantities)


def order(city, lead, *, assign=True, **more) -> Order:
    """An order of the city's officer `city` to the office with the id `lead`."""
    with acting_as(city):
        return make_orders(city, terms(lead, **more), assign=assign)[0]


def step(actor, row, name, reason="", **said) -> Order:
    with acting_as(actor):
        return MACHINE.execute(actor, row.pk, name, OrderInput(reason=reason, **said))


def bureau(district) -> int:
    return Organisation.objects.get(kind="district_bureau", district=district).pk


def finished(city, office, row) -> Order:
    """The order reported as done and accepted."""
    step(office, row, "report_done", "办完", progress=100)
    return step(city, row, "accept", **SOLVED)
