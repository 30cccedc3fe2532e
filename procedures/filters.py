"""The filters of the bureaus' list of cases."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, Value
from django.db.models.functions import Lower, StrIndex
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import District
from accounts.widgets import QuickSelect
from enterprises.querysets import MOST_HITS, ids_with_name_part
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
        label="区（市）",
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

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: Any, request: HttpRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        actor = request.actor  # type: ignore[attr-defined]
        if len(actor.district_ids) == 1:
            del self.filters["district"]
        if not actor.is_city:
            del self.filters["objection"]
        if actor.is_leader:
            self.filters["state"].extra["empty_label"] = "全部状态"

    def filter_queryset(self, queryset: Any) -> Any:
        """Without a chosen state: what waits for the reader; the leadership group reads all."""
        rows = super().filter_queryset(queryset)
        actor = self.request.actor
        if self.chosen_state or self.form.cleaned_data.get("objection") or actor.is_leader:
            return rows
        return rows.waiting_for(actor)

    @property
    def chosen_state(self) -> str:
        return str(self.form.cleaned_data.get("state") or "") if self.form.is_valid() else ""

    @property
    def is_queue(self) -> bool:
        """Whether only cases are listed that somebody has to act on by a day."""
        if self.chosen_state:
            return self.chosen_state in WITH_DEADLINE
        return not (self.request.actor.is_leader or self.form.cleaned_data.get("objection"))

    @property
    def is_narrowed(self) -> bool:
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else True

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
