"""The filters of the bureaus' list of certificates."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Lower, StrIndex
from django.utils import timezone

from accounts.models import District
from accounts.requests import ActorRequest
from accounts.widgets import QuickSelect
from certification.models import Certificate
from certification.update_reminders import is_overdue
from enterprises.models import Enterprise
from enterprises.querysets import MOST_HITS, ids_with_name_part

IN_FORCE = (Certificate.State.VALID, Certificate.State.RECHECK_DUE)


class CertificateFilter(django_filters.FilterSet):
    """Number, holder or product; kind; state; district; year of issue."""

    q = django_filters.CharFilter(
        label="证书编号、企业或产品",
        method="by_text",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "两个字即可，如“轴承”"}),
    )
    kind = django_filters.ChoiceFilter(
        label="类别", choices=Certificate.Kind.choices, empty_label="全部", widget=QuickSelect
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=Certificate.State.choices, empty_label="全部", widget=QuickSelect
    )
    district = django_filters.ModelChoiceFilter(
        label="区市",
        queryset=District.objects.exclude(kind="city"),
        empty_label="全部",
        widget=QuickSelect,
    )
    year = django_filters.NumberFilter(
        label="发证年份",
        field_name="issued_on",
        lookup_expr="year",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "如 2026"}),
    )

    within = django_filters.ChoiceFilter(
        label="多久后到期",
        choices=[("7", "7 天内"), ("30", "30 天内"), ("90", "90 天内")],
        method="by_days_left",
        empty_label="不限",
        widget=QuickSelect,
    )

    attention = django_filters.ChoiceFilter(
        label="需要处理",
        choices=[("update", "欠年度数据"), ("name", "名称待更新")],
        method="by_attention",
        empty_label="不限",
        widget=QuickSelect,
    )

    class Meta:
        model = Certificate
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: Any, request: ActorRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        if len(request.actor.district_ids) == 1:
            del self.filters["district"]

    def by_days_left(self, rows: Any, name: str, value: str) -> Any:
        today = timezone.localdate()
        last = today + timedelta(days=int(value))
        return rows.filter(state__in=IN_FORCE, valid_to__range=(today, last))

    def by_attention(self, rows: Any, name: str, value: str) -> Any:
        """Holders that missed their yearly update, or that have a new name in the registry which
        their certificates do not bear yet (更名)."""
        if value == "update":
            return rows.filter(is_overdue(timezone.localdate()))
        renamed = Enterprise.objects.filter(pk=OuterRef("organisation_id")).exclude(
            name=OuterRef("holder_name")
        )
        return rows.filter(Exists(renamed), state__in=(*IN_FORCE, Certificate.State.SUSPENDED))

    def by_text(self, rows: Any, name: str, value: str) -> Any:
        text = " ".join(value.split())
        found = Q(number=text.upper()) | Q(place_of_text__gt=0)
        if len(text) > 1:
            found |= Q(organisation_id__in=ids_with_name_part(text, MOST_HITS))
        place = StrIndex(Lower("title"), Value(text.lower()))
        return rows.alias(place_of_text=place).filter(found)
