"""Taking in the bank's receipts for a batch: the whole file or nothing, each row once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from documents.file_types import content_of
from documents.workbooks.accepted import why_no_table
from financing.ledger.bank_flows import NOT_COUNTED, Flows, flows_of
from financing.ledger.batch_checks import orders_of
from financing.ledger.batch_machine import MACHINE
from financing.ledger.batch_sending import change_payables, locked_payables, move_of
from financing.ledger.files import ReceiptLine, Receipts, read_receipts
from financing.ledger.keepers import KEPT_BY, keeps
from financing.ledger.late_payments import look_into, second_ones
from financing.ledger.notices import tell_paid
from financing.ledger.posting import Move, lock_years, post
from financing.ledger.reconciling import (
    AMOUNT,
    DOUBLE,
    FAILED,
    LATE,
    MATCHED,
    NAME,
    RETURNED,
    Asked,
    finding_of,
    net_of,
)
from financing.ledger.recoveries import paid_late
from financing.ledger.returning import book_return
from financing.models import (
    Account,
    EntryKind,
    Payable,
    PaymentBatch,
    PaymentOrder,
    ReceiptFile,
    ReceiptRow,
)

MOST_BYTES = 20 * 1024 * 1024
MOST_TOLD = 5
EXCEPTIONS = (AMOUNT, NAME, FAILED, DOUBLE, LATE)
BOOKED = (Payable.State.SENT, Payable.State.EXCEPTION, Payable.State.PAID, Payable.State.RETURNED)
_NOTE_MATCHED = """UPDATE financing_paymentorder AS asked SET finding = %(finding)s,
  actual = said.amount, bank_serial = said.serial, paid_on = said.settled_on, told = '',
  handled_at = NULL, handled_note = ''
  FROM unnest(%(orders)s::bigint[], %(amounts)s::numeric[], %(serials)s::text[], %(days)s::date[])
    AS said(id, amount, serial, settled_on)
  WHERE asked.id = said.id"""


@dataclass
class Reconciliation:
    """What became of a file. `is_again`: the same content was taken in before, nothing was done."""

    file: ReceiptFile
    is_again: bool = False
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class _Work:
    """The orders of a batch by voucher, their payables locked, and what the rows say of them."""

    actor: Actor
    batch: PaymentBatch
    orders: dict[str, PaymentOrder]
    payables: dict[int, Payable]
    found: dict[str, list[tuple[ReceiptLine, PaymentOrder]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    flows: dict[str, Flows] = field(default_factory=lambda: defaultdict(Flows))
    # The last order of each payable: what was sent again is no more this batch's to pay.
    last: dict[int, int] = field(default_factory=dict)

    def is_current(self, order: PaymentOrder) -> bool:
        return self.last[order.payable_id] == order.pk

    def state_of(self, order: PaymentOrder) -> str:
        """How the payable stands as far as this order goes: one that was cleared as unpaid, or is
        paid by another batch by now, has failed for this one."""
        state = self.payables[order.payable_id].state
        if self.is_current(order) and state in BOOKED:
            return state
        return Payable.State.RETURNED if order.finding == RETURNED else Payable.State.FAILED

    def is_late(self, order: PaymentOrder) -> bool:
        booked = self.is_current(order) and order.handled_at is not None
        return order.finding == LATE and not (booked and self.state_of(order) in BOOKED)


@dataclass
class _Seen:
    """How an order stands after the rows before, within one file."""

    state: str
    held: Decimal
    is_late: bool

    def note(self, line: ReceiptLine, finding: str) -> None:
        if finding == MATCHED:
            self.state = Payable.State.PAID
        elif finding == RETURNED:
            self.held -= line.amount if line.direction == "R" else self.held
            self.state = Payable.State.PAID if self.held else Payable.State.RETURNED
        elif finding == LATE:
            self.is_late = True


def import_receipts(actor: Actor, pk: int, upload: UploadedFile) -> Reconciliation:
    """Read a file of receipts and hold each row against its order, by the number of its voucher.

    Matching rows are paid, the others wait for somebody. Raises `PaymentBatch.DoesNotExist`,
    `NotPermitted`, and `RuleViolation` at the field `file` for a file that is not whole, is
    another batch's, or holds days that cannot be: nothing of it is taken then.
    """
    if not keeps(actor, PaymentBatch.objects.get(pk=pk).district_id):
        raise NotPermitted(KEPT_BY)
    name = upload.name or "未命名"
    called = f"{name[:-4]}.csv" if name.lower().endswith(".txt") else name
    if why := why_no_table(upload, called, (".xlsx", ".csv"), MOST_BYTES):
        raise RuleViolation({"file": why})
    return reconcile(actor, pk, read_receipts(name, content_of(upload)), name)


def reconcile(actor: Actor, pk: int, receipts: Receipts, name: str) -> Reconciliation:
    """The same of receipts that are read already."""
    with transaction.atomic():
        unlocked = PaymentBatch.objects.get(pk=pk)
        if not keeps(actor, unlocked.district_id):
            raise NotPermitted(KEPT_BY)
        lock_years([unlocked.fund_year_id])
        batch = MACHINE.locked(actor, pk)
        if receipts.batch_number != batch.number:
            told = receipts.batch_number or "（空）"
            raise RuleViolation({"file": f"这是批次 {told} 的回单，不是本批 {batch.number} 的。"})
        before = ReceiptFile.objects.filter(batch=batch, sha256=receipts.sha256).first()
        if before is not None:
            return Reconciliation(before, is_again=True)
        _refuse_wrong_days(batch, receipts.lines)
        MACHINE.execute_locked(actor, batch, "receive")
        orders = {one.voucher: one for one in orders_of(batch)}
        payables = locked_payables(batch, list(orders.values()))
        work = _Work(actor, batch, orders, payables, last=_last_orders(payables))
        file = _file_of(work, receipts, name)
        _pay(work)
        _question(work)
        _bounce(work)
    counts = {name: len(rows) for name, rows in work.found.items() if rows}
    return Reconciliation(file, counts=counts)


def _last_orders(payables: Iterable[int]) -> dict[int, int]:
    rows = PaymentOrder.objects.filter(payable__in=list(payables)).order_by()
    return dict(rows.values_list("payable_id").annotate(last=Max("pk")))


def _refuse_wrong_days(batch: PaymentBatch, lines: Sequence[ReceiptLine]) -> None:
    first, today = timezone.localdate(batch.sent_at), timezone.localdate()
    if batch.sent_at is None:
        raise RuleViolation({"file": "批次还没有送银行，不能导入回单。"})
    wrong = [one for one in lines if not first <= one.settled_on <= today]
    if wrong:
        rows = "、".join(str(one.row) for one in wrong[:MOST_TOLD])
        text = (
            f"第 {rows} 行清算日期不在送银行之日（{first:%Y-%m-%d}）到今天之间，"
            f"共 {len(wrong)} 行。没有导入任何一行。"
        )
        raise RuleViolation({"file": text})


def _file_of(work: _Work, receipts: Receipts, name: str) -> ReceiptFile:
    """Keep the file's rows with what each is found to say; later rows see what earlier ones did."""
    batch = work.batch
    file = ReceiptFile.objects.create(
        district_id=batch.district_id, batch=batch, name=name[-200:], sha256=receipts.sha256,
        rows=len(receipts.lines), total=receipts.total, imported_by_id=work.actor.user_id,
    )  # fmt: skip
    seen: dict[str, _Seen] = {}
    work.flows = flows_of(batch)
    rows = []
    for line in receipts.lines:
        order = work.orders.get(line.voucher)
        finding = _finding(work, line, order, seen)
        if finding not in NOT_COUNTED:
            work.flows[line.voucher].note(line.direction, line.result, line.serial, line.amount)
        if order is not None:
            work.found[finding].append((line, order))
        else:
            work.found[finding].append((line, PaymentOrder()))
        rows.append(
            ReceiptRow(
                district_id=batch.district_id, file=file, row=line.row, voucher=line.voucher,
                direction=line.direction, payee=line.payee, amount=line.amount,
                result=line.result, told=line.told, bank_serial=line.serial,
                settled_on=line.settled_on, finding=finding,
            )
        )  # fmt: skip
    ReceiptRow.objects.bulk_create(rows)
    return file


