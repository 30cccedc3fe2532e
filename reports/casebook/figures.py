"""What the public reads of an enterprise's yearly figures: nothing, growth alone, or the amounts.

Pure. A figure of which only growth is published is told by an index whose first year is 100 and by
the change on the year before: neither gives an amount away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypedDict

from reports.models.casebook import Shown

Amount = Decimal | int | None
Years = Mapping[int, Mapping[str, Amount]]
HUNDRED, TENTH = Decimal(100), Decimal("0.1")
MOST_YEARS = 5
FEWEST_YEARS_OF_GROWTH = 2
MINUS = "−"


@dataclass(frozen=True)
class Figure:
    """A yearly figure that may be published; `key` is its column in the yearly report."""

    key: str
    label: str
    unit: str

    @property
    def choice(self) -> str:
        """The column of a story that says what of it is published."""
        return f"shows_{self.key}"


FIGURES = (
    Figure("revenue", "营业收入", "万元"),
    Figure("rd_cost", "研发费用", "万元"),
    Figure("staff", "从业人员", "人"),
    Figure("rd_staff", "研发人员", "人"),
    Figure("invention_patents", "有效发明专利", "件"),
    Figure("export", "出口额", "万元"),
    Figure("tax", "实缴税金", "万元"),
)
CHOICES = (*(one.choice for one in FIGURES), "shows_share")


class YearTold(TypedDict):
    """What is said of a year: the amount ("" where only growth is told), the index and the change
    on the year before ("" where there is none); `height` is what a drawing shows, in text."""

    year: int
    amount: str
    index: str
    change: str
    height: str


class FigureTold(TypedDict):
    """A figure as it is published."""

    label: str
    unit: str
    is_growth: bool
    years: list[YearTold]


def told(figure: Figure, shown: str, years: Years) -> FigureTold | None:
    """The figure as the public reads it; None where nothing of it is published or can be said."""
    known = _known(figure, years)
    if shown == Shown.GROWTH:
        known = _from_first_positive(known)
        if len(known) < FEWEST_YEARS_OF_GROWTH:
            return None
    if shown == Shown.HIDDEN or not known:
        return None
    is_growth = shown == Shown.GROWTH
    base = next(iter(known.values()))
    return {
        "label": figure.label,
        "unit": "首年为 100" if is_growth else figure.unit,
        "is_growth": is_growth,
        "years": [
            {
                "year": year,
                "amount": "" if is_growth else _amount(value),
                "index": _tenths(value / base * HUNDRED) if is_growth else "",
                "change": _change(value, known.get(year - 1)),
                "height": f"{_drawn(value / base * HUNDRED if is_growth else value):f}",
            }
            for year, value in known.items()
        ],
    }


def change_in_words(change: str) -> str:
    """A change as people say it: 增长 12.5%, 下降 4.3%, 持平; a dash for none."""
    if not change:
        return "—"
    number = change.lstrip(f"+{MINUS}")
    if number == "0.0%":
        return "持平"
    return f"{'下降' if change.startswith(MINUS) else '增长'} {number}"


def why_not_told(figure: Figure, shown: str, years: Years) -> str:
    """Why the public will read nothing of a figure though the enterprise lets it, or ""."""
    if shown == Shown.HIDDEN or told(figure, shown, years) is not None:
        return ""
    known = _known(figure, years)
    if not known:
        return "近几年没有上报这项数据。"
    return "可比的数据不足两年，说不出增长。"


def _known(figure: Figure, years: Years) -> dict[int, Decimal]:
    """The reported amounts of the latest years, the earliest first."""
    latest = sorted(years)[-MOST_YEARS:]
    values = {year: years[year].get(figure.key) for year in latest}
    return {year: Decimal(value) for year, value in values.items() if value is not None}


def _from_first_positive(known: dict[int, Decimal]) -> dict[int, Decimal]:
    """An index needs a first year that is more than nothing."""
    first = next((year for year, value in known.items() if value > 0), None)
    return {} if first is None else {year: one for year, one in known.items() if year >= first}


def _change(value: Decimal, before: Decimal | None) -> str:
    """The change on the year before in per cent, with its sign; "" where that says nothing."""
    if before is None or before <= 0:
        return ""
    text = _tenths((value - before) / before * HUNDRED)
    if text.startswith(MINUS) or text == "0.0":
        return f"{text}%"
    return f"+{text}%"


def _drawn(value: Decimal) -> Decimal:
    """What a drawing shows; of growth no more than the text says, lest it give the amount away."""
    return value.quantize(TENTH, ROUND_HALF_UP)


def _tenths(value: Decimal) -> str:
    rounded = _drawn(value)
    if rounded == 0:
        return "0.0"
    return f"{rounded:,.1f}".replace("-", MINUS)


def _amount(value: Decimal) -> str:
    text = f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):,.2f}".rstrip("0").rstrip(".")
    return text.replace("-", MINUS)
