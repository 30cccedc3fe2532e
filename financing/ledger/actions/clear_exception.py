"""What people do about an order that the bank did not pay as asked. No batch is closed before."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from financing.ledger.batch_machine import MACHINE
from financing.ledger.batch_sending import change_payables, move_of
from financing.ledger.keepers import KEPT_BY, keeps
from financing.ledger.late_payments import (
    book_late,
    book_second,
    is_late,
    is_paid_by_it_alone,
    is_paid_twice,
)
from financing.ledger.notices import tell_paid, tell_returned
from financing.ledger.payable_machine import MACHINE as PAYABLE
from financing.ledger.posting import lock_years, post
from financing.ledger.recoveries import paid_late
from financing.ledger.returning import beside, returned_of
from financing.models import Account, EntryKind, Payable, PaymentBatch, PaymentOrder
from lifecycle.transitions import TransitionInput

Finding = PaymentOrder.Finding


@dataclass(frozen=True)
class Clearing:
    """A way to clear what was found: `may` tells for which orders, `rule` what it keeps to."""

    name: str
    label: str
    rule: str
    asks: str
    may: Callable[[PaymentOrder], bool]
    done: str


def _nothing_paid(order: PaymentOrder) -> bool:
    wrong = order.finding in (Finding.FAILED, Finding.NAME, Finding.AMOUNT)
    return wrong and not order.actual and order.payable.state == Payable.State.EXCEPTION


def _is_short(order: PaymentOrder) -> bool:
    paid = order.actual or Decimal(0)
    return order.finding == Finding.AMOUNT and 0 < paid < order.amount


def _is_over(order: PaymentOrder) -> bool:
    doubtful = order.finding in (Finding.AMOUNT, Finding.DOUBLE)
    return doubtful and (order.actual or Decimal(0)) >= order.amount


CLEARINGS = (
    Clearing(
        "account", "请企业重录账户", "双人录入，冷静 3 个工作日", "告诉企业的话",
        _nothing_paid, "已记为未付成，款项回到承诺，已通知企业核对账户。",
    ),
    Clearing(
        "inquire", "向银行发查询书", "查清前不补付", "查询书编号和内容",
        lambda order: order.finding in (
            Finding.AMOUNT, Finding.NAME, Finding.DOUBLE, Finding.LATE,
        ),
        "已记下查询。",
    ),
    Clearing(
        "confirm", "核实已付给本企业", "须有银行书面答复", "银行答复的文号和内容",
        lambda order: order.finding == Finding.NAME and order.actual == order.amount,
        "已按付款相符记账。",
    ),
    Clearing(
        "short", "按实付记账，余款另付", "须有银行书面答复", "银行答复的文号和内容",
        _is_short, "实付部分已记账，余款列为新的应付。",
    ),
    Clearing(
        "over", "多付部分银行已追回或更正，按请求金额记账", "须有银行书面答复",
        "银行答复的文号和内容", _is_over, "已按请求金额记账。",
    ),
    Clearing(
        "returned", "通知企业换账户", "申报已重开，进下一批", "告诉企业的话",
        lambda order: order.finding == Finding.RETURNED, "已通知企业核对账户。",
    ),
    Clearing(
        "late", "核实已付出，按本凭证记账", "须有银行书面答复", "银行答复的文号和内容",
        is_paid_by_it_alone, "已按本凭证记为已付。",
    ),
    Clearing(
        "twice", "核实两次都已付出，记账并追回多付的", "须有银行书面答复", "银行答复的文号和内容",
        is_paid_twice, "重复付出的一笔已记账，追回由另一位经办人决定。",
    ),
    Clearing(
        "gone", "银行已追回或更正，不记账", "须有银行书面答复", "银行答复的文号和内容",
        is_late, "已记下银行的答复，没有记账。",
    ),
)  # fmt: skip
BY_NAME = {one.name: one for one in CLEARINGS}


def ways_for(order: PaymentOrder) -> list[Clearing]:
    """How the order may be cleared; none where it is fine or cleared."""
    if order.handled_at is not None:
        return []
    return [one for one in CLEARINGS if one.may(order)]


def clear_exception(actor: Actor, order_id: int, name: str, note: str) -> PaymentOrder:
    """Carry out the way `name` for an order, with what the officer notes about it.

    Raises `PaymentOrder.DoesNotExist`, `NotPermitted`, and `RuleViolation` where the order is not
    in need of it, or the note is missing.
    """
    with transaction.atomic():
        order = _locked(actor, order_id)
        way = BY_NAME.get(name)
        if way is None or way not in ways_for(order):
            raise RuleViolation("这一笔已经处理，或不能这样处理，请刷新后查看。")
        if not note.strip():
            raise RuleViolation({"note": f"请填写{way.asks}。"})
        _DO[name](actor, order, note.strip())
        order.handled_note = f"{way.label}：{note.strip()}"[:300]
        if name != "inquire":
            order.handled_at = timezone.now()
        order.save()
    return order


def _locked(actor: Actor, order_id: int) -> PaymentOrder:
    """The order with its payable, locked after its fund's year and its batch."""
    unlocked = PaymentOrder.objects.visible_to(actor).get(pk=order_id)
    batch = PaymentBatch.objects.get(pk=unlocked.batch_id)
    if not keeps(actor, batch.district_id):
        raise NotPermitted(KEPT_BY)
    lock_years([batch.fund_year_id])
    batch = MACHINE.locked(actor, batch.pk)
    if batch.state != PaymentBatch.State.RECONCILING:
        raise RuleViolation("批次不在对账中，不能处理。")
    rows = PaymentOrder.objects.select_for_update(of=("self",)).select_related("account")
    order: PaymentOrder = rows.get(pk=order_id)
    order.batch = batch
    payables = Payable.objects.select_for_update(of=("self",))
    order.payable = payables.get(pk=order.payable_id)
    order.payable.fund_year = batch.fund_year
    return order


