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
UNKNOWN, REPEATED, DOUBLE = "unknown", "repeated", "double"
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
}


class Asked(NamedTuple):
    """What an order asked for, and how its payable stands. `flows` are the bank's own numbers under
    which it was paid already, `is_doubtful` says that it was more than once."""

    amount: Decimal
    holder: str
    state: str
    flows: frozenset[str] = frozenset()
    is_doubtful: bool = False


def finding_of(line: ReceiptLine, asked: Asked | None) -> str:
    """What the row is found to say, one of `WORDS`."""
    if asked is None:
        return UNKNOWN
    if asked.is_doubtful or _is_another_flow(line, asked):
        return DOUBLE
    if line.direction == "R":
        return _returned(line, asked)
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
    pays = line.direction == "O" and line.result == DONE
    return pays and bool(line.serial) and bool(asked.flows - {line.serial})


def _returned(line: ReceiptLine, asked: Asked) -> str:
    """Money may come back in the same file as it went out, or weeks later."""
    if asked.state not in (*OPEN, Payable.State.PAID):
        return REPEATED
    return RETURNED if line.amount == asked.amount else AMOUNT


def net_of(line: ReceiptLine, finding: str) -> Decimal:
    """What the payee has after it."""
    if finding == RETURNED or line.result != DONE:
        return Decimal(0)
    return line.amount
