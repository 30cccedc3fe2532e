"""The filters of the lists of credits that banks reported."""

from typing import Any

import django_filters
from django import forms

from accounts.models import District
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from financing.demands.filters import banks_by_name
from financing.models import CreditFeedback
from pages.widgets import QuickSelect


class FeedbackFilter(django_filters.FilterSet):
    """State; loans that run out; the bank's number, the credit code or a part of the name."""

    RUNNING_OUT, TO_FOLLOW_UP = "running_out", "to_follow_up"

    q = django_filters.CharFilter(
        label="企业、信用代码或业务编号开头",
        method="by_text",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = django_filters.ChoiceFilter(
        label="状态",
        method="by_state",
        choices=[
            *CreditFeedback.State.choices,
            (RUNNING_OUT, "90 天内到期"),
            (TO_FOLLOW_UP, "90 天内到期，未反馈续贷"),
            ("overdue", "逾期"),
        ],
        empty_label="全部",
        widget=QuickSelect,
    )

    class Meta:
        model = CreditFeedback
        fields: list[str] = []

    @property
    def order(self) -> tuple[str, ...]:
        """What runs out by its date, all else the latest first."""
        runs_out = self.data.get("state") in (self.RUNNING_OUT, self.TO_FOLLOW_UP)
        return ("due_on", "id") if runs_out else ("-reported_at", "-id")

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        if value == self.RUNNING_OUT:
            return rows.running_out()
        if value == self.TO_FOLLOW_UP:
            return rows.to_follow_up()
        if value == "overdue":
            return rows.filter(is_overdue=True)
        return rows.filter(state=value)

    def by_text(self, rows: Any, name: str, value: str) -> Any:
        text = " ".join(value.split())
        return (
            rows.filter(credit_code=text.upper())
            | rows.filter(reference__startswith=text)
            | rows.filter(enterprise_name__contains=text)
        )


class CreditFilter(FeedbackFilter):
    """As bureaus look for credits: by bank and district as well."""

    bank = django_filters.ModelChoiceFilter(
        label="银行",
        queryset=banks_by_name,
        empty_label="全部",
        widget=QuickSelect,
    )
    district = django_filters.ModelChoiceFilter(
        label="区市",
        queryset=District.objects.exclude(kind="city"),
        empty_label="全部",
        widget=QuickSelect,
    )

    def __init__(self, data: Any, *, queryset: Any, request: ActorRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        actor: Actor = request.actor
        if len(actor.district_ids) == 1:
            del self.filters["district"]
