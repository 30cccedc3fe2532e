"""A worked sum: every step from the base to the amount, as it is printed, stored and replayed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

SUBTOTAL, RESULT, CUT, NOTHING = "sub", "res", "cut", "no"


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line: sign ("", "×", "+", "−", "≤", "="), what, a small note, the clause, and the amount
    in 元 that stands there, unrounded. `tone`: "sub" for a subtotal, "res" for the result, "cut"
    where a cap or earlier money bites, "no" for a condition that is not met. `key` names the step,
    so that two sums of one rule can stand side by side."""

    sign: str
    label: str
    note: str = ""
    clause: str = ""
    amount: Decimal | None = None
    tone: str = ""
    key: str = ""


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
                    "clause": line.clause, "tone": line.tone, "key": line.key,
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
                tone=line["tone"], key=line.get("key", ""),
            )
            for line in stored["lines"]
        )  # fmt: skip
        return cls(
            lines, Decimal(stored["counted"]), Decimal(stored["amount"]), tuple(stored["refusals"])
        )

    def reduced_to(self, amount: Decimal, why: str, clause: str = "") -> "WorkedSum":
        """The sum as it is paid where a short budget, shared to the 分, leaves less of it."""
        *before, result = self.lines
        cut = SumLine("−", why, "", clause, self.amount - amount, CUT, "budget")
        return replace(self, lines=(*before, cut, replace(result, amount=amount)), amount=amount)

    @property
    def sha256(self) -> str:
        """Identifies the sum: a replay of the same rule and facts gives the same."""
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Compared:
    """A step of two sums of one rule: its line in the earlier and in the later one, None where a
    sum has no such step."""

    before: SumLine | None
    after: SumLine | None

    @property
    def line(self) -> SumLine:
        """The line that names the step, the later one where there is one."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def difference(self) -> Decimal | None:
        """What the step changed by, in 元; None where it has no two amounts."""
        amounts = [one.amount if one else None for one in (self.before, self.after)]
        if amounts[0] is None or amounts[1] is None:
            return None
        return amounts[1] - amounts[0]


def side_by_side(before: WorkedSum, after: WorkedSum) -> list[Compared]:
    """Two sums of one rule, step by step in the order of the later; what only the earlier has
    stands where it stood there."""
    old = {line.key: line for line in before.lines}
    new = {line.key: line for line in after.lines}
    order, place = list(new), 0
    for key in old:
        if key not in new:
            order.insert(place, key)
        place = order.index(key) + 1
    return [Compared(old.get(key), new.get(key)) for key in order]
