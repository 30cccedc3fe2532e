"""The filter of the lists of loan demands."""

from typing import Any

import django_filters
from django import forms

from accounts.duties import Duty, OrganisationKind
from accounts.models import District, Organisation
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from financing.models import DemandHandling
from pages.widgets import QuickSelect


def banks_by_name(request: ActorRequest) -> Any:
    """All banks, for the choice of one."""
    return Organisation.objects.filter(kind=OrganisationKind.BANK).order_by("name")


class HandlingFilter(django_filters.FilterSet):
    """State of the demands, overdue ones, bank, district; a part of the enterprise's name."""

    WAITING, OVERDUE = "waiting", "overdue"
    data: Any

    q = django_filters.CharFilter(
        label="企业名称或信用代码",
        method="by_text",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "两个字即可，如“轴承”"}),
    )
    desk = django_filters.ChoiceFilter(
        label="进度",
        method="by_desk",
        choices=[
            (WAITING, "等待银行答复"),
            (OVERDUE, "超过办结期限"),
            *DemandHandling.State.choices,
        ],
        empty_label="全部",
        widget=QuickSelect,
    )
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

    class Meta:
        model = DemandHandling
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: Any, request: ActorRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        actor: Actor = request.actor
        if actor.duty == Duty.BANK_OFFICER:
            del self.filters["bank"]
            self._begin_with_the_queue()
        elif len(actor.district_ids) == 1:
            del self.filters["district"]

    def _begin_with_the_queue(self) -> None:
        """A bank that has not said what it looks for has come to see what it is to decide."""
        if "desk" not in self.data:
            self.data = self.data.copy()
            self.data["desk"] = self.WAITING

    @property
    def order(self) -> tuple[str, ...]:
        """The soonest last day first, or the latest demand."""
        return ("due_on", "id") if self.is_queue else ("-id",)

    @property
    def is_queue(self) -> bool:
        """Whether all rows have a last day, by which they are ordered."""
        return self.data.get("desk") in (self.WAITING, self.OVERDUE)

    def by_desk(self, rows: Any, name: str, value: str) -> Any:
        if value == self.WAITING:
            return rows.waiting_for_bank()
        if value == self.OVERDUE:
            return rows.overdue()
        return rows.filter(state=value)

    def by_text(self, rows: Any, name: str, value: str) -> Any:
        text = " ".join(value.split())
        by_code = rows.filter(demand__credit_code=text.upper())
        return by_code | rows.filter(demand__enterprise_name__contains=text)
