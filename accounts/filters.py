"""Filters of the lists of people and of the trail."""

import django_filters
from django import forms

from audit.models import TrailEntry


class TrailFilter(django_filters.FilterSet):
    """What an auditor asks: who, which table, which object, when, from where."""

    user_id = django_filters.NumberFilter(label="用户编号")
    table_name = django_filters.CharFilter(label="数据表", lookup_expr="startswith")
    object_id = django_filters.CharFilter(label="对象编号")
    operation = django_filters.ChoiceFilter(label="操作", choices=TrailEntry.Operation.choices)
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
