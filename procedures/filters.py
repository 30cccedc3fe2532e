"""The filters of the bureaus' list of cases."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, Value
from django.db.models.functions import Lower, StrIndex
from django.http import HttpRequest

from accounts.models import District
from accounts.widgets import QuickSelect
from enterprises.querysets import MOST_HITS, ids_with_name_part
from procedures.models import Application
from procedures.models.application import State

EVERYTHING = "all"


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

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: Any, request: HttpRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        actor = request.actor  # type: ignore[attr-defined]
        if len(actor.district_ids) == 1:
            del self.filters["district"]
        if actor.is_leader:
            self.filters["state"].extra["empty_label"] = "全部状态"

    def filter_queryset(self, queryset: Any) -> Any:
        """Without a chosen state: what waits for the reader; the leadership group reads all."""
        rows = super().filter_queryset(queryset)
        actor = self.request.actor
        if self.form.cleaned_data.get("state") or actor.is_leader:
            return rows
        return rows.waiting_for(actor)

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
