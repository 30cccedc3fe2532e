"""The tables of decisions over many cases: at the preview, and what became of each."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.models import District
from lifecycle.bulk import Prospect
from lifecycle.models import BulkItem, BulkRun
from pages.lists import Column, Empty, ListPage
from pages.lists.cells import shown
from pages.lists.filters import choice
from procedures.cases.changes import CaseTransition
from procedures.cases.lifecycle import MACHINE
from procedures.cases.material import read_verdicts_together
from procedures.cases.parts import state_word
from procedures.cases.policies import REVIEWERS
from procedures.cases.verdicts import open_to_bureaus
from procedures.cases.worklist.columns import case_page, verdict_tone
from procedures.models import Application
from procedures.models.application import State
from schemes.evaluation.evaluate import Finding
from schemes.evaluation.judging import Verdict

CASE: Column[Any] = Column("case", "申报", str, long=True, link=case_page, below=lambda c: c.number)
ENTERPRISE: Column[Any] = Column("enterprise_name", "企业", long=True)
DISTRICT: Column[Any] = Column("district__short_name", "区市")


# --- quotas -------------------------------------------------------------------------------------

_QUOTA = (
    '<input class="input short" name="quota-{pk}" id="quota-{pk}" value="{shown}"'
    ' inputmode="numeric"{wrong}>{problem}'
)


@dataclass(frozen=True)
class Quota:
    """How many cases a district may recommend, as it is shown or was typed."""

    district: District
    shown: str | int
    problem: str
    used: int


def _quota(row: Quota) -> SafeString:
    return format_html(
        _QUOTA,
        pk=row.district.pk,
        shown=row.shown,
        wrong=mark_safe(' aria-invalid="true"') if row.problem else "",
        problem=format_html('<p class="error">{}</p>', row.problem) if row.problem else "",
    )


def _quota_label(row: Quota) -> SafeString:
    return format_html('<label for="quota-{}">{}</label>', row.district.pk, row.district.name)


QUOTAS: tuple[Column[Quota], ...] = (
    Column("name", "区市", html=_quota_label),
    Column("quota", "名额（件）", html=_quota),
    Column("used", "已推荐", number=True),
)


# --- the preview --------------------------------------------------------------------------------

CaseProspect: TypeAlias = Prospect[Application]


def unmet_of(one: CaseProspect) -> list[Finding]:
    """What `with_unmet` has found."""
    found: list[Finding] = vars(one.row)["unmet"]
    return found


def _reasons(one: CaseProspect) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((why,) for why in one.reasons))


def case_columns(title: str = "申报") -> tuple[Column[CaseProspect], ...]:
    """Which case it is; `title` is what its titles are called."""
    return (
        Column(
            "row", title, lambda one: str(one.row), long=True, link=lambda one: case_page(one.row)
        ),
        Column("row__enterprise_name", "企业", long=True),
        Column("row__district__short_name", "区市"),
    )


def possible_columns(
    decision: CaseTransition, first: tuple[Column[CaseProspect], ...]
) -> tuple[Column[CaseProspect], ...]:
    """The columns `first`, the verdict with what is unmet, and the state now and afterwards."""

    def after(one: CaseProspect) -> str:
        return "、".join(_word(one, target) for target in sorted(decision.targets))

    return (
        *first,
        Column(
            "row__verdict", "条件", pill=lambda one: verdict_tone(one.row),
            below=lambda one: "；".join(f"{w.verdict_label}：{w.label}" for w in unmet_of(one)),
        ),
        Column("row__state", "现在", lambda one: _word(one, one.row.state), fit=True),
        Column("after", "办理后", after, fit=True),
    )  # fmt: skip


def _word(one: CaseProspect, state: str) -> str:
    """A state in the words of what the case is about."""
    return state_word(one.row, state, str(State(state).label))


def with_unmet(found: list[CaseProspect]) -> list[CaseProspect]:
    """The same, each case with its `unmet` conditions. Three queries."""
    read_verdicts_together([one.row for one in found if one.row.verdict != Verdict.MET])
    for one in found:
        case: Any = one.row
        case.unmet = [] if case.verdict == Verdict.MET else open_to_bureaus(case)
    return found


def refused_columns() -> tuple[Column[CaseProspect], ...]:
    """Which case it is, and everything against it."""
    return (*case_columns()[:2], Column("reasons", "原因", html=_reasons))


# --- what became of it --------------------------------------------------------------------------


def _page_of_case(item: Any) -> str:
    return case_page(item.case) if item.case else ""


class DecisionItems(ListPage[BulkItem]):
    """What became of each case of a decision over many, those that were refused first."""

    key, title, noun, counter = "decision_items", "办理结果", "申报", "件"
    readers = REVIEWERS
    order = ("-result", "id")
    size = 200
    template = "procedures/decisions/run.html"
    columns = (
        Column("case__number", "受理编号"),
        Column("row_label", "申报", fixed=True, long=True, link=_page_of_case),
        Column("case__enterprise_name", "企业", long=True),
        Column("case__district__short_name", "区市"),
        Column("result", "结果", pill={"done": "ok", "refused": "bad", "waiting": "wait"}),
        Column("message", "说明", long=True),
    )
    filters = (choice("result", "结果", BulkItem.Result.choices),)
    empty = Empty("没有符合条件的申报", "换一个筛选条件，或清空筛选查看全部。")

    @cached_property
    def run(self) -> BulkRun:
        """The decision, of the actor's own bureau."""
        runs = BulkRun.objects.filter(
            organisation_id=self.actor.organisation_id, machine=MACHINE.name
        )
        return get_object_or_404(runs.select_related("started_by"), pk=self.arguments["pk"])

    def rows(self) -> QuerySet[BulkItem]:
        return self.run.items.order_by()

    def prepare(self, rows: list[Any]) -> None:
        """`case` is None where the enterprise has moved to another district since."""
        found = Application.objects.visible_to(self.actor).with_enterprise_names()
        found = found.select_related("district").defer("answers")
        cases = found.in_bulk([item.row_id for item in rows])
        for item in rows:
            item.case = cases.get(item.row_id)

    def heading(self) -> str:
        if not self.filter.form.is_valid():
            return super().heading()
        if not self.run.finished_at:
            return f"{self.run.label}：正在办理"
        counted = self.run.items.order_by().values_list("result").annotate(number=Count("id"))
        numbers = dict(counted)
        refused = numbers.pop(BulkItem.Result.REFUSED, 0)
        said = f"，{refused} 件未办理" if refused else ""
        return f"{self.run.label}：已办理 {sum(numbers.values())} 件{said}"

    def subheading(self) -> str:
        run = self.run
        reason = f" · 意见：{run.reason}" if run.reason else ""
        return f"{run.started_by} · {shown(run.started_at)}{reason}"
