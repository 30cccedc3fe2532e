"""The filters of the lists of rows behind figures: they hang together, as the figure did."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When

from pages.lists.filter_set import ListFilter
from pages.metrics import metric_choices, metrics
from procedures.models.application import State
from reports.facts.snapshots import acts_of_recognition
from reports.facts.stages import LABELS, STAGES, in_stages
from reports.facts.stays import known_at
from reports.models import CountedStay, DailySnapshot

DATE = forms.DateInput(attrs={"type": "date"})
KINDS = {
    "stock": "当日有效",
    "recognised": "认定",
    "entered": "进入",
    "left": "退出",
    "taken": "撤销",
    "moved_in": "迁入",
    "moved_out": "迁出",
    "net": "净增（进入减退出）",
    "ending": "已知到期",
}
CASES = {"in_hand": "在办", "overdue": "超期", "finished": "近 90 天办结"}
ALL = "all"
NO_DAY = "{day} 没有统计数据，请换一天。"


class OfADay(ListFilter):
    """Rows at the end of a day that has facts; the newest where none is named."""

    snapshot: DailySnapshot | None = None

    def untouched(self, rows: QuerySet[Model], name: str, value: object) -> QuerySet[Model]:
        """The filters are applied together, see `filter_queryset`."""
        return rows

    def _check(self, form: forms.Form) -> None:
        super()._check(form)
        if form.errors:
            return
        said = form.cleaned_data
        usable = DailySnapshot.objects.filter(outlook__isnull=False)
        if version := said.get("version"):
            rows = usable.filter(pk=int(version))
            rows = rows.filter(day=said["day"]) if said.get("day") else rows
        elif said.get("day"):
            rows = usable.filter(day=said["day"], is_current=True)
        else:
            rows = usable.filter(is_current=True).order_by("-day")
        self.snapshot = rows.only("day", "as_of", "checked_at", "is_current", "late_cases").first()
        if self.snapshot is None and said.get("day"):
            form.add_error("day", NO_DAY.format(day=said["day"]))
        since = said.get("since")
        if since and self.snapshot and since > self.snapshot.day:
            form.add_error("since", "起始日应不晚于截至日。")

    @property
    def said(self) -> Mapping[str, Any]:
        return self.form.cleaned_data

    @property
    def day(self) -> date | None:
        return self.snapshot.day if self.snapshot else None


class StayFilter(OfADay):
    """The stays of a metric that make a figure of a day, or of the time since another."""

    metric = django_filters.ChoiceFilter(
        label="指标", choices=metric_choices, empty_label=None, null_label=None, method="untouched"
    )
    kind = django_filters.ChoiceFilter(
        label="内容", choices=list(KINDS.items()), empty_label=None, method="untouched"
    )
    day = django_filters.DateFilter(label="截至", widget=DATE, method="untouched")
    since = django_filters.DateFilter(label="自（含当日）", widget=DATE, method="untouched")
    version = django_filters.NumberFilter(
        label="公布版本", widget=forms.HiddenInput, min_value=1, max_value=2**31, method="untouched"
    )

    @property
    def metric_key(self) -> str:
        return str(self.said.get("metric") or next(iter(metrics())))

    @property
    def kind_key(self) -> str:
        return str(self.said.get("kind") or "stock")

    @property
    def since_day(self) -> date | None:
        return self.said.get("since")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(queryset)
        if self.snapshot is None:
            return rows.none()
        known = rows.filter(known_at(self.snapshot.checked_at), metric=self.metric_key)
        return rows_of(known, self.kind_key, self.snapshot.day, self.since_day)


def rows_of(
    known: QuerySet[CountedStay], kind: str, day: date, since: date | None
) -> QuerySet[CountedStay]:
    """Of the stays of a metric as they were known, those that make a figure: what counts at the end
    of the local `day`, or what came or went from `since` on (None: ever) up to it. Each has its
    `sign`: 1, or -1 for what left a net growth."""
    came = Q(starts_on__lte=day) & (Q(starts_on__gte=since) if since else Q())
    went = Q(ends_on__lte=day) & (Q(ends_on__gte=since) if since else Q())
    counts = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day))
    new, old = ~Q(came__in=CountedStay.MOVES), ~Q(went__in=CountedStay.MOVES)
    taken = Q(went=CountedStay.TAKEN)
    chosen = {
        "stock": counts,
        "recognised": came & acts_of_recognition(),
        "entered": came & new,
        "left": went & old & ~taken,
        "taken": went & taken,
        "moved_in": came & Q(came=CountedStay.MOVED_IN),
        "moved_out": went & Q(went=CountedStay.MOVED_OUT),
        "ending": counts & Q(ends_on__isnull=False),
    }
    if kind != "net":
        return known.filter(chosen[kind]).annotate(sign=Value(1, IntegerField()))
    # Not the difference of what came and went alone: moves between districts count for each.
    entered = came & ~Q(came=CountedStay.RECLASSIFIED)
    left = went & ~Q(went=CountedStay.RECLASSIFIED)
    once = (entered | left) & ~(entered & left)
    return known.filter(once).annotate(
        sign=Case(When(entered, then=Value(1)), default=Value(-1), output_field=IntegerField())
    )


class StageFilter(OfADay):
    """The cases that make a figure of a stage at the end of a day."""

    stage = django_filters.ChoiceFilter(
        label="环节",
        choices=[(ALL, "全部"), *((one.value, LABELS.get(one, one.label)) for one in STAGES)],
        empty_label=None,
        method="untouched",
    )
    kind = django_filters.ChoiceFilter(
        label="内容", choices=list(CASES.items()), empty_label=None, method="untouched"
    )
    day = django_filters.DateFilter(label="截至", widget=DATE, method="untouched")

    @property
    def stage_key(self) -> str:
        return str(self.said.get("stage") or ALL)

    @property
    def kind_key(self) -> str:
        return str(self.said.get("kind") or "in_hand")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(queryset)
        if self.day is None:
            return rows.none()
        assert self.snapshot is not None, "it has a day"
        late = self.snapshot.late_cases if self.kind_key == "overdue" else []
        return cases_of(in_stages(rows, self.day), self.kind_key, self.stage_key, late)


def cases_of(rows: QuerySet[Any], kind: str, stage: str, late: list[int]) -> QuerySet[Any]:
    """Of `in_stages(rows, day)`, those of a stage (`ALL`: of all) that make a figure; `late` are
    the keys of those that were late."""
    if stage != ALL:
        rows = rows.filter(target=State(stage))
    if kind == "overdue":
        return rows.filter(pk__in=late)
    return rows.filter(left_at__isnull=kind == "in_hand")