def _finding(
    work: _Work, line: ReceiptLine, order: PaymentOrder | None, seen: dict[str, _Seen]
) -> str:
    if order is None:
        return finding_of(line, None)
    if line.voucher not in seen:
        amount = work.payables[order.payable_id].amount
        seen[line.voucher] = _Seen(work.state_of(order), amount, work.is_late(order))
    now, flows = seen[line.voucher], work.flows[line.voucher]
    is_doubtful = (order.finding == DOUBLE and order.handled_at is None) or flows.is_double
    finding = finding_of(
        line,
        Asked(
            order.amount, order.account.holder, now.state, flows.numbers, is_doubtful, now.held,
            flows.said, flows.is_undone, now.is_late,
        ),
    )  # fmt: skip
    now.note(line, finding)
    return finding


def _pay(work: _Work) -> None:
    """What matches is in the account: 在途 → 已付, in bulk."""
    matched = [
        (line, order)
        for line, order in work.found[MATCHED]
        if work.payables[order.payable_id].state in (Payable.State.SENT, Payable.State.EXCEPTION)
    ]
    if not matched:
        return
    moves: list[Move] = []
    by_day: dict[object, list[Payable]] = defaultdict(list)
    for line, order in matched:
        moves.append(
            move_of(
                order, "O", EntryKind.PAY, Account.IN_TRANSIT, Account.PAID,
                happened_on=line.settled_on,
            )
        )  # fmt: skip
        by_day[line.settled_on].append(work.payables[order.payable_id])
        order.paid_on = line.settled_on
    for day, payables in sorted(by_day.items(), key=str):
        change_payables(work.actor, payables, "pay", paid_on=day)
        for one in payables:
            one.state = Payable.State.PAID
    post(work.batch.fund_year_id, moves)
    _note_matched(matched)
    tell_paid(order for _, order in matched)
    for _, order in matched:
        if work.payables[order.payable_id].stopped_because:
            paid_late(work.payables[order.payable_id])
    second_ones(order for _, order in matched)


