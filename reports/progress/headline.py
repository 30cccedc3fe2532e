"""The leadership's first line in words: what will be missed, where the gap is, who must act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from procedures.batches.working_days import add_working_days
from reports.progress.outlook import Prospect
from reports.targets.rules import UNSPLIT

# What begins the part of the first line that names the districts.
GAP = "，缺口"
# The districts that carry so much of the gap are named.
MOST_OF_IT = 0.8
# Working days in which a district answers how it will make up; 示例, as no document says it.
ANSWER_DAYS = 10
# Districts that the title names one by one.
NAMED = 4


@dataclass(frozen=True, slots=True)
class DistrictStanding:
    """One district's part of a target: what it has, its share of the target, what of that is due
    by now, and what is expected to be left over of the share at the end, or missing (None where
    nothing is foretold). Without a share of its own (None) nothing is due from it."""

    pk: int
    name: str
    actual: int
    share: int | None
    due: int
    at_end: int | None = None

    @property
    def gap(self) -> int:
        """How many are expected to be missing at the end; without a forecast against its path."""
        if self.share is None:
            return 0
        return self.behind if self.at_end is None else max(0, -self.at_end)

    @property
    def behind(self) -> int:
        """How many are missing against its path."""
        return max(0, self.due - self.actual) if self.share is not None else 0

    @property
    def percent(self) -> float | None:
        """How much of its share it has reached, 0 to 100 and more."""
        return 100 * self.actual / self.share if self.share else None


@dataclass(frozen=True, slots=True)
class Headline:
    """`title` is the finding, of which `alarm` is what must be seen; `text` says where the gap is
    and who must act. `carriers` are the districts that carry the gap."""

    title: str
    text: str
    alarm: str = ""
    carriers: tuple[DistrictStanding, ...] = ()

    @property
    def before_alarm(self) -> str:
        return self.title.partition(self.alarm)[0] if self.alarm else self.title

    @property
    def after_alarm(self) -> str:
        return self.title.partition(self.alarm)[2] if self.alarm else ""


def carriers(rows: Sequence[DistrictStanding]) -> list[DistrictStanding]:
    """The districts that carry most of the gap, the largest first."""
    behind = sorted((row for row in rows if row.gap), key=lambda row: -row.gap)
    whole = sum(row.gap for row in behind)
    named: list[DistrictStanding] = []
    while behind and sum(row.gap for row in named) < whole * MOST_OF_IT:
        named.append(behind.pop(0))
    return named


def most_in_words(percent: int) -> str:
    """How much of the gap some districts carry."""
    if percent >= 95:
        return "主要在"
    tens = "零一二三四五六七八九"[percent // 10]
    if percent % 10 >= 5:
        return f"近{'零一二三四五六七八九'[percent // 10 + 1]}成在" if percent < 90 else "九成多在"
    return f"{tens}成多在" if percent % 10 else f"{tens}成在"


def worst_of(standings: Sequence[Prospect]) -> Prospect | None:
    """The target that is the furthest from being reached: by what is expected to be missing, or
    where nothing is foretold, by what is missing against the path."""
    late = [one for one in standings if one.tone != "ok"]
    return max(late, key=_urgency, default=None)


def _urgency(one: Prospect) -> tuple[bool, float]:
    """What can hardly be reached comes before what may be, then the larger part of the target."""
    missing = one.expected_gap or max(0, -one.ahead_of_path)
    return one.tone == "bad", missing / max(1, one.target.value)


def headline(
    standings: Sequence[Prospect],
    districts: Sequence[DistrictStanding],
    *,
    act_by: date | None = None,
) -> Headline:
    """The first line of the page; `districts` are those of the worst target. `act_by` is the day by
    which they answer; None where nobody is to act, as on a page about the past."""
    if not standings:
        return Headline("还没有统计数据", "每日凌晨统计前一日的数据。")
    worst = worst_of(standings)
    if worst is None:
        return Headline(f"{len(standings)} 项目标都可按期完成", "")
    end, unit = worst.target.plan.ends_on, worst.target.unit
    when = f"到 {end.year} 年底" if (end.month, end.day) == (12, 31) else f"到 {end:%Y-%m-%d}"
    alarm = ""
    if worst.expected_gap:
        alarm = f"预计差 {worst.expected_gap:,} {unit}"
        title = f"{worst.label}{when}{alarm}"
    elif worst.ahead_of_path < 0:
        alarm = f"少 {-worst.ahead_of_path:,} {unit}"
        title = f"{worst.label}比今日应达{alarm}"
    else:
        title = f"{worst.label}{when}完成的把握不足"
    named = carriers(districts)
    if districts and not any(row.share is not None for row in districts):
        title += f"，{UNSPLIT}到区市"
    if named:
        whole = sum(row.gap for row in districts)
        carried = most_in_words(100 * sum(row.gap for row in named) // whole)
        title += f"{GAP}{carried}{'、'.join(row.name for row in named[:NAMED])}"
        if len(named) > NAMED:
            title += f"等 {len(named)} 个区市"
    text = _text(standings, worst, named, districts, act_by)
    return Headline(title, text, alarm, tuple(named))


def answer_by(day: date) -> date:
    """By which day districts answer what is found at the end of the local `day`."""
    return add_working_days(day, ANSWER_DAYS)


def ending_of(standings: Sequence[Prospect]) -> Headline:
    """The first line of a plan that is over: how it ended."""
    if not standings:
        return Headline("这个计划没有统计数据", "")
    missed = [one for one in standings if one.missing]
    day = f"{standings[0].target.plan.ends_on:%Y-%m-%d}"
    if not missed:
        return Headline(f"计划已于 {day} 结束，{len(standings)} 项目标全部达成", "")
    title = f"计划已于 {day} 结束，{len(standings)} 项目标中 {len(missed)} 项没有达成"
    each = (f"{one.label}差 {one.missing:,} {one.target.unit}" for one in missed)
    return Headline(title, f"{'、'.join(each)}。")


def _text(
    standings: Sequence[Prospect],
    worst: Prospect,
    named: Sequence[DistrictStanding],
    districts: Sequence[DistrictStanding],
    act_by: date | None,
) -> str:
    parts: list[str] = []
    if named:
        gap = sum(row.gap for row in districts)
        carried = sum(row.gap for row in named)
        foretold = named[0].at_end is not None
        verb = "差" if foretold else "少"
        each = "、".join(f"{row.name}{verb} {row.gap:,} {worst.target.unit}" for row in named)
        if foretold:
            parts.append(f"按现在的进度，{each}，占落后区市缺口 {gap:,} {worst.target.unit}的 ")
            parts.append(f"{100 * carried // gap}%。")
        else:
            parts.append(f"与分解任务的今日应达相比，{each}，占缺口的 {100 * carried // gap}%。")
        if act_by:
            by = f"{act_by.month} 月 {act_by.day} 日"
            parts.append(f"请以上区市主管部门于 {by}前报送补进安排，市级主管部门督办。")
    for one in standings:
        if one is not worst and one.tone == "bad":
            lack = f"，预计差 {one.expected_gap:,} {one.target.unit}" if one.expected_gap else ""
            parts.append(f"{one.label}也{one.word}{lack}。")
        if one is not worst and one.tone == "wait" and one.stopped_since:
            parts.append(f"{one.label} {one.stopped_since}。")
        elif one is not worst and one.tone == "wait" and one.chance:
            parts.append(f"{one.label}把握 {one.chance}。")
    fine = [one.label for one in standings if one.tone == "ok"]
    if fine:
        parts.append(f"{'、'.join(fine)}可按期完成。")
    return "".join(parts)
