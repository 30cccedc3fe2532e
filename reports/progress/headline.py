"""The leadership's first line in words: what will be missed, where the gap is, who must act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.progress.outlook import Prospect
from reports.targets.parts import parts_of

# The districts that carry so much of the gap are named.
MOST_OF_IT = 0.8


@dataclass(frozen=True, slots=True)
class DistrictStanding:
    """One district's part of a target: what it has, its share of the target, what of that is due
    by now. Without a share of its own (None) nothing is due from it."""

    pk: int
    name: str
    actual: int
    share: int | None
    due: int

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
    """`title` is the finding, `text` where the gap is and who must act."""

    title: str
    text: str


def districts_of(
    one: Prospect, names: Mapping[int, str], shares: Mapping[int, int]
) -> list[DistrictStanding]:
    """The districts by their part of the target, the furthest ahead first."""
    due = parts_of(one.due, shares)
    rows = [
        DistrictStanding(
            pk=pk,
            name=name,
            actual=one.by_district.get(pk, 0),
            share=shares.get(pk),
            due=due.get(pk, 0),
        )
        for pk, name in names.items()
    ]
    return sorted(rows, key=lambda row: (-(row.percent or 0), -row.actual))


def carriers(rows: Sequence[DistrictStanding]) -> list[DistrictStanding]:
    """The districts that carry most of the gap, the largest first."""
    behind = sorted((row for row in rows if row.behind), key=lambda row: -row.behind)
    whole = sum(row.behind for row in behind)
    named: list[DistrictStanding] = []
    while behind and sum(row.behind for row in named) < whole * MOST_OF_IT:
        named.append(behind.pop(0))
    return named


def worst_of(standings: Sequence[Prospect]) -> Prospect | None:
    """The target that is the furthest from being reached: by what is expected to be missing, or
    where nothing is foretold, by what is missing against the path."""
    late = [one for one in standings if one.tone != "ok"]
    return max(late, key=_urgency, default=None)


def _urgency(one: Prospect) -> tuple[bool, float]:
    """What can hardly be reached comes before what may be, then the larger part of the target."""
    missing = one.expected_gap or max(0, -one.ahead_of_path)
    return one.tone == "bad", missing / max(1, one.target.value)


def headline(standings: Sequence[Prospect], districts: Sequence[DistrictStanding]) -> Headline:
    """The first line of the page; `districts` are those of the worst target."""
    if not standings:
        return Headline("还没有统计数据", "每日凌晨统计前一日的数据。")
    worst = worst_of(standings)
    if worst is None:
        return Headline(f"{len(standings)} 项目标都可按期完成", "")
    end, unit = worst.target.plan.ends_on, worst.target.unit
    when = f"到 {end.year} 年底" if (end.month, end.day) == (12, 31) else f"到 {end:%Y-%m-%d}"
    if worst.expected_gap:
        title = f"{worst.label}{when}预计差 {worst.expected_gap:,} {unit}"
    elif worst.ahead_of_path < 0:
        title = f"{worst.label}比今日应达少 {-worst.ahead_of_path:,} {unit}"
    else:
        title = f"{worst.label}{when}完成的把握不足"
    named = carriers(districts)
    if named:
        title += f"，缺口主要在{'、'.join(row.name for row in named)}"
    return Headline(title, _text(standings, worst, named, districts))


def _text(
    standings: Sequence[Prospect],
    worst: Prospect,
    named: Sequence[DistrictStanding],
    districts: Sequence[DistrictStanding],
) -> str:
    parts: list[str] = []
    if named:
        gap = sum(row.behind for row in districts)
        carried = sum(row.behind for row in named)
        each = "、".join(f"{row.name}少 {row.behind:,} {worst.target.unit}" for row in named)
        parts.append(f"与分解任务的今日应达相比，{each}，占缺口的 {100 * carried // gap}%。")
        parts.append("请以上区市主管部门提出补进安排，市级主管部门督办。")
    for one in standings:
        if one is not worst and one.tone == "bad":
            by = f"，预计差 {one.expected_gap:,} {one.target.unit}" if one.expected_gap else ""
            parts.append(f"{one.label}也{one.word}{by}。")
    fine = [one.label for one in standings if one.tone == "ok"]
    if fine:
        parts.append(f"{'、'.join(fine)}可按期完成。")
    return "".join(parts)
