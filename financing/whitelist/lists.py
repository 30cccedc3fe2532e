"""The lists of the financing whitelist for bureaus: its entries, and who was on it on a day."""

import datetime
from datetime import timedelta
from functools import cached_property
from typing import Any, TypeAlias

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from accounts.duties import Duty
from accounts.requests import ActorRequest
from certification.models import Certificate
from certification.rungs import valid_today
from enterprises.models import Enterprise
from enterprises.rules.industry import divisions
from financing.list_filters import enterprise
from financing.models import WhitelistEntry
from financing.whitelist.columns import (
    CODE,
    DISTRICT,
    NAME,
    ORIGIN,
    STATE,
    VALID_TO,
)
from financing.whitelist.machine import EXTEND_AHEAD
from financing.whitelist.past_listings import past_listings
from financing.whitelist.views import deciding
from pages.lists import BulkAct, Column, Empty, ListFilter, ListPage, On
from pages.lists.filters import choice, district

Entries: TypeAlias = QuerySet[WhitelistEntry]
BUREAUS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
READERS = (*BUREAUS, Duty.LEADER)
# The states' codes happen to sort as each bureau's work does: proposals last, candidates first.
ORDERS = {
    Duty.CITY_OFFICER: ("-state", "-id"),
    Duty.DISTRICT_REVIEWER: ("state", "-id"),
}


def _of_kind(rows: Entries, value: str) -> Entries:
    holders = valid_today(Certificate.objects.filter(kind=value))
    return rows.filter(organisation_id__in=holders.values("organisation_id"))


def _in_industry(rows: Entries, value: str) -> Entries:
    own = Enterprise.objects.filter(industry_code__startswith=value)
    return rows.filter(organisation_id__in=own.values("pk"))


def _running_out(rows: Entries, value: str) -> Entries:
    last = timezone.localdate() + timedelta(days=EXTEND_AHEAD)
    return rows.filter(state=WhitelistEntry.State.LISTED, valid_to__lte=last)


def _decision(key: str, label: str, css: str = "") -> BulkAct:
    return BulkAct(
        key, label, lambda request, rows: deciding.preview(request, key, rows), css=css,
        may=lambda actor: actor.is_city,
        selectable=lambda actor, row: row.state == WhitelistEntry.State.PROPOSED,
    )  # fmt: skip


class EntryList(ListPage[WhitelistEntry]):
    """Entries of the bureau's districts: what waits for it first, then the newest first."""

    key, title, noun, counter = "whitelist", "融资名单库", "企业", "家"
    intro = "重点融资支持企业名单库：区市推荐，市级审定，银行通过银企专线同步。"
    readers = READERS
    template = "financing/entries.html"
    columns = (
        NAME, CODE, DISTRICT, STATE, ORIGIN,
        Column("listed_at", "列入时间", sort="listed_at"),
        VALID_TO,
        Column("left_at", "移出时间", on=On.FILE),
        Column("left_because", "移出原因", on=On.FILE),
    )  # fmt: skip
    filters = (
        enterprise(),
        choice("state", "状态", WhitelistEntry.State.choices),
        district(),
        choice("origin", "来源", WhitelistEntry.Origin.choices),
        choice("kind", "有效认定", Certificate.Kind.choices, by=_of_kind),
        choice("industry", "行业大类", lambda: list(divisions().items()), by=_in_industry),
        choice("due", "有效期", [("soon", f"{EXTEND_AHEAD} 天内到期")], by=_running_out),
    )
    empty = Empty(
        "没有符合条件的企业",
        "点“比对候选企业”找出符合入库条件的企业，或在企业名录里打开一家企业推荐入库。",
    )
    bulk = (
        _decision("approve", "预览：同意入库", "go"), _decision("decline", "预览：不予列入"),
    )  # fmt: skip

    def rows(self) -> QuerySet[WhitelistEntry]:
        return WhitelistEntry.objects.select_related("district")

    def prepare(self, rows: list[Any]) -> None:
        before = past_listings(rows)
        for row in rows:
            row.before = before.get(row.pk)

    def usual_order(self) -> tuple[str, ...]:
        return ORDERS.get(self.actor.duty, ("-id",))

    def heading(self) -> str:
        if self.is_filtered:
            return super().heading()
        proposed = WhitelistEntry.objects.proposed().count()
        waiting = f"，{proposed} 家待市级审定" if proposed else ""
        return f"{WhitelistEntry.objects.listed().count()} 家企业在库{waiting}"

    @property
    def may_search(self) -> bool:
        return self.actor.duty in BUREAUS


def _not_in_the_future(day: datetime.date) -> None:
    if day > timezone.localdate():
        raise ValidationError("这一天还没有到，请选择今天或以前的日期。")


class DayFilter(ListFilter):
    """A day (local date, today without one), and a district for who sees several."""

    date = django_filters.DateFilter(
        label="日期",
        method=lambda rows, name, day: rows.listed_at_end_of(day),
        input_formats=["%Y-%m-%d"],
        validators=[_not_in_the_future],
        error_messages={"invalid": "请按 2026-11-01 的格式填写日期。"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    district = district().by_name["district"]

    def __init__(self, request: ActorRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        if not request.GET.get("date"):
            self.data = request.GET.copy()
            self.data["date"] = timezone.localdate().isoformat()


def _what_came_after(row: WhitelistEntry) -> str:
    return f"{timezone.localtime(row.left_at):%Y-%m-%d} 移出" if row.left_at else "现仍在库"


def _because(row: WhitelistEntry) -> str:
    return row.get_left_because_display()


class DayList(ListPage[WhitelistEntry]):
    """The enterprises that were on the list when a day ended, the latest to come first: an
    inspection asks for it, and a bank's decision rests on it."""

    key, title, noun, counter = "whitelist_on_day", "某日名单", "企业", "家"
    intro = "当日结束时在名单库中的企业，后来移出的也列出；今天按现在的名单。"
    readers = READERS
    order = ("-listed_at", "-id")
    template = "financing/on_day.html"
    columns = (
        Column("day", "名单日期", on=On.FILE),
        NAME, CODE, DISTRICT, ORIGIN,
        Column("listed_at", "列入时间", sort="listed_at"),
        VALID_TO,
        Column("after", "后来", _what_came_after, below=_because, on=On.PAGE),
        Column("left_at", "后来移出时间", on=On.FILE),
        Column("left_because", "移出原因", on=On.FILE),
    )  # fmt: skip
    filter_class = DayFilter
    empty = Empty("这一天没有企业在库", "换一个日期或区市。")

    def rows(self) -> QuerySet[WhitelistEntry]:
        return WhitelistEntry.objects.select_related("district")

    def prepare(self, rows: list[Any]) -> None:
        for row in rows:
            row.day = self.day

    @property
    def day(self) -> datetime.date | None:
        return self.filter.chosen.get("date")

    @cached_property
    def number(self) -> int:
        """How many enterprises were on the list that day."""
        return self.filter.qs.count()

    def heading(self) -> str:
        if self.day is None:
            return "请选择日期"
        if self.day == timezone.localdate():
            return f"今天 {self.number} 家企业在库"
        return f"{self.day:%Y-%m-%d} 有 {self.number} 家企业在库"
