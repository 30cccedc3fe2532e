"""The sums of a claim at a stage, as they are stored and compared.

Until `financing.subsidies.sums` answers, `recompute` gives what a rule without a formula would: the
lines as counted. Its signature and the shape of the stored sum are that module's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from financing.models import ReviewStage, SubsidyClaim
from financing.subsidies.review.lines import line_rows

AMOUNT_OF = {ReviewStage.DISTRICT: "district_amount", ReviewStage.AUDITED: "audited_amount"}
CENT = Decimal("0.01")


def recompute(claim: SubsidyClaim, stage: str) -> Mapping[str, Any]:
    """Work out the claim's amount of the stage, write it with its sum, and give the sum."""
    rows = [one for one in line_rows(claim, stage) if not one.is_withdrawn]
    counted = sum((one.counted for one in rows), Decimal(0)).quantize(CENT)
    worked = {
        "lines": [
            _line("", "认可的明细", f"{len(rows)} 行", counted),
            _line("=", "奖补", "", counted, "res"),
        ],
        "counted": f"{counted:f}",
        "amount": f"{counted:f}",
        "refusals": [],
    }
    claim.sums = {**claim.sums, stage: worked}
    setattr(claim, AMOUNT_OF[ReviewStage(stage)], counted)
    claim.save(update_fields=["sums", AMOUNT_OF[ReviewStage(stage)]])
    return worked


def _line(
    sign: str, label: str, note: str, amount: Decimal, tone: str = ""
) -> dict[str, str | None]:
    return {
        "sign": sign, "label": label, "note": note, "clause": "", "tone": tone,
        "amount": f"{amount:f}",
    }  # fmt: skip


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
