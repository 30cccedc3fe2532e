"""What a row of the bank's receipts says about an order. Pure; amounts in 元.

Source: domain facts A10 (示例): each row by its voucher's number, never by name; paid ≠ asked is an
exception; what is unknown is one; nothing is paid twice.
"""

from decimal import Decimal
from typing import NamedTuple

from documents.written.text import compared
from financing.ledger.files import DONE, ReceiptLine
from financing.models import Payable

MATCHED, AMOUNT, NAME, FAILED, RETURNED = "matched", "amount", "name", "failed", "returned"
UNKNOWN, REPEATED, DOUBLE, LATE = "unknown", "repeated", "double", "late"
OPEN = (Payable.State.SENT, Payable.State.EXCEPTION)
WORDS = {
    MATCHED: "相符",
    AMOUNT: "金额不符",
    NAME: "账号户名不符",
    FAILED: "支付失败",
    RETURNED: "退回",
    UNKNOWN: "凭证不在本批",
    REPEATED: "已处理过，未重复记账",
    DOUBLE: "银行付了不止一次",
    LATE: "记为未付后又付出",
}


class Asked(NamedTuple):
    """What an order asked for, and how its payable stands, as far as this order goes. `flows` are
    the bank's own numbers under which it was paid already, `is_doubtful` says that it was more than
    once. `held` is what is booked as paid, all that was asked where it is None; `said` is what the
    bank has told (direction, number, amount), `was_undone` that it took all it had paid back;
    `is_late` that it paid what had been cleared as unpaid."""

    amount: Decimal
    holder: str
    state: str
    flows: frozenset[str] = frozenset()
    is_doubtful: bool = False
    held: Decimal | None = None
    said: frozenset[tuple[str, str, Decimal]] = frozenset()
    was_undone: bool = False
    is_late: bool = False


def finding_of(line: ReceiptLine, asked: Asked | None) -> str:
    """What the row is found to say, one of `WORDS`."""
    if asked is None:
        return UNKNOWN
    if asked.is_doubtful or _is_another_flow(line, asked):
        return DOUBLE
    if asked.is_late:
        return LATE if _is_news(line, asked) else REPEATED
    ended_unpaid = asked.state == Payable.State.FAILED
    if _pays(line) and (
        ended_unpaid or (asked.state == Payable.State.RETURNED and asked.was_undone)
    ):
        return LATE
    if line.direction == "R":
        return _returned(line, asked)
    if asked.state == Payable.State.PAID and line.result != DONE and _corrects(line, asked):
        return RETURNED
    if asked.state not in OPEN:
        return REPEATED
    if line.payee and compared(line.payee) != compared(asked.holder):
        return NAME
    if line.result != DONE:
        return FAILED
    return MATCHED if line.amount == asked.amount else AMOUNT


def _is_another_flow(line: ReceiptLine, asked: Asked) -> bool:
    """Whether the bank says under a further number of its own that it has paid. A row that repeats
    a number corrects what was said under it."""
    return _pays(line) and bool(line.serial) and bool(asked.flows - {line.serial})


def _is_news(line: ReceiptLine, asked: Asked) -> bool:
    """Whether the row says what the bank has not said yet: a failure, that what was paid is not."""
    if line.direction == "O" and line.result != DONE:
        return line.serial in asked.flows
    return (line.direction, line.serial, line.amount) not in asked.said


def _pays(line: ReceiptLine) -> bool:
    return line.direction == "O" and line.result == DONE and line.amount > 0


def _corrects(line: ReceiptLine, asked: Asked) -> bool:
    """Whether a failure is about the payment that was booked (冲正), not an earlier attempt under
    a number of its own."""
    return not line.serial or not asked.flows or line.serial in asked.flows


def _returned(line: ReceiptLine, asked: Asked) -> str:
    """Money may come back in the same file as it went out, or weeks later; all of it, or a part of
    what was paid as asked."""
    if asked.state not in (*OPEN, Payable.State.PAID):
        return REPEATED
    if not _is_news(line, asked):
        return REPEATED
    held = asked.amount if asked.held is None else asked.held
    is_part = 0 < line.amount < held and asked.state != Payable.State.EXCEPTION
    return RETURNED if line.amount == held or is_part else AMOUNT


def net_of(line: ReceiptLine, finding: str) -> Decimal:
    """What the payee has after a row about a payment that nothing else is known of."""
    if finding == RETURNED or line.direction == "R" or line.result != DONE:
        return Decimal(0)
    return line.amount
