"""The lists of cases: the bureaus' worklist, and the enterprise's own filings."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from pages.lists import BulkAct, Column, Empty, ListPage, On
from pages.lists.columns import Cell
from pages.moments import last_day
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import state_word
from procedures.cases.policies import REVIEWERS, has_on_desk
from procedures.cases.recommendations import batches_to_order
from procedures.cases.views.assignments import ME, confirm_assignment
from procedures.cases.worklist.columns import COLUMNS, LEADERS_COLUMNS, prepare
from procedures.cases.worklist.filters import FILTERS, CaseFilter
from procedures.cases.worklist.tabs import Desk
from procedures.models import Application, Batch
from procedures.models.application import ApplicationQuerySet, State

WAITING = {
    Desk.TODO: "有{} 件申报等您处理",
    Desk.MINE: "您名下有{} 件申报",
    Desk.FREE: "有{} 件申报还没有人认领",
    Desk.OTHERS: "同事名下有{} 件申报",
}
NONE_OF_MINE = Empty("您名下没有申报", "在“未分配”里勾选申报后认领，或由同事转交给您。")


def is_reviewer(actor: Actor) -> bool:
    return actor.duty in REVIEWERS


def claim(request: ActorRequest, rows: QuerySet[Application]) -> HttpResponseBase:
    return confirm_assignment(request, rows, ME)


def hand_over(request: ActorRequest, rows: QuerySet[Application]) -> HttpResponseBase:
    return confirm_assignment(request, rows, "")


class Worklist(ListPage[Application]):
    """The bureau's queue, the most urgent first, or the cases that the filters choose."""

    key, title, noun, counter = "cases", "申报", "申报", "件"
    readers = (*REVIEWERS, Duty.LEADER)
    template = "procedures/worklist.html"
    columns = COLUMNS
    filters, filter_class = FILTERS, CaseFilter
    bulk = (
        BulkAct("claim", "认领", claim, may=is_reviewer, selectable=has_on_desk),
        BulkAct("hand_over", "转交", hand_over, may=is_reviewer, selectable=has_on_desk),
    )
    empty = Empty(
        "没有符合条件的申报",
        "企业提交后会出现在这里，并向您发送通知。要看其他申报，请换一个筛选条件。",
    )

    def rows(self) -> QuerySet[Application]:
        return (
            Application.objects.visible_to(self.actor)
            .select_related("batch", "district", "reviewer", "scheme_version__scheme")
            .defer("answers", "answer_revisions", "scheme_version__definition")
            .with_enterprise_names()
        )

    def prepare(self, rows: list[Application]) -> None:
        columns = self.file_columns() if "export" in self.request.GET else self.shown_columns
        prepare(self.actor, rows, {column.key for column in columns})

    def all_columns(self) -> tuple[Column[Any], ...]:
        return COLUMNS if self.reviews else LEADERS_COLUMNS

    def usual_order(self) -> tuple[str, ...]:
        return ("stage_due_on", "id") if self.cases.is_queue else ("-submitted_at", "-id")

    @property
    def reviews(self) -> bool:
        return is_reviewer(self.actor)

    @property
    def cases(self) -> CaseFilter:
        """The filter, with what it knows of desks."""
        assert isinstance(self.filter, CaseFilter)
        return self.filter

    @cached_property
    def count(self) -> tuple[int, bool]:
        counts = self.cases.counts
        if counts and not self.cases.value("reviewer"):
            return counts[Desk(self.cases.open_desk)]
        return super().count

    @property
    def is_filtered(self) -> bool:
        return self.cases.is_narrowed

    def heading(self) -> str:
        if not self.cases.form.is_valid():
            return super().heading()
        number, more = self.count
        amount = f"{'超过' if more else ''} {number}"
        if self.is_filtered or not self.reviews:
            return f"符合条件的申报{amount} 件"
        if not number:
            return "没有待处理的申报"
        said = f"有{{}} 件申报等待{self.actor.organisation_name}处理"
        return WAITING.get(Desk(self.cases.open_desk), said).format(amount)

    def subheading(self) -> str:
        order = "按期限先后排列" if self.cases.is_queue else "按提交先后排列，新的在前"
        if self.sort_key:
            order = "按所选的列排列"
        if self.cases.open_desk != Desk.TODO:
            return order
        others = "，同事名下的在“同事的”里" if self.cases.desks.others else ""
        return f"{order}。这里是您名下的和未分配的{others}"

    def empty_words(self) -> Empty:
        own = self.cases.open_desk == Desk.MINE and not self.is_filtered
        return NONE_OF_MINE if own else self.empty

    def row_label(self, row: Any) -> str:
        return f"{row}（{row.enterprise_name}）"

    def context(self) -> dict[str, object]:
        desks = self.cases.desks
        return {
            "tabs": self.tabs() if self.reviews else [],
            "covers": desks.covers if self.reviews else [],
            "own_cover": desks.own_cover if self.reviews else None,
            "to_order": batches_to_order(self.actor),
        }

    def tabs(self) -> list[dict[str, object]]:
        """The parts of the list, each with how many of the queue lie there."""
        cases, query = self.cases, self.query.copy()
        query.pop("reviewer", None)
        tabs: list[dict[str, object]] = []
        for desk in Desk:
            if desk == Desk.TODO and cases.open_desk != Desk.TODO and "desk" not in query:
                continue  # nothing is anybody's yet: it would be the same as all
            if desk == Desk.OTHERS and not cases.desks.others:
                continue
            query["desk"] = desk
            number, more = cases.counts[desk] if cases.counts else (None, False)
            tabs.append(
                {
                    "label": desk.label,
                    "query": query.urlencode(),
                    "is_current": desk == cases.open_desk,
                    "number": number,
                    "more": more,
                }
            )
        return tabs


