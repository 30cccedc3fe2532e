"""The periods of papers: which days they are of, when they are due, and what they are called."""

from dataclasses import dataclass
from datetime import date, timedelta

from reports.models import PaperKind

DAY = timedelta(days=1)
_QUARTERS = ("一", "二", "三", "四")


@dataclass(frozen=True, slots=True)
class Span:
    """The local days of one paper of `kind`."""

    kind: str
    first: date
    last: date

    @property
    def day_after(self) -> date:
        """The day on which its paper is made."""
        return self.last + DAY

    @property
    def before(self) -> "Span":
        return span_with(self.kind, self.first - DAY)

    @property
    def after(self) -> "Span":
        return span_with(self.kind, self.last + DAY)

    @property
    def label(self) -> str:
        """The period in words."""
        if self.kind == PaperKind.DAILY:
            return f"{self.first.year}年{in_words(self.first)}"
        if self.kind == PaperKind.MONTHLY:
            return f"{self.first.year}年{self.first.month}月"
        if self.kind == PaperKind.QUARTERLY:
            return f"{self.first.year}年第{_QUARTERS[(self.first.month - 1) // 3]}季度"
        return f"{self.first.year}年"

    @property
    def short(self) -> str:
        """The period without its year, where that goes without saying."""
        return self.label if self.kind == PaperKind.YEARLY else self.label.split("年", 1)[1]


THIS: dict[str, str] = {
    PaperKind.DAILY: "当日", PaperKind.MONTHLY: "本月", PaperKind.QUARTERLY: "本季度",
    PaperKind.YEARLY: "本年",
}  # fmt: skip
NEXT: dict[str, str] = {
    PaperKind.DAILY: "次日", PaperKind.MONTHLY: "下月", PaperKind.QUARTERLY: "下季度",
    PaperKind.YEARLY: "下年",
}  # fmt: skip


def in_words(day: date) -> str:
    return f"{day.month}月{day.day}日"


def span_with(kind: str, day: date) -> Span:
    """The period of `kind` that has the local `day` in it."""
    if kind == PaperKind.DAILY:
        return Span(kind, day, day)
    if kind == PaperKind.YEARLY:
        return Span(kind, date(day.year, 1, 1), date(day.year, 12, 31))
    months = 3 if kind == PaperKind.QUARTERLY else 1
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    following = first
    for _ in range(months):
        following = (following + 32 * DAY).replace(day=1)
    return Span(kind, first, following - DAY)


def last_over(kind: str, today: date) -> Span:
    """The last period of `kind` that was over before the local day `today`."""
    return span_with(kind, today).before
