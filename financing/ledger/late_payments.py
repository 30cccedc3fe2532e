"""What the bank paid after it had been cleared as unpaid: by the old voucher, perhaps beside a new
one. Amounts in 元.

Nothing of it is booked before somebody has the bank's answer; meanwhile nothing more is paid, and
what went out twice is proposed to be asked back.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from financing.ledger.batch_sending import change_payables, move_of
from financing.ledger.notices import tell_paid
from financing.ledger.payable_machine import MACHINE as PAYABLE
from financing.ledger.payable_machine import STOPPABLE
from financing.ledger.posting import ledger_scope, lock_years, post
from financing.ledger.recoveries import paid_late, propose_more
from financing.ledger.returning import beside
from financing.ledger.warnings import warn_of_use
from financing.models import (
    Account,
    EntryKind,
    LedgerEntry,
    Payable,
    PaymentOrder,
    Recovery,
    RecoveryCause,
)
from lifecycle.transitions import TransitionInput

LATE = PaymentOrder.Finding.LATE
WHY = "银行回单显示曾记为未付的一笔已经付出，核实前暂不支付。"
STILL_OWED = (Payable.State.DUE, Payable.State.FAILED, Payable.State.STOPPED)


def is_late(order: PaymentOrder) -> bool:
    return order.finding == LATE


def is_paid_by_it_alone(order: PaymentOrder) -> bool:
    return (
        is_late(order) and order.actual == order.amount == order.payable.amount
        and order.payable.state in STILL_OWED
    )  # fmt: skip


def is_paid_twice(order: PaymentOrder) -> bool:
    return is_late(order) and bool(order.actual) and order.payable.state == Payable.State.PAID


def look_into(order_id: int) -> None:
    """Keep what a late payment was for from being paid once more, or propose to ask it back where
    it was."""
    order = PaymentOrder.objects.select_related("payable", "batch").get(pk=order_id)
    payable = order.payable
    if payable.state in STOPPABLE:
        lock_years([payable.fund_year_id])
        given = TransitionInput(reason=payable.stopped_because or WHY)
        PAYABLE.execute(None, payable.pk, "stop", given)
    elif is_paid_twice(order):
        _propose(order)


def second_ones(paid: Iterable[PaymentOrder]) -> None:
    """Of what was paid just now, propose to ask back what an older voucher had paid before."""
    ids = {one.payable_id for one in paid}
    rows = PaymentOrder.objects.filter(payable__in=ids, finding=LATE, handled_at=None, actual__gt=0)
    for order in rows.select_related("payable", "batch").order_by("pk"):
        _propose(order)


def _propose(order: PaymentOrder) -> None:
    """Once for each voucher."""
    case, named = order.payable.application, f"支付凭证 {order.voucher}"
    rows = Recovery.objects.filter(application=case, cause=RecoveryCause.DOUBLE)
    if not rows.filter(note__contains=named).exists():
        note = (
            f"{named}（批次 {order.batch.number}）曾记为未付，已另行支付，银行又付出，属重复支付。"
        )
        propose_more(case, RecoveryCause.DOUBLE, order.actual or Decimal(0), note)


def book_late(actor: Actor, order: PaymentOrder, note: str) -> None:
    """The old voucher paid it after all: what is promised still, in whichever year, is paid."""
    payable = Payable.objects.select_for_update(of=("self",)).get(pk=order.payable_id)
    lock_years([payable.fund_year_id])
    stopped = payable.stopped_because
    change_payables(actor, [payable], "pay_late", paid_on=order.paid_on, stopped_because="")
    # A voucher may have been paid, taken back, and paid again: its usual keys are used up then.
    key = f"L{payable.version}"
    moves = (
        (f"{key}S", EntryKind.SEND, Account.COMMITTED, Account.IN_TRANSIT),
        (f"{key}O", EntryKind.PAY, Account.IN_TRANSIT, Account.PAID),
    )
    post(
        payable.fund_year_id,
        [move_of(order, *one, text=note, happened_on=order.paid_on) for one in moves],
    )
    tell_paid([order])
    if stopped and stopped != WHY:
        payable.stopped_because = stopped
        paid_late(payable)


def book_second(actor: Actor, order: PaymentOrder, note: str) -> None:
    """Both vouchers were paid: the second payment is money of the fund that the enterprise holds,
    until it gives it back. Raises `RuleViolation` where the budget does not cover it, or where it
    was booked before."""
    payable = Payable.objects.get(pk=order.payable_id)
    lock_years([payable.fund_year_id])
    with ledger_scope():
        if LedgerEntry.objects.filter(key=f"{order.voucher}-E").exists():
            raise RuleViolation("这张凭证的重复付款已经记过账，不能再记。")
    second = beside(
        payable, order.actual or Decimal(0), "重复付出", state=Payable.State.PAID,
        paid_on=order.paid_on or timezone.localdate(),
    )  # fmt: skip
    PAYABLE.begin(None, second, "again_paid")
    moves = (
        ("E", EntryKind.RESERVE, Account.AVAILABLE, Account.RESERVED),
        ("EC", EntryKind.COMMIT, Account.RESERVED, Account.COMMITTED),
        ("ES", EntryKind.SEND, Account.COMMITTED, Account.IN_TRANSIT),
        ("EO", EntryKind.PAY, Account.IN_TRANSIT, Account.PAID),
    )
    post(
        payable.fund_year_id,
        [
            move_of(
                order, *one, amount=second.amount, payable_id=second.pk, text=note,
                happened_on=order.paid_on,
            )
            for one in moves
        ],
    )  # fmt: skip
    warn_of_use(payable.fund_year_id)
    _propose(order)
