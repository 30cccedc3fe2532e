"""The bureaus' lists of funds by year, and of the entries of a year. Amounts in 元."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.urls import reverse

from financing.ledger.columns import UNIT, money, pill, years
from financing.ledger.positions import Position, legs_of, position
from financing.ledger.views.acting import READERS
from financing.ledger.warnings import line_passed, tone_of_use
from financing.models import (
    EntryKind,
    FundYear,
    LedgerEntry,
)
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import (
    amount_range,
    choice,
    contains,
    date_range,
    district,
    search,
)


def _share(row: FundYear) -> str:
    now = position(row)
    line = line_passed(now)
    return f"{now.share_used:.2f}%" + (f"，过 {line}%" if line else "")


def _used_to(rows: QuerySet[FundYear], value: str) -> QuerySet[FundYear]:
    """Years whose budgets are used to so many per cent at least."""
    used = (-F("source") - F("available") - F("recovered")) * 100
    wanted = Q(used_share__gte=-F("source") * int(value))
    return rows.filter(source__lt=0).annotate(used_share=used).filter(wanted)


class FundYearList(ListPage[FundYear]):
    """Funds by year: the budget, and where it is now."""

    key, title, noun, counter = "funds", "资金与预算", "资金年度", "个"
    intro = f"预算 = 已付 + 在途 + 承诺 + 占用 + 退回 + 追回 + 可用。{UNIT}"
    readers = READERS
    order = ("-year", "-id")
    template = "financing/ledger/funds.html"
    columns = (
        Column(
            "fund__name", "资金", fixed=True, long=True,
            link=lambda row: reverse("financing:fund_year", args=[row.pk]),
            below=lambda row: row.fund.code,
        ),
        Column("year", "年度", sort="year"),
        Column("district__short_name", "管理", lambda row: str(row.district or "市本级")),
        money("budget", "预算", lambda row: -row.source),
        money("paid", "已付"),
        money("in_transit", "在途"),
        money("committed", "承诺"),
        money("reserved", "占用"),
        money("returned", "退回", hidden=True),
        money("receivable", "追回应收", hidden=True),
        money("recovered", "已追回", hidden=True),
        money("available", "可用"),
        Column(
            "used", "已用", _share, html=lambda row: pill(_share(row), tone_of_use(position(row)))
        ),
        Column("closed_at", "关账时间", hidden=True),
    )  # fmt: skip
    filters = (
        search("资金", contains("fund__name", "fund__code")),
        choice("year", "年度", years, by="year"),
        choice("used", "预算使用", [("70", "已过 70%"), ("90", "已过 90%")], by=_used_to),
        district("管理区市"),
    )
    empty = Empty("还没有资金", "先新设资金，再下达年度预算。")

    def rows(self) -> QuerySet[FundYear]:
        return FundYear.objects.select_related("fund", "district")

    def context(self) -> dict[str, object]:
        names = ("source", "paid", "in_transit", "committed", "reserved", "returned",
                 "receivable", "recovered", "available")  # fmt: skip
        sums = {}
        if self.filter.form.is_valid():
            found = self.filter.qs.order_by().aggregate(**{f"s_{n}": Sum(n) for n in names})
            sums = {name: found[f"s_{name}"] or Decimal(0) for name in names}
        total = Position.of(sums) if sums else None
        return {"total": total, "may_found": self.actor.is_city or self.actor.is_district}


class EntryList(ListPage[LedgerEntry]):
    """The entries of one fund's year, the latest first."""

    key, title, noun = "ledger_entries", "资金台账分录", "分录"
    readers = READERS
    template = "financing/ledger/entries.html"
    columns = (
        Column("happened_on", "日期", fixed=True),
        Column("kind", "事件", below=lambda row: row.key),
        Column("text", "摘要", long=True),
        Column("from_to", "科目", lambda row: row.from_to),
        money("amount", "金额"),
        Column("key", "唯一号", hidden=True),
        Column("organisation__name", "企业", hidden=True),
        Column("made_by__name", "记账人", lambda row: str(row.made_by or "平台"), hidden=True),
        Column("at", "记账时间", hidden=True),
    )
    filters = (
        search("唯一号或摘要", contains("key", "text")),
        choice("kind", "事件", EntryKind.choices),
        date_range("happened_on"),
        amount_range("amount", "金额", "元"),
    )
    empty = Empty("还没有分录", "下达预算后，每一笔变动都记在这里，只增不改。")
    not_found = Empty("没有符合条件的分录", "换一个筛选条件，或清空筛选。")

    @cached_property
    def year(self) -> FundYear:
        return FundYear.objects.select_related("fund").get(pk=self.arguments["pk"])

    def rows(self) -> QuerySet[LedgerEntry]:
        rows = LedgerEntry.objects.filter(fund_year=self.year)
        return rows.select_related("organisation", "made_by")

    def prepare(self, rows: list[Any]) -> None:
        legs = legs_of([row.pk for row in rows])
        for row in rows:
            row.from_to = legs.get(row.pk, "")

    def heading(self) -> str:
        return f"{self.year}资金台账"

    def subheading(self) -> str:
        return f"每笔一减一增，合计为零，只增不改。{UNIT}"

    def context(self) -> dict[str, object]:
        return {"year": self.year}
