"""What a panel's marks come to: the total of each expert, the spread, the mean after trimming."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from schemes.definition.scheme import SchemeDefinition

HUNDRED = Decimal(100)
TENTH = Decimal("0.1")
CENT = Decimal("0.01")
TRIMMED_FROM = 4  # with fewer, dropping two would leave a single opinion or none


@dataclass(frozen=True)
class PanelItem:
    """One thing that experts mark, from 0 to `maximum` points."""

    key: str
    label: str
    maximum: Decimal
    weight: Decimal
    hint: str = ""

    def as_json(self) -> dict[str, str]:
        return {
            "key": self.key,
            "label": self.label,
            "maximum": f"{self.maximum.normalize():f}",
            "weight": f"{self.weight.normalize():f}",
            "hint": self.hint,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, str]) -> "PanelItem":
        return cls(
            kept["key"], kept["label"], Decimal(kept["maximum"]), Decimal(kept["weight"]),
            kept["hint"],
        )  # fmt: skip


# What is marked where a scheme has experts but no marks of theirs in its scoring table.
OVERALL = PanelItem("overall", "总体评价", HUNDRED, Decimal(1))


def panel_items(definition: SchemeDefinition) -> list[PanelItem]:
    """What the experts of a scheme mark."""
    scoring = definition.scoring
    items = [
        PanelItem(item.key, item.label, item.maximum, item.weight or item.maximum, item.hint)
        for item in (scoring.items() if scoring else [])
        if item.by_experts
    ]
    return items or [OVERALL]


def total_of(items: Sequence[PanelItem], marks: Mapping[str, Decimal]) -> Decimal:
    """One expert's total out of a hundred: each mark as a share of its maximum, weighted."""
    weights = sum((item.weight for item in items), Decimal(0))
    shares = sum((marks[item.key] / item.maximum * item.weight for item in items), Decimal(0))
    return (shares / weights * HUNDRED).quantize(CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class PanelResult:
    """What the marks of one case came to. `marks` are the means by item; `total` is out of a
    hundred; `dropped` are the places of the sheets that trimming left out."""

    marks: dict[str, Decimal]
    total: Decimal
    totals: tuple[Decimal, ...]
    spread: Decimal
    dropped: tuple[int, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "marks": {key: str(mark) for key, mark in self.marks.items()},
            "total": str(self.total),
            "totals": [str(total) for total in self.totals],
            "spread": str(self.spread),
            "dropped": list(self.dropped),
        }


def result_of(
    items: Sequence[PanelItem], sheets: Sequence[Mapping[str, Decimal]], *, trimming: bool
) -> PanelResult:
    """The result of the sheets of one case, at least one.

    With `trimming` and at least four sheets, the one with the highest and the one with the
    lowest total are left out (去掉一个最高分和一个最低分). The spread is that of all sheets.
    """
    totals = tuple(total_of(items, marks) for marks in sheets)
    places = sorted(range(len(sheets)), key=lambda place: totals[place])
    dropped = (places[0], places[-1]) if trimming and len(sheets) >= TRIMMED_FROM else ()
    kept = [sheets[place] for place in places if place not in dropped]
    means = {
        item.key: (sum((marks[item.key] for marks in kept), Decimal(0)) / len(kept)).quantize(
            CENT, rounding=ROUND_HALF_UP
        )
        for item in items
    }
    total = sum((totals[place] for place in places if place not in dropped), Decimal(0))
    return PanelResult(
        marks=means,
        total=(total / len(kept)).quantize(CENT, rounding=ROUND_HALF_UP),
        totals=totals,
        spread=max(totals) - min(totals),
        dropped=dropped,
    )


def read_mark(item: PanelItem, text: str) -> Decimal:
    """The mark that was typed. Raises `ValueError` with a Chinese sentence."""
    cleaned = text.strip().replace("，", ".").replace("。", ".")
    maximum = f"{item.maximum.normalize():f}"
    try:
        mark = Decimal(cleaned)
    except ArithmeticError:
        raise ValueError(f"请填写 0 到 {maximum} 的数字。") from None
    if not mark.is_finite() or not 0 <= mark <= item.maximum:
        raise ValueError(f"请填写 0 到 {maximum} 的数字。")
    if mark != mark.quantize(TENTH):
        raise ValueError("最多一位小数。")
    return mark
