"""What the page of a batch says: its finding, the equation down to nothing, its entries.
Amounts in 元."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, Sum

from financing.ledger.bank_flows import flows_of
from financing.ledger.batch_checks import unknown_open
from financing.ledger.files import DONE
from financing.ledger.reconciling import UNKNOWN
from financing.models import (
    EntryKind,
    LedgerEntry,
    Payable,
    PaymentBatch,
    PaymentOrder,
    ReceiptRow,
)
from financing.money import yuan

Finding = PaymentOrder.Finding
State = PaymentBatch.State
ZERO = Decimal(0)
EXCEPTIONS = (Finding.AMOUNT, Finding.NAME, Finding.FAILED, Finding.DOUBLE, Finding.LATE)
# What each event of a batch moves, in words, in the order in which it happens.
EVENTS = (
    (EntryKind.SEND, "送银行", "承诺 → 在途"),
    (EntryKind.PAY, "付款，含后来退回的", "在途 → 已付"),
    (EntryKind.RETURN, "退回，回款", "已付 → 退回"),
    (EntryKind.REOPEN, "退回，重开申报", "退回 → 占用"),
    (EntryKind.FAIL, "未付成，回到承诺", "在途 → 承诺"),
)


@dataclass(frozen=True)
class Group:
    """Orders with the same answer of the bank: how many, how much was asked and paid."""

    count: int = 0
    asked: Decimal = ZERO
    paid: Decimal = ZERO


@dataclass
class Figures:
    """The orders of a batch by what the bank said of them. `wrong` are not as asked, `cleared`
    those of them that somebody has cleared, `booked` how many of these are booked as paid;
    `waiting` are not answered yet. All = settled + open + unpaid + returned + waiting."""

    all: Group = field(default_factory=Group)
    fine: Group = field(default_factory=Group)
    wrong: Group = field(default_factory=Group)
    cleared: Group = field(default_factory=Group)
    booked: int = 0
    returned: Group = field(default_factory=Group)
    waiting: Group = field(default_factory=Group)
    to_clear: int = 0

    @property
    def settled(self) -> Group:
        """What is booked as paid: as asked, or as the bank has confirmed."""
        paid = self.fine.asked + self.cleared.paid + self.returned.paid
        return Group(self.fine.count + self.booked, paid, paid)

    @property
    def open(self) -> Group:
        """What is in transit until somebody has cleared it."""
        return Group(
            self.wrong.count - self.cleared.count, self.wrong.asked - self.cleared.asked,
            self.wrong.paid - self.cleared.paid,
        )  # fmt: skip

    @property
    def unpaid(self) -> Decimal:
        """What was cleared as not paid, and is promised still."""
        return self.cleared.asked - self.cleared.paid

    @property
    def gone_back(self) -> Decimal:
        """What the bank gave back: of an order all of it, or a part."""
        return self.returned.asked - self.returned.paid

    @property
    def asked_in_trouble(self) -> Decimal:
        return self.wrong.asked + self.returned.asked

    @property
    def paid_in_trouble(self) -> Decimal:
        return self.wrong.paid + self.returned.paid

    @property
    def difference_in_trouble(self) -> Decimal:
        return self.paid_in_trouble - self.asked_in_trouble


def figures_of(batch: PaymentBatch) -> Figures:
    rows = PaymentOrder.objects.filter(batch=batch).order_by()
    found: dict[str, Group] = {}
    for finding, count, asked, paid in rows.values_list("finding").annotate(
        n=Count("pk"), asked=Sum("amount"), paid=Sum("actual", default=ZERO)
    ):
        found[finding] = Group(count, asked, paid)
    cleared = rows.filter(finding__in=EXCEPTIONS).exclude(handled_at=None).aggregate(
        n=Count("pk"), asked=Sum("amount", default=ZERO), paid=Sum("actual", default=ZERO),
        booked=Count("pk", filter=Q(actual__gt=0)),
    )  # fmt: skip
    to_clear = rows.filter(handled_at=None).exclude(finding__in=("", Finding.MATCHED)).count()
    return Figures(
        all=_together(found, list(found)),
        fine=found.get(Finding.MATCHED, Group()),
        wrong=_together(found, EXCEPTIONS),
        cleared=Group(cleared["n"], cleared["asked"], cleared["paid"]),
        booked=cleared["booked"],
        returned=found.get(Finding.RETURNED, Group()),
        waiting=found.get(Finding.NONE, Group()),
        to_clear=to_clear,
    )


def _together(found: dict[str, Group], names: "list[str] | tuple[str, ...]") -> Group:
    chosen = [found[name] for name in names if name in found]
    return Group(
        sum(one.count for one in chosen),
        sum((one.asked for one in chosen), ZERO),
        sum((one.paid for one in chosen), ZERO),
    )


def heading_of(batch: PaymentBatch, figures: Figures) -> str:
    """The finding, computed from what the page shows below."""
    count = batch.orders_count
    if batch.state == State.CLOSED:
        return f"{count} 笔已对平，批次已关闭"
    if batch.state == State.RECONCILING:
        strange = unknown_open(batch)
        open_ = figures.to_clear + figures.waiting.count + strange
        if not open_:
            return f"{count} 笔已全部对平，等另一位经办人关闭"
        parts = [f"{figures.to_clear} 笔待处理"] if figures.to_clear else []
        parts += [f"{figures.waiting.count} 笔等回单"] if figures.waiting.count else []
        parts += [f"{strange} 行不明凭证待核实"] if strange else []
        return f"{count} 笔中 {figures.settled.count} 笔已付；{'、'.join(parts)}，办完才能关闭本批"
    said = {
        State.DRAFT: "制单中，核对后提交放行",
        State.MADE: "等制单人以外的经办人放行",
        State.RELEASED: "已放行，等生成支付文件送银行",
        State.SENT: "已送银行，等导入回单",
        State.CANCELLED: "已作废",
    }[State(batch.state)]
    return f"{count} 笔 {yuan(batch.total)} 元，{said}"


@dataclass(frozen=True)
class SumRow:
    """A line of the reconciliation: its sign, what it is, the amount."""

    sign: str
    label: str
    amount: Decimal
    note: str = ""
    css: str = ""


def reconciliation(batch: PaymentBatch) -> list[SumRow]:
    """From what was asked to what the bank says that it paid: two independent ways to one figure,
    the orders' own and the rows of the bank's files, down to the difference."""
    figures = figures_of(batch)
    rows = PaymentOrder.objects.filter(batch=batch)
    unpaid = {
        finding: sum(
            (one.amount - (one.actual or ZERO) for one in rows.filter(finding=finding)), ZERO
        )
        for finding in EXCEPTIONS
    }
    expected = (
        figures.all.asked - sum(unpaid.values(), ZERO) - figures.gone_back - figures.waiting.asked
    )
    strange = unknown_net(batch)
    bank = known_net(batch) + strange
    labels = {
        Finding.NAME: "户名不符，未付",
        Finding.FAILED: "支付失败",
        Finding.AMOUNT: "金额不符，差额",
        Finding.DOUBLE: "付了不止一次，差额",
        Finding.LATE: "记为未付后又付出，差额",
    }  # fmt: skip
    lines = [SumRow("", f"本批请求，{figures.all.count} 笔", figures.all.asked)]
    lines += [SumRow("−", labels[name], amount) for name, amount in unpaid.items() if amount]
    if figures.returned.count:
        lines.append(SumRow("−", "退回", figures.gone_back))
    if figures.waiting.count:
        lines.append(SumRow("−", "还没有回单", figures.waiting.asked))
    if strange and not unknown_open(batch):
        lines.append(SumRow("+", "不在本批的流水，银行已答复", strange))
        expected += strange
    lines.append(SumRow("", "应为银行净付", expected, css="sub"))
    lines.append(SumRow("−", "银行流水净付", bank, _unbooked(batch)))
    lines.append(SumRow("=", "差额", expected - bank, css="res"))
    return lines


def known_net(batch: PaymentBatch) -> Decimal:
    """What the bank's rows say went out for the batch's vouchers, less what came back; each of its
    own numbers once."""
    return sum((one.net for one in flows_of(batch).values()), ZERO)


def unknown_net(batch: PaymentBatch) -> Decimal:
    """What the bank says of vouchers that are not in the batch."""
    found: dict[tuple[str, str], Decimal] = {}
    for one in ReceiptRow.objects.filter(file__batch=batch, finding=UNKNOWN, result=DONE):
        amount = -one.amount if one.direction == "R" else one.amount
        found[one.voucher, one.bank_serial] = amount
    return sum(found.values(), ZERO)


def _unbooked(batch: PaymentBatch) -> str:
    held = (Payable.State.EXCEPTION,)
    rows = PaymentOrder.objects.filter(batch=batch, payable__state__in=held, actual__gt=0)
    amount = rows.aggregate(sum=Sum("actual", default=ZERO))["sum"]
    return f"含暂不记账的 {yuan(amount)}" if amount else ""


@dataclass(frozen=True)
class EventRow:
    """The entries of one kind together: how many, from where to where, how much."""

    label: str
    accounts: str
    count: int
    amount: Decimal


def events_of(batch: PaymentBatch) -> list[EventRow]:
    rows = LedgerEntry.objects.filter(batch_id=batch.pk).order_by()
    found = {
        kind: (count, amount)
        for kind, count, amount in rows.values_list("kind").annotate(
            n=Count("pk"), sum=Sum("amount")
        )
    }
    return [
        EventRow(label, accounts, *found[kind]) for kind, label, accounts in EVENTS if kind in found
    ]


def changes_by_account(batch: PaymentBatch) -> dict[str, Decimal]:
    """What the batch added to each account of its fund's year."""
    found: dict[str, Decimal] = {}
    moves = {
        EntryKind.SEND: ("committed", "in_transit"), EntryKind.PAY: ("in_transit", "paid"),
        EntryKind.RETURN: ("paid", "returned"), EntryKind.REOPEN: ("returned", "reserved"),
        EntryKind.FAIL: ("in_transit", "committed"),
    }  # fmt: skip
    rows = LedgerEntry.objects.filter(batch_id=batch.pk).order_by()
    for kind, amount in rows.values_list("kind").annotate(sum=Sum("amount")):
        if kind in moves:
            source, target = moves[kind]
            found[source] = found.get(source, ZERO) - amount
            found[target] = found.get(target, ZERO) + amount
    return found
