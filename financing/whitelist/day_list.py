"""Asking who was on the list on a day: the form, which says what is wrong with a day."""

import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import District
from accounts.tenancy import Actor
from financing.models import WhitelistEntry
from pages.widgets import QuickSelect

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DayForm(forms.Form):
    """A day (local date, today without one), and a district for who sees several."""

    date = forms.DateField(
        label="日期",
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=_DATE,
        error_messages={"invalid": "请按 2026-11-01 的格式填写日期。"},
    )
    district = forms.ModelChoiceField(
        label="区市",
        required=False,
        queryset=District.objects.exclude(kind="city"),
        empty_label="全部",
        widget=QuickSelect,
        error_messages={"invalid_choice": "没有这个区市。"},
    )

    def __init__(self, data: Any, *, actor: Actor) -> None:
        asked = data.copy()
        asked.setdefault("date", timezone.localdate().isoformat())
        super().__init__(asked)
        if len(actor.district_ids) == 1:
            del self.fields["district"]

    def clean_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["date"] or timezone.localdate()
        if day > timezone.localdate():
            raise ValidationError("这一天还没有到，请选择今天或以前的日期。")
        return day

    @property
    def day(self) -> datetime.date:
        """The day of a form that is valid."""
        return cast("datetime.date", self.cleaned_data["date"])

    def entries(self) -> Any:
        """Who was on the list when the day ended; nobody where the form is wrong."""
        if not self.is_valid():
            return WhitelistEntry.objects.none()
        rows = WhitelistEntry.objects.listed_at_end_of(self.day).select_related("district")
        chosen = self.cleaned_data.get("district")
        return rows.filter(district=chosen) if chosen else rows
