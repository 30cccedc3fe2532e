"""What the wall (大屏) shows: every target with the districts that it depends on, the pyramid, and
what is being handled. From the same figures as the leadership's page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import District
from accounts.tenancy import Actor
from pages.big_screen import WallFigure, WallStrip, wall_strips
from procedures.models.application import State
from reports.facts.stages import CITY, StageFigures, label_of
from reports.models import DistrictShare
from reports.progress.flows import Flow, flows_of_year
from reports.progress.headline import (
    GAP,
    DistrictStanding,
    Headline,
    answer_by,
    headline,
    worst_of,
)
from reports.progress.outlook import PRELIMINARY, Prospect, prospects
from reports.progress.ranking import ranking
from reports.progress.reading import Reading, latest
from reports.targets.standing import targets_of_current_plan

WIDTH = 1000  # of a bar's drawing
TWO_LINES = 108  # characters
NEAR = 0.1  # of what is due: so little behind is no alarm


@dataclass(frozen=True, slots=True)
class Bar:
    """A target as a bar of `WIDTH`: where the target stands, what is reached, what is due today,
    and the band of the forecast with its middle."""

    whole: int
    actual: int
    due: int
    low: int | None = None
    high: int | None = None
    middle: int | None = None

    @property
    def band(self) -> int:
        """The band's width; never too thin to be seen."""
        return max(8, (self.high or 0) - (self.low or 0))


@dataclass(frozen=True, slots=True)
class Row:
    """A target on the wall."""

    prospect: Prospect
    bar: Bar

    @property
    def name(self) -> str:
        return short(self.prospect.label)


@dataclass(frozen=True, slots=True)
class Tile:
    """A district: its share's percentage, or what it has where the target is not split."""

    name: str
    value: str
    tone: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One page of the wall: its `finding`, and what makes it: a target's tiles, the flows of the
    pyramid, or lines (tone, text) with a `name`."""

    name: str
    finding: Headline
    chosen: Prospect | None = None
    tiles: Sequence[Tile] = ()
    is_split: bool = True
    due_percent: int | None = None
    flows: Sequence[Flow] = ()
    lines: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything on the wall; `day` is the last local day with facts."""

    plan: str
    day: date | None
    preliminary: date | None
    rows: Sequence[Row]
    turns: Sequence[Turn]
    strips: Sequence[WallStrip]
    by_counting: str


def short(label: str) -> str:
    """A name as the wall has room for it."""
    return label.removeprefix("专精特新")


def in_brief(text: str) -> str:
    """The first sentences, as many as two lines of the wall hold."""
    kept = ""
    for sentence in text.split("。"):
        if sentence and len(kept) + len(sentence) < TWO_LINES:
            kept += f"{sentence}。"
        else:
            break
    return kept or text


def wall_for(actor: Actor) -> Wall:
    """The wall as the actor sees it. A fixed number of queries."""
    targets = targets_of_current_plan()
    reading = latest(targets[0].plan) if targets else None
    found = prospects(targets, reading) if reading else []
    day = reading.day if reading else None
    flows = flows_of_year(day) if day else []
    strips = wall_strips(actor)
    handling, at_work = _handling(reading)
    turns = _of_targets(found, reading) if reading else []
    if flows:
        turns.append(Turn("梯队与流动", Headline(_of_flows(flows), ""), flows=flows))
    turns += [
        Turn(one.title, Headline(one.finding or one.title, ""), lines=one.lines)
        for one in strips
        if one.lines
    ]
    turns.append(handling)
    risen = [WallFigure(short(one.metric.label), one.came) for one in flows]
    own = [WallStrip("今年升入", tuple(risen))] if risen else []
    return Wall(
        plan=targets[0].plan.name if targets else "还没有当前计划",
        day=day,
        preliminary=day - PRELIMINARY if day else None,
        rows=[Row(one, bar_of(one)) for one in found],
        turns=turns,
        strips=[*strips, *own, at_work],
        by_counting=_countings(found),
    )


def bar_of(one: Prospect) -> Bar:
    """Drawn to the largest of all that is shown, so that nothing leaves the bar."""
    band = one.forecast
    most = max(one.target.value, one.actual, one.due, band.high if band else 0, 1)

    def place(value: int) -> int:
        return value * WIDTH // most

    if band is None:
        return Bar(place(one.target.value), place(one.actual), place(one.due))
    return Bar(
        place(one.target.value), place(one.actual), place(one.due), place(band.low),
        place(band.high), place(band.middle),
    )  # fmt: skip


