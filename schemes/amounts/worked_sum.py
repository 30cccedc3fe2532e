"""A worked sum: every step from the base to the amount, as it is printed, stored and replayed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

SUBTOTAL, RESULT, CUT, NOTHING = "sub", "res", "cut", "no"


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line: sign ("", "×", "+", "−", "≤", "="), what, a small note, the clause, and the amount in
    元 that stands there, unrounded. `tone`: "sub" for a subtotal, "res" for the result, "cut" where
    a cap or earlier money bites, "no" for a condition that is not met."""

    sign: str
    label: str
    note: str = ""
    clause: str = ""
    amount: Decimal | None = None
    tone: str = ""


@dataclass(frozen=True)
class WorkedSum:
    """The lines, what was counted, and the amount in 元, rounded once half up to the 分. Where
    nothing is due `refusals` says why."""

    lines: tuple[SumLine, ...]
    counted: Decimal
    amount: Decimal
    refusals: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """As JSON stores it: amounts as text, so that none is rounded."""
        return {
            "lines": [
                {
                    "sign": line.sign, "label": line.label, "note": line.note,
                    "clause": line.clause, "tone": line.tone,
                    "amount": None if line.amount is None else f"{line.amount:f}",
                }
                for line in self.lines
            ],
            "counted": f"{self.counted:f}",
            "amount": f"{self.amount:f}",
            "refusals": list(self.refusals),
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "WorkedSum":
        """What `as_json` made."""
        lines = tuple(
            SumLine(
                sign=line["sign"], label=line["label"], note=line["note"], clause=line["clause"],
                amount=None if line["amount"] is None else Decimal(line["amount"]),
                tone=line["tone"],
            )
            for line in stored["lines"]
        )  # fmt: skip
        return cls(
            lines, Decimal(stored["counted"]), Decimal(stored["amount"]), tuple(stored["refusals"])
        )

    @property
    def sha256(self) -> str:
        """Identifies the sum: a replay of the same rule and facts gives the same."""
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