def open_case(row: Application) -> str:
    """Where the enterprise goes on with its case: the form, or the case's page."""
    return reverse("procedures:fill" if row.is_editable else "procedures:case", args=[row.pk])


def _below(row: Application) -> str:
    parts = (
        "复核" if row.purpose == Application.Purpose.RECHECK else "",
        row.batch.name,
        row.number,
    )
    return " · ".join(part for part in parts if part)


def _due(row: Application) -> Cell:
    return last_day(row.batch.closes_at) if row.state == State.DRAFT else row.stage_due_on


def _go_on(row: Application) -> SafeString:
    label = {State.DRAFT: "继续填写", State.RETURNED: "去修改"}.get(State(row.state), "查看")
    return format_html('<a href="{}">{}</a>', open_case(row), label)


class OwnCases(ListPage[Application]):
    """The enterprise's filings, the newest first, beside the open batches and deleted drafts."""

    key, title, noun, counter = "own_cases", "我的申报", "申报", "件"
    caption = "申报记录"
    readers = (Duty.ENTERPRISE_STAFF,)
    order = ("-created_at", "-id")
    size = 20
    template = "procedures/own_cases.html"
    columns = (
        Column("title", "申报", str, fixed=True, long=True, link=open_case, below=_below),
        Column("number", "受理编号", on=On.FILE),
        Column("batch", "批次", lambda row: row.batch.name, on=On.FILE, width=36),
        Column(
            "state", "到哪一步", lambda row: row.state_label,
            pill=lambda row: MACHINE.tone_of(row.state),
        ),
        Column("due", "期限", _due, number=True),
        Column("act", "操作", html=_go_on, number=True, on=On.PAGE),
    )  # fmt: skip
    empty = Empty("还没有申报", "从“正在受理”里开放的批次开始，填写内容会自动保存。")

    def rows(self) -> QuerySet[Application]:
        return self._own.filter(deleted_at=None)

    @property
    def _own(self) -> ApplicationQuerySet:
        own: ApplicationQuerySet = Application.objects.filter(
            organisation_id=self.actor.organisation_id
        )
        return own.select_related("batch")

    def prepare(self, rows: list[Any]) -> None:
        for row in rows:
            label = MACHINE.label_for(self.actor, row.state)
            row.state_label = state_word(row, row.state, label)

    def heading(self) -> str:
        if not self.filter.form.is_valid():
            return super().heading()
        todo = self._own.waiting_for(self.actor).count()
        return f"有 {todo} 件申报等您填写" if todo else "没有等您填写的申报"

    def context(self) -> dict[str, object]:
        batches = (
            Batch.objects.open_at()
            .for_filings()
            .of_certifications()
            .select_related("version__scheme")
        )
        return {
            "batches": batches.order_by("closes_at"),
            "deleted": self._own.exclude(deleted_at=None)[:5],
        }