def _of_targets(found: Sequence[Prospect], reading: Reading) -> list[Turn]:
    """A page for each target, that which needs it most first: it has the whole plan's finding."""
    places = list(District.objects.exclude(tile_row=None).order_by("sort"))
    shares: dict[int, dict[int, int]] = defaultdict(dict)
    rows = DistrictShare.objects.filter(target__in=[one.target.pk for one in found])
    for target, district, value in rows.values_list("target_id", "district_id", "value"):
        shares[target][district] = value
    worst = worst_of(found)
    turns = []
    for one in sorted(found, key=lambda one: one is not worst):
        own = shares[one.target.pk]
        standings = ranking(one, reading, places, own).rows
        whole = found if one is worst or worst is None else [one]
        turns.append(
            Turn(
                name=short(one.label),
                finding=_finding(one, whole, standings, reading.day),
                chosen=one,
                tiles=_tiles(standings, {place.pk: place for place in places}),
                is_split=bool(own),
                due_percent=one.due_percent if own else None,
            )
        )
    return turns


def _finding(
    one: Prospect, whole: Sequence[Prospect], rows: Sequence[DistrictStanding], day: date
) -> Headline:
    """The first line of the leadership's page, without the districts: the text below names them
    with what each lacks."""
    if one.tone == "ok" and len(whole) == 1:
        return Headline(f"{one.label}{one.word}", one.note)
    found = headline(whole, rows, act_by=answer_by(day))
    return Headline(found.title.partition(GAP)[0], in_brief(found.text), found.alarm)


def _tiles(rows: Sequence[DistrictStanding], places: Mapping[int, District]) -> list[Tile]:
    tiles = []
    for one in rows:
        if one.pk not in places:
            continue
        place = places[one.pk]
        assert place.tile_column is not None
        assert place.tile_row is not None
        said = f"{one.actual:,}" if one.percent is None else f"{one.percent:.0f}%"
        tiles.append(Tile(one.name, said, tone_of(one), place.tile_column, place.tile_row))
    return tiles


def tone_of(one: DistrictStanding) -> str:
    """How a district stands against what is due of its share today."""
    if one.share is None:
        return "none"
    if not one.behind:
        return "hi"
    return "lo" if one.behind > one.due * NEAR else "mid"


def _of_flows(flows: Sequence[Flow]) -> str:
    came, left = sum(one.came for one in flows), sum(one.left + one.taken for one in flows)
    return f"今年各层级进入 {came:,}，退出和撤销 {left:,}"


def _countings(found: Sequence[Prospect]) -> str:
    """Which target counts what, in a line."""
    by: dict[str, list[str]] = defaultdict(list)
    for one in found:
        by[str(one.target.get_counting_display())].append(short(one.label))
    return "；".join(f"{'、'.join(labels)}：{counting}" for counting, labels in by.items())


def _handling(reading: Reading | None) -> tuple[Turn, WallStrip]:
    """What was in hand at the end of the day, and how much of it was late, as the leadership's page
    has it; the districts with the most late reviews."""
    rows = [StageFigures(*row) for row in reading.snapshot.stages or []] if reading else []
    whole = [one for one in rows if one.district_id == CITY]
    number, behind = sum(one.in_hand for one in whole), sum(one.overdue for one in whole)
    lines = [("bad" if one.overdue else "ok", _stage(one)) for one in whole if one.in_hand]
    overdue: dict[int, int] = defaultdict(int)
    for one in rows:
        if one.district_id != CITY and one.stage == State.DISTRICT_REVIEW:
            overdue[one.district_id] += one.overdue
    names = {place.pk: place.short_name for place in District.objects.filter(pk__in=overdue)}
    worst = sorted((one for one in overdue.items() if one[1]), key=lambda one: -one[1])
    lines += [("bad", f"{names[pk]}审核超期 {count:,} 件") for pk, count in worst[:6]]
    finding = (
        f"在办 {number:,} 件，其中 {behind:,} 件超期" if behind else f"在办 {number:,} 件，没有超期"
    )
    figures = [WallFigure("超期", behind, "bad" if behind else "ok")]
    figures += [WallFigure(names[pk], count) for pk, count in worst[:1]]
    return (
        Turn("办理", Headline(finding, ""), lines=lines or [("ok", "没有在办的申报")]),
        WallStrip(f"办理 {number:,} 件", tuple(figures)),
    )


def _stage(one: StageFigures) -> str:
    said = f"{label_of(one.stage)} {one.in_hand:,} 件"
    return f"{said}，超期 {one.overdue:,} 件" if one.overdue else said
