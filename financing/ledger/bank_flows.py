"""What the bank's rows say of one voucher, taken together. Amounts in 元.

The bank has a number of its own for each movement of money (银行流水号). A row that repeats one
corrects what was said under it; a row with another one is another movement, and adds up.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from financing.ledger.files import DONE
from financing.ledger.reconciling import REPEATED, UNKNOWN
from financing.models import PaymentBatch, ReceiptRow

ZERO = Decimal(0)
NOT_COUNTED = (UNKNOWN, REPEATED)


@dataclass
class Flows:
    """What went out and what came back for a voucher, by the bank's own numbers."""

    out: dict[str, Decimal] = field(default_factory=dict)
    back: dict[str, Decimal] = field(default_factory=dict)

    def note(self, direction: str, result: str, serial: str, amount: Decimal) -> None:
        """Take in a row."""
        if direction == "R":
            self.back[serial] = amount
        else:
            self.out[serial] = amount if result == DONE else ZERO

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers under which money went out."""
        return frozenset(serial for serial, amount in self.out.items() if serial and amount)

    @property
    def is_double(self) -> bool:
        return len(self.numbers) > 1

    @property
    def said(self) -> frozenset[tuple[str, str, Decimal]]:
        """What the bank has told of each of its numbers: direction, number, amount."""
        gone = [("O", serial, amount) for serial, amount in self.out.items() if amount]
        return frozenset([*gone, *(("R", serial, amount) for serial, amount in self.back.items())])

    @property
    def is_undone(self) -> bool:
        """Whether what was told as paid is told as failed by now."""
        return bool(self.out) and not any(self.out.values())

    @property
    def net(self) -> Decimal:
        """What the payee has."""
        return sum(self.out.values(), ZERO) - sum(self.back.values(), ZERO)

    @property
    def in_words(self) -> str:
        """Each movement with its number: 流水 A 付 1.00、流水 B 付 1.00."""
        gone = [f"流水 {serial} 付 {amount:,.2f}" for serial, amount in self.out.items() if amount]
        back = [f"流水 {serial} 退 {amount:,.2f}" for serial, amount in self.back.items()]
        return "、".join([*gone, *back])


def flows_of(batch: PaymentBatch) -> dict[str, Flows]:
    """Voucher -> what the files of the batch said of it so far. One query."""
    found: dict[str, Flows] = defaultdict(Flows)
    rows = ReceiptRow.objects.filter(file__batch=batch).exclude(finding__in=NOT_COUNTED)
    for row in rows.order_by("file_id", "row"):
        found[row.voucher].note(row.direction, row.result, row.bank_serial, row.amount)
    return found