def _ask_for_account(actor: Actor, order: PaymentOrder, note: str) -> None:
    PAYABLE.execute(actor, order.payable_id, "fail", TransitionInput(reason=note))


def _inquire(actor: Actor, order: PaymentOrder, note: str) -> None:
    PAYABLE.record(actor, order.payable, "inquire", note)


def _confirm(actor: Actor, order: PaymentOrder, note: str) -> None:
    _paid(actor, order, order.amount)


def _accept_over(actor: Actor, order: PaymentOrder, note: str) -> None:
    """What was asked is booked, once; a second payment was never the portal's."""
    newer = PaymentOrder.objects.filter(payable=order.payable_id, pk__gt=order.pk)
    if order.payable.state == Payable.State.EXCEPTION and not newer.exists():
        _paid(actor, order, order.amount)
    else:
        PAYABLE.record(actor, order.payable, "inquire", note)


def _paid(actor: Actor, order: PaymentOrder, amount: Decimal) -> None:
    change_payables(actor, [order.payable], "pay", paid_on=order.paid_on)
    move = move_of(
        order, "O", EntryKind.PAY, Account.IN_TRANSIT, Account.PAID, amount=amount,
        happened_on=order.paid_on,
    )  # fmt: skip
    post(order.batch.fund_year_id, [move])
    tell_paid([order])
    if order.payable.stopped_because:
        paid_late(order.payable)


def _accept_short(actor: Actor, order: PaymentOrder, note: str) -> None:
    """What was paid is booked; the rest is promised still, as an instalment of its own."""
    paid = order.actual or Decimal(0)
    payable, rest = order.payable, order.amount - paid
    remainder = beside(payable, rest, "补付", due_on=timezone.localdate())
    PAYABLE.begin(None, remainder, "arise")
    Payable.objects.filter(pk=payable.pk).update(amount=paid)
    payable.amount = paid
    back = move_of(
        order, "C", EntryKind.FAIL, Account.IN_TRANSIT, Account.COMMITTED, amount=rest,
        text=note,
    )  # fmt: skip
    post(order.batch.fund_year_id, [back])
    if payable.stopped_because:
        stop = TransitionInput(reason=payable.stopped_because)
        PAYABLE.execute(None, remainder.pk, "stop", stop)
    _paid(actor, order, paid)


def _tell_returned(actor: Actor, order: PaymentOrder, note: str) -> None:
    tell_returned(returned_of(order), f"{note}。")


_DO: dict[str, Callable[[Actor, PaymentOrder, str], None]] = {
    "account": _ask_for_account,
    "inquire": _inquire,
    "confirm": _confirm,
    "short": _accept_short,
    "over": _accept_over,
    "returned": _tell_returned,
    "late": book_late,
    "twice": book_second,
    "gone": _inquire,
}
