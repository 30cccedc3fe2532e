"""The tables of decisions over many cases: at the preview, and what became of each."""

from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from enterprises.models import Enterprise
from pages.lists import Column, Empty, ListPage
from pages.lists.cells import shown
from pages.lists.filters import choice
from procedures.cases.policies import REVIEWERS
from procedures.cases.worklist.columns import case_page
from procedures.models import DecisionItem, DecisionRun


def name_enterprises(cases: list[Any]) -> None:
    """Give the rows, which belong to enterprises, their names. One query."""
    names = dict(
        Enterprise.objects.filter(pk__in={case.organisation_id for case in cases}).values_list(
            "organisation_id", "name"
        )
    )
    for case in cases:
        case.enterprise_name = names[case.organisation_id]


CASE: Column[Any] = Column("case", "申报", str, long=True, link=case_page, below=lambda c: c.number)
ENTERPRISE: Column[Any] = Column("enterprise_name", "企业", long=True)
DISTRICT: Column[Any] = Column("district__short_name", "区市")


# --- quotas -------------------------------------------------------------------------------------

_QUOTA = (
    '<input class="input short" name="quota-{pk}" id="quota-{pk}" value="{shown}"'
    ' inputmode="numeric"{wrong}>{problem}'
)


def _quota(row: Any) -> SafeString:
    return format_html(
        _QUOTA,
        pk=row.pk,
        shown=row.shown,
        wrong=mark_safe(' aria-invalid="true"') if row.problem else "",
        problem=format_html('<p class="error">{}</p>', row.problem) if row.problem else "",
    )


QUOTAS: tuple[Column[Any], ...] = (
    Column(
        "name", "区市",
        html=lambda row: format_html('<label for="quota-{}">{}</label>', row.pk, row.name),
    ),
    Column("quota", "名额（件）", html=_quota),
    Column("used", "已推荐", number=True),
)  # fmt: skip


# --- the preview --------------------------------------------------------------------------------

_TITLE: Column[Any] = Column("case", "申报", str, long=True, link=case_page)
POSSIBLE: tuple[Column[Any], ...] = (_TITLE, ENTERPRISE, DISTRICT, Column("state", "现在"))


def _reasons(case: Any) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((why,) for why in case.reasons))


REFUSED = (_TITLE, ENTERPRISE, Column("reasons", "原因", html=_reasons))


# --- what became of it --------------------------------------------------------------------------


class DecisionItems(ListPage[DecisionItem]):
    """What became of each case of a decision over many, those that were refused first."""

    key, title, noun, counter = "decision_items", "办理结果", "申报", "件"
    readers = REVIEWERS
    order = ("-state", "id")
    size = 200
    template = "procedures/decisions/run.html"
    columns = (
        Column("number", "受理编号", lambda item: item.application.number),
        Column(
            "case", "申报", lambda item: str(item.application), fixed=True, long=True,
            link=lambda item: case_page(item.application),
        ),
        ENTERPRISE,
        DISTRICT,
        Column("state", "结果", pill={"done": "ok", "refused": "bad", "waiting": "wait"}),
        Column("message", "说明", long=True),
    )  # fmt: skip
    filters = (choice("state", "结果", DecisionItem.State.choices),)
    empty = Empty("没有符合条件的申报", "换一个筛选条件，或清空筛选查看全部。")

    @cached_property
    def run(self) -> DecisionRun:
        """The decision, of the actor's own bureau."""
        runs = DecisionRun.objects.filter(organisation_id=self.actor.organisation_id)
        found: DecisionRun = get_object_or_404(
            runs.select_related("started_by"), pk=self.arguments["pk"]
        )
        return found

    def rows(self) -> QuerySet[DecisionItem]:
        rows: QuerySet[DecisionItem] = DecisionItem.objects.filter(run_id=self.run.pk)
        return rows.select_related("application", "district").defer("application__answers")

    def prepare(self, rows: list[DecisionItem]) -> None:
        name_enterprises(rows)

    def heading(self) -> str:
        if not self.filter.form.is_valid():
            return super().heading()
        if not self.run.finished_at:
            return f"{self.run.label}：正在办理"
        counted = self.run.items.order_by().values_list("state").annotate(number=Count("id"))
        numbers = dict(counted)
        refused = numbers.pop(DecisionItem.State.REFUSED, 0)
        said = f"，{refused} 件未办理" if refused else ""
        return f"{self.run.label}：已办理 {sum(numbers.values())} 件{said}"

    def subheading(self) -> str:
        run = self.run
        reason = f" · 意见：{run.reason}" if run.reason else ""
        return f"{run.started_by} · {shown(run.started_at)}{reason}"
