"""The list of papers."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import choice, contains, search, year
from reports.models import Paper, PaperKind
from reports.papers.lifecycle import MACHINE
from reports.papers.periods import Span
from reports.papers.schedule import next_issues

READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER, Duty.AUDITOR)


def _page(row: Paper) -> str:
    return reverse("reports:paper", args=[row.pk])


def _period(row: Paper) -> str:
    return Span(row.kind, row.first_day, row.last_day).label


def _issue(row: Paper) -> str:
    again = f"（第 {row.revision} 稿）" if row.revision > 1 else ""
    return f"{row.year} 年第 {row.number} 期{again}"


class PaperList(ListPage[Paper]):
    """The papers that the reader has, the latest period first."""

    key, title, noun, counter = "papers", "工作专报", "报告", "期"
    readers = READERS
    template = "reports/papers/list.html"
    order = ("-last_day", "-id")
    columns = (
        Column("number", "期号", _issue, fixed=True, link=_page),
        Column("kind", "种类"),
        Column("period", "期间", _period),
        Column("title", "标题", lambda row: row.own_title or row.title, long=True),
        Column("state", "状态", pill=MACHINE.tones),
        Column("as_of", "数据截至", hidden=True),
        Column("made_at", "生成时间", hidden=True),
        Column("issued_at", "印发时间"),
    )
    filters = (
        search("标题", contains("title", "own_title")),
        choice("kind", "种类", PaperKind.choices),
        choice("state", "状态", Paper.State.choices, duties=(Duty.CITY_OFFICER,)),
        year("year", "年度", "last_day"),
    )
    empty = Empty("还没有报告", "报告按排期自动生成，核定并印发后在这里查看。")

    def rows(self) -> QuerySet[Paper]:
        rows: QuerySet[Paper] = Paper.objects.visible_to(self.actor).defer("data")
        return rows

    def subheading(self) -> str:
        if self.actor.is_city:
            return "由平台按排期写成草稿，经人核定后印发。"
        return "已印发给您所在单位的报告。"

    def context(self) -> dict[str, object]:
        city = self.actor.is_city
        return {"is_city": city, "next_issues": next_issues(timezone.now()) if city else ()}


__all__: Sequence[str] = ("READERS", "PaperList")
