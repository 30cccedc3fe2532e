"""The lines of a district as its page shows them, each ending in its next act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.urls import reverse
from django.utils import timezone

from pages.district_figures import district_figures
from reports.assessment.growth import week_before
from reports.assessment.indicators import NORMAL, PENALTY, DepartmentSource, Indicator
from reports.assessment.rounds import counts_entries, read
from reports.assessment.words import definition, how, value_in_words
from reports.assessment.written import plain, written
from reports.models import (
    Appeal,
    AssessmentRound,
    DistrictScore,
    LineEvidence,
    RoundEntry,
    RoundFigure,
    RoundIndicator,
    ScoreLine,
)
from reports.models.assessment import RoundState
from reports.signed import signed

R = TypeVar("R")
NONE = Decimal(0)
CENT = Decimal("0.005")


@dataclass(frozen=True)
class ShownLine:
    """A line as people read it. `gained` is against a week before, None where nothing is known of
    then; `waits` says what is missing of its source; `is_hot` marks what the district should look
    at first."""

    row: RoundIndicator
    indicator: Indicator
    line: ScoreLine | None
    figure: RoundFigure | None
    gained: Decimal | None
    files: int
    withdrawn_after: int
    entries: int
    appeal: Appeal | None
    may_appeal: bool
    url: str
    is_hot: bool = False

    @property
    def how(self) -> str:
        return how(self.indicator)

    @property
    def definition(self) -> str:
        return definition(self.indicator)

    @property
    def value(self) -> str:
        counted = self.line.value if self.line else self.figure.counted if self.figure else None
        return value_in_words(self.indicator, counted)

    @property
    def parts(self) -> str:
        """The numerator and what it is divided by, where the figure is a ratio."""
        figure = self.figure
        if figure is None or figure.denominator is None or figure.numerator is None:
            return ""
        return f"{plain(figure.numerator, 2)} ÷ {plain(figure.denominator, 2)}"

    @property
    def points(self) -> str:
        """With its sign where it adds to or takes from the total."""
        if self.line is None:
            return "—"
        shown = written(self.line.weighted)
        return f"+{shown}" if self.indicator.kind == "bonus" and self.line.weighted else shown

    @property
    def maximum(self) -> str:
        return plain(self.indicator.weight)

    @property
    def reach(self) -> str:
        """The most that the line can give where that is more than its maximum; "" else."""
        most = self.indicator.most
        return plain(most) if self.is_normal and most > self.indicator.weight else ""

    @property
    def is_normal(self) -> bool:
        return self.indicator.kind == NORMAL

    @property
    def share(self) -> int:
        """The part of its maximum in whole percent, for the bar."""
        if self.line is None or not self.indicator.weight:
            return 0
        return max(0, min(100, round(self.line.weighted * 100 / self.indicator.weight)))

    @property
    def change(self) -> str:
        if self.gained is None or abs(self.gained) < CENT:
            return "—"
        return signed(self.gained, 2)

    @property
    def change_tone(self) -> str:
        if self.gained is None or abs(self.gained) < CENT:
            return "dim"
        return "up" if self.gained > 0 else "down"

    @property
    def lost(self) -> Decimal:
        """What is missing to the full points."""
        if self.line is None or self.indicator.kind == "bonus":
            return NONE
        if self.indicator.kind == PENALTY:
            return -self.line.weighted
        return max(NONE, self.indicator.weight - self.line.weighted)

    @property
    def source(self) -> str:
        key = self.indicator.figure
        if key:
            known = district_figures().get(key)
            return known.label if known else "数据项已停用"
        if counts_entries(self.indicator):
            return f"{self.entries} 份文件"
        return self._department

    @property
    def _department(self) -> str:
        source = self.indicator.source
        return source.department if isinstance(source, DepartmentSource) else "市级录入"

    @property
    def waits(self) -> str:
        if self.withdrawn_after:
            return f"{self.withdrawn_after} 份佐证在评分后撤回"
        figure = self.figure
        if self.indicator.figure:
            return "" if self.indicator.figure in district_figures() else "沿用停用前的数值"
        if counts_entries(self.indicator) or figure is None or figure.is_confirmed:
            return ""
        return f"待{self._department}确认"

    @property
    def confirmed(self) -> str:
        figure = self.figure
        if self.indicator.figure:
            return "平台取数"
        if figure and figure.is_confirmed:
            missing = "（确认缺数）" if figure.is_missing else ""
            return f"已由{figure.department}确认{missing}"
        return "" if self.waits else "已录入"


def shown_lines(
    one: AssessmentRound, district_id: int, scores: list[DistrictScore], *, is_own: bool
) -> list[ShownLine]:
    """The lines of a district, those that it should look at first marked. `scores` are its own by
    day, the current one last; seven queries."""
    current = scores[-1] if scores else None
    before = week_before(scores)
    kept = [score.pk for score in (current, before) if score]
    lines: dict[tuple[int, int], ScoreLine] = {
        (line.score_id, line.indicator_id): line
        for line in ScoreLine.objects.filter(score__in=kept)
    }
    figures = {
        figure.indicator_id: figure
        for figure in RoundFigure.objects.filter(round=one, district=district_id)
    }
    evidence = _by_indicator(LineEvidence.objects.filter(round=one, district=district_id))
    appeals = _by_indicator(
        Appeal.objects.filter(round=one, district=district_id)
        .exclude(state=Appeal.State.WITHDRAWN)
        .order_by("id")
    )
    entries = _by_indicator(
        RoundEntry.objects.filter(round=one, district=district_id, cancelled_at=None)
    )
    may_appeal = is_own and appeals_run(one)
    found = []
    for row in one.indicators.all():
        line = lines.get((current.pk, row.pk)) if current else None
        earlier = lines.get((before.pk, row.pk)) if before else None
        files = evidence.get(row.pk, [])
        mine = appeals.get(row.pk, [])
        found.append(
            ShownLine(
                row=row,
                indicator=read(row),
                line=line,
                figure=figures.get(row.pk),
                gained=line.weighted - earlier.weighted if line and earlier else None,
                files=sum(1 for one_file in files if not one_file.withdrawn_at),
                withdrawn_after=sum(1 for one_file in files if one_file.after_scoring),
                entries=len(entries.get(row.pk, [])),
                appeal=mine[-1] if mine else None,
                may_appeal=may_appeal and not mine,
                url=reverse("reports:round_line", args=[one.pk, district_id, row.pk]),
            )
        )
    return _marked(found)


def appeals_run(one: AssessmentRound, today: date | None = None) -> bool:
    """Whether lines may be appealed today (local)."""
    last = one.appeals_until
    today = today or timezone.localdate()
    return one.state == RoundState.APPEALING and last is not None and today <= last


def _marked(found: list[ShownLine]) -> list[ShownLine]:
    """Mark the line that lost the most within a week, where it may still be appealed."""
    fallen = [one for one in found if one.gained is not None and one.gained < -CENT]
    worst = min(fallen, key=lambda one: one.gained or NONE, default=None)
    if worst is None or not worst.may_appeal:
        return found
    return [replace(one, is_hot=True) if one is worst else one for one in found]


def _by_indicator(rows: Iterable[R]) -> Mapping[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in rows:
        found.setdefault(getattr(row, "indicator_id"), []).append(row)  # noqa: B009 - models share it
    return found
