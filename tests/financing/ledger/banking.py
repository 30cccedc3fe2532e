"""Batches on their way to the bank and back, for tests."""

from collections.abc import Iterable
from types import SimpleNamespace

from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions.clear_exception import clear_exception
from financing.ledger.actions.make_batch import make_batch
from financing.ledger.positions import Position, position_of
from financing.ledger.replaying import replay
from financing.models import FundYear, Payable, PaymentBatch, PaymentOrder, Recovery
from procedures.models import Application
from tests.financing.ledger import money


def now(year: int = money.YEAR) -> Position:
    return position_of("jigai", year)


def sent(people: SimpleNamespace, *payables: Payable) -> PaymentBatch:
    """A batch of the payables at the bank."""
    with acting_as(people.city):
        first = money.fresh(payables[0])
        batch = make_batch(people.city, first.fund_year_id, [one.pk for one in payables])
    return money.sent(people, batch)


def answered(people: SimpleNamespace, batch: PaymentBatch, **said: object) -> None:
    """The bank's answer to all orders of the batch: as asked, but for `said`."""
    rows = enumerate(money.orders(batch), 2)
    money.imported(people.city, batch, [money.line(one, row, **said) for row, one in rows])


def paid(people: SimpleNamespace, *payables: Payable) -> PaymentBatch:
    """Paid as asked, the batch closed."""
    batch = sent(people, *payables)
    answered(people, batch)
    return money.done(people.city2, batch, "close")


def told(people: SimpleNamespace, batch: PaymentBatch, order: PaymentOrder, **said: object):
    """A file of one row about an order."""
    return money.imported(people.city, batch, [money.line(order, 2, **said)])


def back(people: SimpleNamespace, batch: PaymentBatch, amount: object, serial: str = "B"):
    """The bank gives back `amount` of the batch's first order."""
    first = money.orders(batch)[0]
    return told(people, batch, first, direction="R", amount=amount, serial=serial)


def cleared(people: SimpleNamespace, order: PaymentOrder, name: str) -> PaymentOrder:
    with acting_as(people.city):
        return clear_exception(people.city, order.pk, name, "示例银行〔2026〕8号")


def states(case: Application) -> list[tuple[int, str]]:
    """The amounts of the case's instalments and how they stand."""
    with system_scope(reason="test"):
        rows = Payable.objects.filter(application=case).order_by("number")
        return [(int(one.amount), one.state) for one in rows]


def recoveries(case: Application) -> list[tuple[str, int, str]]:
    with system_scope(reason="test"):
        rows = Recovery.objects.filter(application=case).order_by("pk")
        return [(one.cause, int(one.amount), one.state) for one in rows]


def ledger_is_well() -> bool:
    with system_scope(reason="test"):
        years: Iterable[FundYear] = FundYear.objects.select_related("fund")
        return all(one.wrong == () for one in replay(list(years)))
