"""A path as its picture and its finding: which stages were reached, what comes next, what waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from financing.listings.milestone_machine import MACHINE
from financing.models import ListingPath, ListingStage, Milestone

State = Milestone.State
OVER = (State.DECLINED, State.WITHDRAWN)


@dataclass(frozen=True)
class StageRow:
    """A stage of a path with what was filed of it; `tried` are milestones that came to nothing,
    `was_passed` says that a later stage was confirmed."""

    stage: ListingStage
    milestone: Milestone | None
    tried: tuple[Milestone, ...] = ()
    was_passed: bool = False

    @property
    def is_done(self) -> bool:
        return self.milestone is not None and self.milestone.state == State.CONFIRMED

    @property
    def tone(self) -> str:
        return MACHINE.tone_of(self.milestone.state) if self.milestone else ""

    @property
    def may_be_filed(self) -> bool:
        return self.milestone is None or self.milestone.state == State.RETURNED


def rows_of(path: ListingPath, milestones: Iterable[Milestone]) -> list[StageRow]:
    """The stages of the path's track in order, retired ones only where something was filed."""
    found = list(milestones)
    furthest = path.stage.order if path.stage else -1
    stages = ListingStage.objects.filter(track_id=path.track_id).order_by("order", "id")
    rows = []
    for stage in stages:
        mine = [one for one in found if one.stage_id == stage.pk]
        current = [one for one in mine if one.state not in OVER]
        if stage.is_retired and not mine:
            continue
        tried = tuple(one for one in mine if one.state in OVER)
        was_passed = stage.order < furthest
        rows.append(StageRow(stage, current[-1] if current else None, tried, was_passed))
    return rows


def steps_of(path: ListingPath, rows: Sequence[StageRow]) -> list[dict[str, str]]:
    """The picture, for `components/steps.html`; a stage that was passed over counts as passed."""
    furthest = max((place for place, row in enumerate(rows) if row.is_done), default=-1)
    is_over = path.state in (ListingPath.State.CHANGED, ListingPath.State.ENDED)
    steps = []
    for place, row in enumerate(rows):
        state = "done" if place <= furthest else "later"
        if place == furthest + 1 and path.state != ListingPath.State.REACHED:
            state = "stopped" if is_over else "current"
        steps.append(
            {"label": row.stage.name, "note": _note(row, place < furthest), "state": state}
        )
    return steps


def _note(row: StageRow, is_passed: bool) -> str:
    stone = row.milestone
    if stone is None:
        return "未填报" if is_passed else ""
    if stone.state == State.CONFIRMED:
        return f"{stone.reached_on:%Y-%m-%d}"
    return str(stone.get_state_display())


def next_stage(rows: Sequence[StageRow]) -> StageRow | None:
    """The stage behind the furthest one that was confirmed; None at the end."""
    furthest = max((place for place, row in enumerate(rows) if row.is_done), default=-1)
    return rows[furthest + 1] if furthest + 1 < len(rows) else None


def finding(path: ListingPath, rows: Sequence[StageRow]) -> str:
    """The title: what the enterprise has to do, or where it stands."""
    back = next(
        (row for row in rows if row.milestone and row.milestone.state == State.RETURNED), None
    )
    if back and path.is_standing:
        return f"“{back.stage}”被退回，补正后重新提交"
    if path.state == ListingPath.State.REACHED:
        return f"{path.track}：{path.stage or '目标'}已完成"
    if path.state != ListingPath.State.ACTIVE:
        return f"{path.track}：{path.get_state_display()}"
    if asked := [row for row in rows if row.milestone and row.milestone.state == State.FILED]:
        return f"“{asked[-1].stage}”等区市确认"
    left = sum(not row.is_done for row in rows[_furthest(rows) + 1 :])
    following = next_stage(rows)
    if following is None:
        return f"{path.track}：各阶段都已确认"
    return f"离{rows[-1].stage}还有 {left} 个阶段，下一步是{following.stage}"


def _furthest(rows: Sequence[StageRow]) -> int:
    return max((place for place, row in enumerate(rows) if row.is_done), default=-1)


def pace(path: ListingPath, rows: Sequence[StageRow]) -> str:
    """How long the stage has taken beside what is usual, and how far off the plan is; or ""."""
    if path.state != ListingPath.State.ACTIVE:
        return ""
    today, said = timezone.localdate(), []
    if path.stage and path.stage_on and path.stage.usual_months:
        months = months_between(path.stage_on, today)
        said.append(f"在“{path.stage}”已 {months} 个月，通常 {path.stage.usual_months} 个月")
    if path.target_on:
        days = (path.target_on - today).days
        plan = f"计划 {path.target_on:%Y-%m-%d} 完成"
        said.append(f"{plan}，还有 {days} 天" if days >= 0 else f"{plan}，已过 {-days} 天")
    return "；".join(said)


def months_between(first: date, last: date) -> int:
    """Whole months from one local day to another."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (last.day < first.day))
