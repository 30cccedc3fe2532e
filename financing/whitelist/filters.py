"""The filters of the lists of the financing whitelist."""

from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import District
from accounts.requests import ActorRequest
from certification.models import Certificate
from certification.rungs import valid_today
from enterprises.models import Enterprise
from enterprises.querysets import MOST_HITS, ids_with_name_part
from enterprises.rules.industry import divisions
from financing.models import (
    CreditFeedback,
    DemandHandling,
    FeedRow,
    SupportPlan,
    WhitelistEntry,
)
from financing.models.consent import FieldGroup
from financing.whitelist.machine import EXTEND_AHEAD
from financing.whitelist.pulls import listed_with_name_part
from pages.widgets import QuickSelect


class EntryFilter(django_filters.FilterSet):
    """Name or code, state, district, origin, kind of certificate, industry, what runs out."""

    q = django_filters.CharFilter(
        label="企业名称或信用代码",
        method="by_text",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "两个字即可，如“轴承”"}),
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=WhitelistEntry.State.choices, empty_label="全部", widget=QuickSelect
    )
    district = django_filters.ModelChoiceFilter(
        label="区市",
        queryset=District.objects.exclude(kind="city"),
        empty_label="全部",
        widget=QuickSelect,
    )
    origin = django_filters.ChoiceFilter(
        label="来源", choices=WhitelistEntry.Origin.choices, empty_label="全部", widget=QuickSelect
    )
    kind = django_filters.ChoiceFilter(
        label="有效认定",
        method="by_kind",
        choices=Certificate.Kind.choices,
        empty_label="全部",
        widget=QuickSelect,
    )
    industry = django_filters.ChoiceFilter(
        label="行业大类",
        method="by_industry",
        choices=lambda: list(divisions().items()),
        empty_label="全部",
        widget=QuickSelect,
    )
    due = django_filters.ChoiceFilter(
        label="有效期",
        method="by_due",
        choices=[("soon", f"{EXTEND_AHEAD} 天内到期")],
        empty_label="全部",
        widget=QuickSelect,
    )

    class Meta:
        model = WhitelistEntry
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: Any, request: ActorRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        if len(request.actor.district_ids) == 1:
            del self.filters["district"]

    def by_text(self, rows: Any, name: str, value: str) -> Any:
        text = " ".join(value.split())
        by_code = rows.filter(credit_code=text.upper())
        if len(text) < 2:
            return by_code
        return by_code | rows.filter(organisation_id__in=ids_with_name_part(text, MOST_HITS))

    def by_kind(self, rows: Any, name: str, value: str) -> Any:
        holders = valid_today(Certificate.objects.filter(kind=value))
        return rows.filter(organisation_id__in=holders.values("organisation_id"))

    def by_industry(self, rows: Any, name: str, value: str) -> Any:
        own = Enterprise.objects.filter(industry_code__startswith=value)
        return rows.filter(organisation_id__in=own.values("pk"))

    def by_due(self, rows: Any, name: str, value: str) -> Any:
        last = timezone.localdate() + timedelta(days=EXTEND_AHEAD)
        return rows.filter(state=WhitelistEntry.State.LISTED, valid_to__lte=last)


class FeedFilter(django_filters.FilterSet):
    """A part of the name or the credit code; what the enterprise lets the bank see; what there is
    between the two."""

    DEMAND, CREDIT, PLAN = "demand", "credit", "plan"
    _BETWEEN: ClassVar[dict[str, Any]] = {
        DEMAND: DemandHandling, CREDIT: CreditFeedback, PLAN: SupportPlan,
    }  # fmt: skip

    q = django_filters.CharFilter(
        label="企业名称或信用代码",
        method="by_text",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "两个字即可，如“轴承”"}),
    )
    consent = django_filters.ChoiceFilter(
        label="授权查看",
        method="by_consent",
        choices=[
            ("given", "已授权"),
            ("none", "未授权"),
            *((group.value, f"已授权{group.label}") for group in FieldGroup),
        ],
        empty_label="全部",
        widget=QuickSelect,
    )
    has = django_filters.ChoiceFilter(
        label="往来",
        method="by_relation",
        choices=[(DEMAND, "有融资需求"), (CREDIT, "有授信"), (PLAN, "有支持方案")],
        empty_label="全部",
        widget=QuickSelect,
    )

    class Meta:
        model = FeedRow
        fields: list[str] = []

    def by_text(self, rows: Any, name: str, value: str) -> Any:
        text = " ".join(value.split())
        by_code = rows.filter(credit_code=text.upper())
        if len(text) < 2:
            return by_code
        return by_code | rows.filter(organisation_id__in=listed_with_name_part(text, MOST_HITS))

    def by_consent(self, rows: Any, name: str, value: str) -> Any:
        given = rows.filter(full_until__gte=timezone.localdate()).exclude(groups="")
        if value == "none":
            return rows.exclude(pk__in=given.values("pk"))
        return given if value == "given" else given.filter(groups__contains=value)

    def by_relation(self, rows: Any, name: str, value: str) -> Any:
        """Demands put to the bank, credits that it did not decline, its plans in force."""
        between = self._BETWEEN[value].objects.filter(
            bank_id=OuterRef("bank_id"), organisation_id=OuterRef("organisation_id")
        )
        if value == self.CREDIT:
            between = between.exclude(state=CreditFeedback.State.DECLINED)
        if value == self.PLAN:
            between = between.filter(replaced_at=None, valid_to__gte=timezone.localdate())
        return rows.filter(Exists(between))
