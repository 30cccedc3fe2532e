"""The stored sums of a claim side by side: as it was declared, and as it counts now."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class ComparedLine:
    """A line of two sums side by side, in 元; None where a sum has no such line."""

    sign: str
    label: str
    note: str
    before: Decimal | None
    now: Decimal | None
    is_result: bool

    @property
    def difference(self) -> Decimal | None:
        if self.before is None or self.now is None or self.sign == "≤":
            return None
        return self.now - self.before


def compared(before: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> list[ComparedLine]:
    """Two stored sums of the same rule, line by line: those of the later one, in their order."""
    firsts = list((before or {}).get("lines", ()))
    seconds = list((now or before or {}).get("lines", ()))
    same_shape = [one["sign"] for one in firsts] == [one["sign"] for one in seconds]
    found = []
    for place, line in enumerate(seconds):
        if same_shape:
            other = firsts[place]
        else:
            key = (line["sign"], line["label"])
            other = next((one for one in firsts if (one["sign"], one["label"]) == key), None)
        found.append(
            ComparedLine(
                line["sign"], line["label"], line.get("note", ""),
                _amount(other), _amount(line) if now else None, line.get("tone") == "res",
            )
        )  # fmt: skip
    return found


def _amount(line: Mapping[str, Any] | None) -> Decimal | None:
    return None if line is None or line["amount"] is None else Decimal(line["amount"])
