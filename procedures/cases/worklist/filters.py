"""The filters of the bureaus' list of cases."""

from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, Value
from django.db.models.functions import Lower, StrIndex
from django.utils import timezone

from accounts.models import District
from accounts.requests import ActorRequest
from enterprises.querysets import MOST_HITS, ids_with_name_part
from pages.widgets import QuickSelect
from procedures.cases.worklist.tabs import Counts, Desk, Desks
from procedures.models import Application, Objection
from procedures.models.application import REVIEW_STATES, State

EVERYTHING = "all"
WITH_DEADLINE = (*REVIEW_STATES, State.RETURNED)


class CaseFilter(django_filters.FilterSet):
    """Product, enterprise or number; state (by default what waits for the reader); district."""

    q = django_filters.CharFilter(
        label="产品、企业或受理编号",
        method="by_text",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "两个字即可，如“轴承”"}),
    )
    state = django_filters.ChoiceFilter(
        label="状态",
        method="by_state",
        choices=[
            (EVERYTHING, "全部状态"),
            *(choice for choice in State.choices if choice[0] != State.DRAFT),
        ],
        empty_label="等我处理",
        widget=QuickSelect,
    )
    district = django_filters.ModelChoiceFilter(
        label="区市",
        queryset=District.objects.exclude(kind="city"),
        empty_label="全部",
        widget=QuickSelect,
    )

    due = django_filters.ChoiceFilter(
        label="期限",
        method="by_due",
        choices=[("late", "已超期")],
        empty_label="全部",
        widget=QuickSelect,
    )
    objection = django_filters.ChoiceFilter(
        label="异议",
        method="by_objection",
        choices=[("open", "有异议等待答复")],
        empty_label="全部",
        widget=QuickSelect,
    )

    reviewer = django_filters.ChoiceFilter(
        label="审核人", method="by_desk", empty_label="全部同事", widget=QuickSelect
    )
    desk = django_filters.ChoiceFilter(
        method="by_desk", choices=Desk.choices, widget=forms.HiddenInput
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: Any, request: ActorRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        actor = request.actor
        if len(actor.district_ids) == 1:
            del self.filters["district"]
        if not actor.is_city:
            del self.filters["objection"]
        self.desks = Desks(actor)
        if data.get("desk") == Desk.OTHERS and not actor.is_leader:
            people = [(str(one.user_id), str(one)) for one in self.desks.others]
            self.filters["reviewer"].extra["choices"] = people
        else:
            del self.filters["reviewer"]
        if actor.is_leader:
            self.filters["state"].extra["empty_label"] = "全部状态"
            del self.filters["desk"]

    def filter_queryset(self, queryset: Any) -> Any:
        """Without a chosen state: what waits for the reader; the leadership group reads all."""
        rows = super().filter_queryset(queryset)
        actor = self.request.actor
        if not (self.chosen_state or self.form.cleaned_data.get("objection") or actor.is_leader):
            rows = rows.waiting_for(actor)
        self.whole = rows
        chosen = self.form.cleaned_data.get("reviewer")
        return self.desks.part(rows, self.open_desk, int(chosen) if chosen else None)

    @cached_property
    def open_desk(self) -> str:
        """The chosen part of the list. By default a reader's own and nobody's cases, once any of
        the queue is somebody's; whoever looks for something in particular finds it on any desk."""
        if chosen := self.form.cleaned_data.get("desk"):
            return str(chosen)
        if self.counts is None:
            return Desk.ALL
        is_shared_out = self.counts[Desk.MINE][0] or self.counts[Desk.OTHERS][0]
        return Desk.TODO if is_shared_out else Desk.ALL

    @cached_property
    def counts(self) -> Counts | None:
        """How many cases lie on each desk; None where that is not asked: outside the queue, where
        there may be millions, and for a search, which reads them all."""
        if not self.is_bureaus_queue or self.form.cleaned_data.get("q"):
            return None
        return self.desks.counts(self.whole)

    @property
    def is_bureaus_queue(self) -> bool:
        """Whether the list holds just what waits for the reader's bureau."""
        return not self.request.actor.is_leader and not (
            self.chosen_state or self.form.cleaned_data.get("objection")
        )

    @property
    def chosen_state(self) -> str:
        return str(self.form.cleaned_data.get("state") or "") if self.form.is_valid() else ""

    @property
    def is_queue(self) -> bool:
        """Whether only cases are listed that somebody has to act on by a day."""
        if self.chosen_state:
            return self.chosen_state in WITH_DEADLINE
        return self.is_bureaus_queue

    @property
    def is_narrowed(self) -> bool:
        """By anything but the choice of a desk."""
        if not self.form.is_valid():
            return True
        chosen = self.form.cleaned_data.items()
        return any(value for name, value in chosen if name != "desk")

    def by_desk(self, rows: Any, name: str, value: str) -> Any:
        return rows  # `filter_queryset` narrows to the desk last, when it knows the whole

    def by_due(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(stage_due_on__lt=timezone.localdate())

    def by_objection(self, rows: Any, name: str, value: str) -> Any:
        open_ = Objection.objects.filter(state=Objection.State.OPEN)
        return rows.filter(pk__in=open_.values("application_id"))

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        return rows if value == EVERYTHING else rows.filter(state=value)

    def by_text(self, rows: Any, name: str, value: str) -> Any:
        text = " ".join(value.split())
        if text.isdigit():
            return rows.filter(number__startswith=text)
        rows = rows.alias(place_of_text=StrIndex(Lower("title"), Value(text.lower())))
        found = Q(place_of_text__gt=0)
        if len(text) > 1:
            found |= Q(organisation_id__in=ids_with_name_part(text, MOST_HITS))
        return rows.filter(found)
