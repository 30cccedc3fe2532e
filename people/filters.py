"""Filters of the lists of people and of the trail."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from accounts.models import User
from accounts.trail_words import TABLES
from audit.models import TrailEntry
from pages.widgets import QuickSelect

MOST_PEOPLE = 200


class PeriodForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期早于开始日期。")
        return cleaned


class TrailFilter(django_filters.FilterSet):
    """What an auditor asks: who, what, which object, when, from where."""

    who = django_filters.CharFilter(
        label="人员",
        method="by_person",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "姓名、账号或邮箱"}),
    )
    user_id = django_filters.NumberFilter(label="人员编号", widget=forms.HiddenInput)
    table_name = django_filters.ChoiceFilter(
        label="对象", choices=sorted(TABLES.items(), key=lambda pair: pair[1]),
        empty_label="全部", widget=QuickSelect,
    )  # fmt: skip
    object_id = django_filters.CharFilter(label="对象编号")
    operation = django_filters.ChoiceFilter(
        label="操作", choices=TrailEntry.Operation.choices, empty_label="全部", widget=QuickSelect
    )
    ip = django_filters.CharFilter(label="来源地址")
    since = django_filters.DateFilter(
        label="自", field_name="at", lookup_expr="date__gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    until = django_filters.DateFilter(
        label="至", field_name="at", lookup_expr="date__lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    class Meta:
        model = TrailEntry
        fields: list[str] = []
        form = PeriodForm

    def by_person(self, rows: Any, name: str, value: str) -> Any:
        text = value.strip()
        found = User.objects.filter(
            Q(name__icontains=text) | Q(username__iexact=text) | Q(email__iexact=text)
        )
        return rows.filter(user_id__in=list(found.values_list("pk", flat=True)[:MOST_PEOPLE]))
