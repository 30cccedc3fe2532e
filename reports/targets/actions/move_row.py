"""Rows that the city keeps in an order: moved up or down, measures below a task or out of it."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from pages.stale import refuse_stale
from reports.models import Measure, WorkPlanSection

UP, DOWN, INDENT, OUTDENT = "up", "down", "indent", "outdent"
Ordered = TypeVar("Ordered", Measure, WorkPlanSection)


def move_section(actor: Actor, pk: int, way: str, version: int | None) -> WorkPlanSection:
    """Move a section of the template `UP` or `DOWN`. Raises as `move_measure`."""
    _refuse_others(actor)
    with transaction.atomic():
        row = WorkPlanSection.objects.select_for_update(of=("self",)).get(pk=pk, retired_at=None)
        refuse_stale(row, version)
        beside = WorkPlanSection.objects.filter(plan_id=row.plan_id, retired_at=None)
        _swap(row, _locked(beside), way)
    return row


def move_measure(actor: Actor, pk: int, way: str, version: int | None) -> Measure:
    """Move a measure `UP` or `DOWN` among those beside it; `INDENT` makes a task the last measure
    of the task before it, `OUTDENT` makes a measure a task after its own.

    Raises `NotPermitted`, `StaleVersion`, and `RuleViolation` where it cannot go that way.
    """
    _refuse_others(actor)
    with transaction.atomic():
        row = Measure.objects.select_for_update(of=("self",)).get(pk=pk, retired_at=None)
        refuse_stale(row, version)
        beside = _locked(_beside(row, row.parent_id))
        if way == INDENT:
            _indent(row, beside)
        elif way == OUTDENT:
            _outdent(row)
        else:
            _swap(row, beside, way)
    return row


def place_last(row: Measure | WorkPlanSection) -> None:
    """Give a new row the place behind those beside it."""
    if isinstance(row, Measure):
        last = _beside(row, row.parent_id).exclude(pk=row.pk).aggregate(at=Max("sort"))["at"]
    else:
        beside = WorkPlanSection.objects.filter(plan_id=row.plan_id).exclude(pk=row.pk)
        last = beside.aggregate(at=Max("sort"))["at"]
    row.sort = (last or 0) + 1
    row.save(update_fields=["sort"])


def _refuse_others(actor: Actor) -> None:
    if actor.duty != Duty.CITY_OFFICER:
        raise NotPermitted("次序由市级主管部门调整。")


def _beside(row: Measure, parent_id: int | None) -> QuerySet[Measure]:
    rows: QuerySet[Measure] = Measure.objects.filter(
        plan_id=row.plan_id, part=row.part, parent_id=parent_id, retired_at=None
    )
    return rows


def _locked(rows: QuerySet[Ordered]) -> list[Ordered]:
    return list(rows.select_for_update(of=("self",)).order_by("sort", "id"))


def _swap(row: Ordered, beside: list[Ordered], way: str) -> None:
    place = [one.pk for one in beside].index(row.pk)
    to = place + {UP: -1, DOWN: 1}.get(way, len(beside))
    if not 0 <= to < len(beside):
        raise RuleViolation("已经在这一组的最前或最后，不能再移。")
    beside[place], beside[to] = beside[to], beside[place]
    _number(beside, row)


def _number(rows: Sequence[Ordered], moved: Ordered) -> None:
    """Write the places of `rows` down; the one that was moved is another version of itself."""
    for place, one in enumerate(rows, 1):
        if one.pk == moved.pk:
            moved.sort, moved.version = place, moved.version + 1
            moved.save()
        elif one.sort != place:
            one.sort = place
            one.save(update_fields=["sort"])


def _indent(row: Measure, beside: list[Measure]) -> None:
    place = [one.pk for one in beside].index(row.pk)
    if row.parent_id is not None or place == 0:
        raise RuleViolation("前面没有任务，不能降为具体措施。")
    if row.children.filter(retired_at=None).exists():
        raise RuleViolation("这项任务下面有具体措施，不能降级。请先移出它的具体措施。")
    row.parent = beside[place - 1]
    below = _locked(_beside(row, row.parent.pk))
    beside.pop(place)
    _number([*below, row], row)
    _number(beside, row)


def _outdent(row: Measure) -> None:
    task = row.parent
    if task is None:
        raise RuleViolation("已经是任务，不能再升级。")
    row.parent = None
    tasks = _locked(_beside(row, None))
    place = [one.pk for one in tasks].index(task.pk) if task in tasks else len(tasks) - 1
    tasks.insert(place + 1, row)
    _number(tasks, row)
