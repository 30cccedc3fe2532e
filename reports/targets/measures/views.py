"""The page of a plan's measures as a tree, and what the city changes in it."""

from collections.abc import Iterator

from django import forms
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.fields import offer_rows
from pages.lists import Cell, Column
from pages.lists.export import cells_of, export_answer, record_list_export
from pages.models import ListExport
from pages.request_values import shown_version
from reports.models import Measure, Plan
from reports.targets.actions.copy_measures import copy_measures
from reports.targets.actions.move_row import move_measure
from reports.targets.measures.tree import Node, in_order, tree_of
from reports.targets.records import WATCHERS

FILE = (
    Column[Node]("number", "序号"),
    Column[Node]("part", "部分", lambda node: node.measure.get_part_display()),
    Column[Node]("level", "层级", lambda node: "措施" if node.measure.parent_id else "任务"),
    Column[Node]("title", "任务或措施", lambda node: node.measure.title, width=40),
    Column[Node]("clause", "条款", lambda node: node.measure.clause),
    Column[Node]("text", "内容", lambda node: node.measure.text, width=60),
    Column[Node]("leads", "牵头单位", lambda node: "、".join(node.measure.leads), width=24),
    Column[Node]("partners", "配合单位", lambda node: "、".join(node.measure.partners), width=24),
    Column[Node]("when", "时限", lambda node: node.measure.when),
    Column[Node]("target", "关联目标", lambda node: str(node.measure.target or "")),
    Column[Node]("progress", "状态", lambda node: node.measure.get_progress_display()),
)


class CopyForm(forms.Form):
    """From which plan the measures are taken over."""

    source: "forms.ModelChoiceField[Plan]" = forms.ModelChoiceField(
        label="从哪个计划复制",
        queryset=None,
        error_messages={"required": "请选择计划。"},
    )

    def __init__(self, plan: Plan, data: QueryDict | None = None) -> None:
        super().__init__(data)
        rows = Plan.objects.filter(retired_at=None, measures__isnull=False)
        offer_rows(self, "source", rows.exclude(pk=plan.pk).distinct().order_by("-starts_on"))


@for_duties(*WATCHERS)
@require_GET
def plan_measures(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The tree of a plan, or a workbook of it."""
    plan = get_object_or_404(Plan, pk=pk, retired_at=None)
    if request.GET.get("export") == ListExport.Format.XLSX:
        return _export(request, plan)
    return _page(request, plan)


def _page(request: ActorRequest, plan: Plan, refused: CopyForm | None = None) -> HttpResponse:
    branches = tree_of(plan)
    nodes = list(in_order(branches))
    today = timezone.localdate()
    is_open = not nodes and request.actor.is_city
    context = {
        "plan": plan,
        "branches": branches,
        "count": len(nodes),
        "tasks": sum(1 for node in nodes if node.measure.parent_id is None),
        "steps": sum(1 for node in nodes if node.measure.parent_id is not None),
        "late": {node.measure.pk for node in nodes if node.measure.is_late(today)},
        "copy_form": (refused or CopyForm(plan)) if is_open else None,
    }
    return page_with_form(
        request, "reports/plan_measures.html", context, *([refused] if refused else [])
    )


def _export(request: ActorRequest, plan: Plan) -> HttpResponseBase:
    title = f"{plan.name}：任务和措施"[:60]

    def lines() -> Iterator[list[Cell]]:
        return cells_of(FILE, in_order(tree_of(plan)))

    def record() -> None:
        record_list_export(request.actor, "measures", title, f"plan={plan.pk}", FILE, kind)

    kind = ListExport.Format.XLSX
    return export_answer(request.actor, "measures", title, FILE, lines, record, kind)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def move(request: ActorRequest, pk: int, way: str) -> HttpResponse:
    """Move a measure in the tree."""
    row = get_object_or_404(Measure, pk=pk, retired_at=None)
    version = shown_version(request.POST)
    attempt(request, lambda: move_measure(request.actor, pk, way, version))
    answer = redirect("reports:plan_measures", row.plan_id)
    answer["Location"] += f"#measure-{pk}"
    return answer


@for_duties(Duty.CITY_OFFICER)
@require_POST
def copy(request: ActorRequest, pk: int) -> HttpResponse:
    """Begin the tree of a plan with that of another."""
    plan = get_object_or_404(Plan, pk=pk, retired_at=None)
    form = CopyForm(plan, request.POST)
    done = attempt(
        request,
        lambda: copy_measures(request.actor, form.cleaned_data["source"].pk, pk),
        form=form,
        done=lambda number: f"已复制 {number} 项任务和措施，请核对责任单位和时限。",
    )
    return redirect("reports:plan_measures", pk) if done else _page(request, plan, form)
