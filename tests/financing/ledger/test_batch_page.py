"""The sums on the page of a batch: what the orders come to, whatever has become of them."""

from decimal import Decimal

import pytest

from accounts.tenancy import acting_as
from financing.ledger.actions.clear_exception import clear_exception
from financing.ledger.batch_page import changes_by_account, events_of, figures_of, heading_of
from financing.models import PaymentOrder
from tests.financing.ledger import money
from tests.financing.ledger.money import line, orders

ZERO = Decimal(0)


@pytest.fixture
def answered(people, batch):
    """100,000.00 to another name, 93,200.00 of which 92,300.00 were paid, 59,930.00 came back."""
    name, short, back = orders(batch)
    lines = [
        line(name, 2, payee="另一家（示例）", amount=ZERO, result="001"),
        line(short, 3, amount=Decimal(92_300)),
        line(back, 4),
        line(back, 5, direction="R"),
    ]
    money.imported(people.city, batch, lines)
    return batch


def cleared(people, batch, *ways):
    """The orders in their order, cleared in these ways."""
    with acting_as(people.city):
        for order, way in zip(
            PaymentOrder.objects.filter(batch=batch).order_by("pk"), ways, strict=False
        ):
            if way:
                clear_exception(people.city, order.pk, way, "示例")
    return money.fresh(batch)


def figures(people, batch):
    with acting_as(people.city):
        found = figures_of(money.fresh(batch))
    parts = (
        found.settled.paid, found.open.asked, found.unpaid, found.returned.asked,
        found.waiting.asked,
    )  # fmt: skip
    assert sum(parts, ZERO) == found.all.asked
    return found


def test_what_is_not_cleared_is_in_transit(people, answered):
    found = figures(people, answered)
    assert (found.open.count, found.open.asked) == (2, Decimal("193200.00"))
    assert (found.settled.count, found.unpaid) == (0, ZERO)


def test_short_payment_that_was_confirmed_counts_as_paid(people, answered):
    found = figures(people, cleared(people, answered, "", "short"))
    assert (found.settled.count, found.settled.paid) == (1, Decimal("92300.00"))
    assert (found.open.count, found.unpaid) == (1, Decimal("900.00"))


def test_batch_ends_with_nothing_in_transit(people, answered):
    """What another name did not get goes back to what is promised, in an entry of the batch."""
    batch = cleared(people, answered, "account", "short", "returned")
    found = figures(people, batch)
    assert (found.unpaid, found.to_clear) == (Decimal("100900.00"), 0)
    with acting_as(people.city):
        changes = changes_by_account(batch)
        [failed] = [one for one in events_of(batch) if one.accounts == "在途 → 承诺"]
        assert "3 笔已全部对平" in heading_of(batch, found)
    assert (failed.count, failed.amount) == (2, Decimal("100900.00"))
    assert changes["in_transit"] == ZERO
    assert changes["committed"] == -Decimal("152230.00")
    assert changes["paid"] == Decimal("92300.00")
