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
UNKNOWN, REPEATED = "unknown", "repeated"
OPEN = (Payable.State.SENT, Payable.State.EXCEPTION)
WORDS = {
    MATCHED: "相符",
    AMOUNT: "金额不符",
    NAME: "账号户名不符",
    FAILED: "支付失败",
    RETURNED: "退回",
    UNKNOWN: "凭证不在本批",
    REPEATED: "已处理过，未重复记账",
}


class Asked(NamedTuple):
    """What an order asked for, and how its payable stands."""

    amount: Decimal
    holder: str
    state: str


def finding_of(line: ReceiptLine, asked: Asked | None) -> str:
    """What the row is found to say, one of `WORDS`."""
    if asked is None:
        return UNKNOWN
    if line.direction == "R":
        return _returned(line, asked)
    if asked.state not in OPEN:
        return REPEATED
    if line.payee and compared(line.payee) != compared(asked.holder):
        return NAME
    if line.result != DONE:
        return FAILED
    return MATCHED if line.amount == asked.amount else AMOUNT


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
