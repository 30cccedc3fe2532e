"""What the bank says of one voucher under several numbers of its own, and of strange vouchers."""

from decimal import Decimal

import pytest

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions.clear_exception import clear_exception
from financing.ledger.actions.explain_unknown import explain_unknown
from financing.ledger.batch_page import reconciliation
from financing.models import LedgerEntry
from tests.financing.ledger import money
from tests.financing.ledger.money import fresh, imported, line, orders


def answers(batch, **first):
    """All orders as asked, but the first with these values."""
    rows = orders(batch)
    return [line(one, n, **(first if n == 2 else {})) for n, one in enumerate(rows, 2)]


def paid(order):
    with system_scope(reason="test"):
        rows = LedgerEntry.objects.filter(kind="pay", payable_id=order.payable_id)
        return sum(rows.values_list("amount", flat=True), Decimal(0))


def difference(actor, batch):
    with acting_as(actor):
        return reconciliation(fresh(batch))[-1].amount


def refuses_to_close(people, batch, match):
    with pytest.raises(RuleViolation, match=match):
        money.done(people.city2, batch, "close")


def cleared(people, order, name="over"):
    with acting_as(people.city):
        return clear_exception(people.city, order.pk, name, "示例银行〔2026〕8号")


def test_second_movement_does_not_wipe_out_a_wrong_first_one(people, batch):
    first = orders(batch)[0]
    much = first.amount + 9999
    imported(people.city, batch, answers(batch, amount=much, serial="A"))
    done = imported(people.city, batch, answers(batch, serial="B"))
    assert done.counts["double"] == 1
    order = fresh(first)
    assert (order.finding, order.actual) == ("double", much + first.amount)
    assert "流水 A 付" in order.told
    assert paid(first) == 0
    refuses_to_close(people, batch, "还没有处理")


def test_bank_corrects_what_it_said_under_the_same_number(people, batch):
    first = orders(batch)[0]
    imported(people.city, batch, answers(batch, amount=Decimal(1), serial="A"))
    imported(people.city, batch, answers(batch, serial="A"))
    assert (fresh(first).finding, paid(first)) == ("matched", first.amount)


def test_second_payment_of_a_paid_voucher_is_an_exception(people, batch):
    first = orders(batch)[0]
    imported(people.city, batch, answers(batch, serial="A"))
    done = imported(people.city, batch, answers(batch, serial="B"))
    assert not done.is_again
    order = fresh(first)
    assert (order.finding, order.actual) == ("double", first.amount * 2)
    assert paid(first) == first.amount
    refuses_to_close(people, batch, "1 笔异常或退回还没有处理")
    cleared(people, first)
    assert paid(first) == first.amount
    money.done(people.city2, batch, "close")


def test_amount_that_was_too_much_is_booked_as_asked_once_the_bank_has_answered(people, batch):
    first = orders(batch)[0]
    imported(people.city, batch, answers(batch, amount=first.amount + 1, serial="A"))
    assert paid(first) == 0
    cleared(people, first)
    assert paid(first) == first.amount
    money.done(people.city2, batch, "close")


def test_content_that_differs_by_a_number_of_the_bank_alone_is_another_file(people, batch):
    imported(people.city, batch, answers(batch, serial="A"))
    assert imported(people.city, batch, answers(batch, serial="A")).is_again
    assert not imported(people.city, batch, answers(batch, serial="B")).is_again


def test_strange_voucher_stands_in_the_difference_and_waits_for_the_banks_answer(people, batch):
    strange = line(orders(batch)[0], 9, voucher="2026-999-0001", amount=Decimal(1), serial="X")
    imported(people.city, batch, [*answers(batch), strange])
    assert difference(people.city, batch) == Decimal(-1)
    refuses_to_close(people, batch, "1 行回单的凭证不在本批")
    with acting_as(people.city):
        with pytest.raises(RuleViolation, match="请填写"):
            explain_unknown(people.city, batch.pk, " ")
        explain_unknown(people.city, batch.pk, "示例银行〔2026〕9号：他批款项误列")
        with pytest.raises(RuleViolation, match="没有等待核实"):
            explain_unknown(people.city, batch.pk, "示例")
    assert difference(people.city, batch) == 0
    money.done(people.city2, batch, "close")