def _note_matched(matched: Sequence[tuple[ReceiptLine, PaymentOrder]]) -> None:
    """What the bank said stands at each order, too; in one statement for thousands of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE_MATCHED,
            {
                "finding": MATCHED,
                "orders": [order.pk for _, order in matched],
                "amounts": [line.amount for line, _ in matched],
                "serials": [line.serial for line, _ in matched],
                "days": [line.settled_on for line, _ in matched],
            },
        )


def _question(work: _Work) -> None:
    """What is wrong stays in transit until somebody has looked at it."""
    asked: dict[int, Payable] = {}
    for finding in EXCEPTIONS:
        for line, order in work.found[finding]:
            payable = work.payables[order.payable_id]
            _note(work, order, line, finding)
            if payable.state == Payable.State.SENT and work.is_current(order):
                asked[payable.pk] = payable
    if asked:
        change_payables(work.actor, list(asked.values()), "question")
    for pk in {order.pk for _, order in work.found[LATE]}:
        look_into(pk)


def _bounce(work: _Work) -> None:
    """Money that came back: it went out, it came back, and it is reserved for its case again. It
    never goes out again by itself."""
    for line, order in work.found[RETURNED]:
        payable = work.payables[order.payable_id]
        payable.refresh_from_db(fields=["state", "version", "amount"])
        book_return(work.actor, order, payable, line)
        _note(work, order, line, RETURNED)


def _note(work: _Work, order: PaymentOrder, line: ReceiptLine, finding: str) -> None:
    actual, said, flows = net_of(line, finding), "", work.flows[line.voucher]
    if finding == NAME:
        said = f"银行户名为“{line.payee}”。"
    elif finding == RETURNED:
        payable = work.payables[order.payable_id]
        actual = payable.amount if payable.state == Payable.State.PAID else actual
    elif finding in (DOUBLE, LATE) or line.direction == "R":
        actual, said = max(flows.net, Decimal(0)), f"{flows.in_words}。"
    PaymentOrder.objects.filter(pk=order.pk).update(
        finding=finding, actual=actual, told=f"{said}{line.told}"[:300],
        bank_serial=line.serial, paid_on=line.settled_on, handled_at=None, handled_note="",
    )  # fmt: skip
