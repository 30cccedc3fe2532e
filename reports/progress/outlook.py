"""What will become of each target of a plan: its path so far, and what is to be expected."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import pairwise

from reports.models import Target
from reports.progress.forecast import Forecast, Outlook, forecast, needed_a_month
from reports.progress.reading import CITY, HISTORY, Reading, latest
from reports.targets.months import month_ends
from reports.targets.parts import parts_of
from reports.targets.standing import Counting, Standing, counted, due_on, standings
from reports.targets.standing import Sums as StandingSums

# Acts are written down late: the figures of the last days are not final (domain-2.md, B2).
PRELIMINARY = timedelta(days=45)
LIKELY, UNLIKELY = 0.8, 0.2
# Months without an act, from which on growth is said to have stopped (示例).
QUIET = 3


@dataclass(frozen=True, kw_only=True)
class Prospect(Standing):
    """A target with what is to be expected of it. `path` has (day, counted or None, due) at the
    ends of the months."""

    path: list[tuple[date, int | None, int]]
    outlook: Outlook
    forecast: Forecast | None
    # The last month (its last local day) with an act, where growth has stopped since.
    stopped: date | None = None

    @property
    def expected_gap(self) -> int:
        """How many will be missing at the end, by the middle of the forecast."""
        return max(0, self.target.value - self.forecast.middle) if self.forecast else 0

    @property
    def chance(self) -> str:
        """The chance of reaching the target, as people say it; "" where nothing is foretold."""
        if self.forecast is None:
            return ""
        percent = round(100 * self.forecast.chance)
        return "不足 1%" if percent < 1 else "超过 99%" if percent > 99 else f"{percent}%"

    @property
    def is_over(self) -> bool:
        """Whether the plan's time is over: what is missing then is not foretold any more."""
        return self.day >= self.target.plan.ends_on

    @property
    def tone(self) -> str:
        if not self.missing:
            return "ok"
        if self.is_over:
            return "bad"
        if self.forecast is None:
            return "ok" if self.is_on_course else "wait"
        if self.forecast.chance >= LIKELY:
            # The chance is told by years in which there was growth.
            return "wait" if self.stopped_since else "ok"
        return "wait" if self.forecast.chance >= UNLIKELY else "bad"

    @property
    def word(self) -> str:
        if not self.missing:
            return "已达成"
        if self.is_over:
            return "未达成"
        if self.tone == "wait" and self.stopped_since:
            return "增长已停"
        return {"ok": "可按期", "wait": "把握不足", "bad": "难以完成"}[self.tone]

    @property
    def stopped_since(self) -> str:
        """Since when growth has stopped; "" where it goes on or is not wanted any more."""
        if self.stopped is None or self.is_over or not self.missing:
            return ""
        return f"{self.stopped.year} 年 {self.stopped.month} 月以后没有新增"

    @property
    def stop_in_words(self) -> str:
        """The same with what it means for the forecast."""
        means = "，预测按此前各年推算，偏高" if self.forecast and self.stopped_since else ""
        return f"{self.stopped_since}{means}"

    @property
    def needed_a_month(self) -> float:
        """How many new ones each month takes that is left."""
        return needed_a_month(self.outlook)

    @property
    def chart_key(self) -> str:
        return f"path_{self.target.measure}"


def prospects(targets: Sequence[Target], reading: Reading | None = None) -> list[Prospect]:
    """The targets of one plan with their paths and forecasts, by the newest figures unless others
    are given; none where there are no facts. A fixed number of queries, none with a reading."""
    if not targets:
        return []
    reading = reading or latest(targets[0].plan)
    if reading is None:
        return []
    days = month_ends(reading.plan.starts_on - timedelta(days=31 * HISTORY), reading.plan.ends_on)
    return [_prospect(one, days, reading) for one in standings(targets, reading.figures)]


def since_the_first(months: Sequence[int]) -> Sequence[int]:
    """The months from the first one with an act: before it there was nothing to be recognised."""
    first = next((place for place, acts in enumerate(months) if acts), len(months))
    return months[first:]


def quiet_months(months: Sequence[int]) -> int:
    """How many whole months there has been no act, the last of `months` being the one that runs; 0
    where growth has not stopped: where they are fewer than `QUIET`, or not more than lay between
    two batches before."""
    *whole, running = months or (0,)
    runs, quiet = [0], 0
    for acts in since_the_first(whole):
        quiet = 0 if acts else quiet + 1
        runs.append(quiet)
    before = max(runs[: len(runs) - quiet])
    return quiet if not running and quiet >= QUIET and quiet > before else 0


def losses(reading: Reading, metric: str) -> dict[int, int]:
    """How many of those that count and have a known end within the plan will be lost in each
    district, if as many of them are kept as in the past two years; their sum is the city's."""
    ending = reading.ending(metric)
    whole = sum(ending.values())
    kept, over = reading.kept(metric)
    return parts_of(whole - (whole * kept // over if over else 0), ending)


def _prospect(one: Standing, days: list[date], reading: Reading) -> Prospect:
    target, place = one.target, reading.of
    key, counting, plan = target.measure, target.counting, reading.plan
    known = set(reading.days)

    def sums(day: date) -> StandingSums:
        at = reading.at(key, day, place)
        return StandingSums(at.stock, at.recognised)

    before = sums(plan.starts_on - timedelta(days=1))
    within = [day for day in days if plan.starts_on <= day <= plan.ends_on]
    acts = [sums(day).recognised for day in days if day in known and day <= one.day]
    months = [new - old for old, new in pairwise(acts)]
    quiet = quiet_months([*months, sums(one.day).recognised - acts[-1]] if acts else [])
    ended = [day for day in days if day in known and day <= one.day]
    lost = 0 if counting == Counting.RECOGNISED else sum(losses(reading, key).values())
    outlook = Outlook(
        months=tuple(since_the_first(months[-HISTORY:])),
        ahead=len([day for day in within if day > one.day]),
        held=one.actual,
        wanted=target.value,
        lost=lost if place == CITY else 0,
    )
    return Prospect(
        **{field.name: getattr(one, field.name) for field in fields(one)},
        path=[
            (
                day,
                counted(counting, sums(day), before) if day in known and day <= one.day else None,
                due_on(target, one.start, day),
            )
            for day in within
        ],
        outlook=outlook,
        # Of a district too few are known, and twelve forecasts would not add up to the city's.
        forecast=forecast(outlook) if place == CITY else None,
        stopped=ended[-1 - quiet] if quiet else None,
    )
