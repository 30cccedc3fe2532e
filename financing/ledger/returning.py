"""Money that the bank gave back: the payment, or a part of it, is reserved for its case again.

Source: domain facts A10 (示例): returned money (R) reopens the claim and the reserve, and never
goes out again by itself.
"""

from decimal import Decimal

from django.db.models import Max

from accounts.tenancy import Actor
from financing.ledger.asking_less import ask_less
from financing.ledger.batch_sending import change_payables, move_of
from financing.ledger.files import ReceiptLine
from financing.ledger.notices import tell_returned
from financing.ledger.payable_machine import MACHINE as PAYABLE
from financing.ledger.posting import ledger_scope, post
from financing.ledger.recoveries import paid_late
from financing.models import Account, EntryKind, LedgerEntry, Payable, PaymentOrder


def book_return(actor: Actor, order: PaymentOrder, payable: Payable, line: ReceiptLine) -> None:
    """Book what the row says came back of the order's payable, which is locked. A failure that the
    bank tells of what it had paid (冲正) takes back all of it."""
    amount = line.amount if line.direction == "R" else payable.amount
    year_id, day = order.batch.fund_year_id, line.settled_on
    if payable.state != Payable.State.PAID:
        post(
            year_id,
            [
                move_of(
                    order, "O", EntryKind.PAY, Account.IN_TRANSIT, Account.PAID,
                    amount=payable.amount, happened_on=day,
                )
            ],
        )  # fmt: skip
    returned = payable
    if amount == payable.amount:
        change_payables(actor, [payable], "bounce", paid_on=None)
        payable.refresh_from_db(fields=["state", "version"])
    else:
        returned = _split(actor, payable, amount, line)
    ask_less(returned, amount)
    number = _number_of_returns(order) + 1
    moves = [
        move_of(
            order, letter if number == 1 else f"{letter}{number}", kind, source, target,
            amount=amount, payable_id=returned.pk, happened_on=day,
        )
        for letter, kind, source, target in (
            ("R", EntryKind.RETURN, Account.PAID, Account.RETURNED),
            ("H", EntryKind.REOPEN, Account.RETURNED, Account.RESERVED),
        )
    ]  # fmt: skip
    post(year_id, moves)
    tell_returned(returned, f"{line.told or '收款账户无法入账'}。")


def _split(actor: Actor, payable: Payable, amount: Decimal, line: ReceiptLine) -> Payable:
    """The part that came back becomes an instalment of its own; the rest stays paid."""
    was_paid = payable.state == Payable.State.PAID
    if not was_paid:
        change_payables(actor, [payable], "pay", paid_on=line.settled_on)
        payable.refresh_from_db(fields=["state", "version", "paid_on"])
    returned = beside(
        payable, amount, "退回", state=Payable.State.RETURNED,
        stopped_because=payable.stopped_because,
    )  # fmt: skip
    PAYABLE.begin(None, returned, "split")
    payable.amount -= amount
    Payable.objects.filter(pk=payable.pk).update(amount=payable.amount)
    reason = f"退回 {amount:,.2f} 元，其余 {payable.amount:,.2f} 元已付"
    PAYABLE.record(actor, payable, "part_returned", reason)
    if payable.stopped_because and not was_paid:
        paid_late(payable)
    return returned


def beside(payable: Payable, amount: Decimal, word: str, **values: object) -> Payable:
    """A further instalment of the same case and year, called after the payable."""
    rows = Payable.objects.filter(application=payable.application_id)
    return Payable.objects.create(
        **payable.home, application_id=payable.application_id, fund_year_id=payable.fund_year_id,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        label=f"{payable.label}（{word}）"[:100], payee_name=payable.payee_name,
        scheme_title=payable.scheme_title, fund_name=payable.fund_name,
        fiscal_year=payable.fiscal_year, clause=payable.clause, amount=amount,
        **{"due_on": payable.due_on, **values},
    )  # fmt: skip


def _number_of_returns(order: PaymentOrder) -> int:
    with ledger_scope():
        rows = LedgerEntry.objects.filter(batch_id=order.batch_id, kind=EntryKind.RETURN)
        return rows.filter(key__startswith=f"{order.voucher}-R").count()


def returned_of(order: PaymentOrder) -> Payable:
    """What came back last of an order: its payable, or the part that was split off."""
    with ledger_scope():
        rows = LedgerEntry.objects.filter(batch_id=order.batch_id, kind=EntryKind.RETURN)
        last = rows.filter(key__startswith=f"{order.voucher}-R").order_by("-id").first()
    if last is None or last.payable_id is None:
        return order.payable
    return Payable.objects.get(pk=last.payable_id)
