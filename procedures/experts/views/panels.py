"""The city's panels: drawing one, watching it, deciding what is wide, its results on paper."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import User
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.pdf import render_pdf
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook
from enterprises.models import Enterprise
from pages.acts import add_errors
from pages.lists.keyset import keyset_page
from pages.request_values import whole_number
from procedures.batches.working_days import add_working_days
from procedures.experts.actions.draw_panel import draw_panel, feasibility, waiting_cases
from procedures.experts.actions.run_panel import (
    accept_result,
    add_to_pool,
    ask_another_opinion,
    close_panel,
    remind_experts,
    replace_expert,
)
from procedures.experts.forms import PanelForm
from procedures.experts.panel_sheet import HEADINGS, result_lines, result_paper
from procedures.models import Batch, Expert, PanelCase, ReviewPanel, ScoreSheet
from procedures.models.application import State

city_only = for_duties(Duty.CITY_OFFICER)
USUAL = {"per_case": 3, "spread_limit": Decimal(20)}


@city_only
@require_GET
def panels(request: ActorRequest) -> HttpResponse:
    """Panels, and the batches whose cases wait for one."""
    rows = ReviewPanel.objects.select_related("batch").annotate(
        number=Count("cases", distinct=True),
        scored=Count("cases", filter=Q(cases__state=PanelCase.State.SCORED), distinct=True),
        wide=Count("cases", filter=Q(cases__state=PanelCase.State.WIDE), distinct=True),
    )
    waiting = (
        Batch.objects.filter(applications__state=State.EXPERT_REVIEW, applications__panel_case=None)
        .annotate(number=Count("applications"))
        .order_by("-opens_at")
    )
    context = {
        "page": keyset_page(request, rows, order=("-created_at", "-id"), size=30),
        "waiting": waiting,
    }
    return render(request, "procedures/panels/listing.html", context)


@city_only
def draw(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Choose how to draw, see who stands aside from what, and cast the lot."""
    actor = request.actor
    batch = get_object_or_404(Batch.objects.select_related("version"), pk=batch_id)
    pool = list(Expert.objects.filter(is_active=True).select_related("user").order_by("user__name"))
    cases = waiting_cases(actor, batch_id)
    days = batch.version.parsed.timetable.expert_review_days
    usual = {
        **USUAL,
        "title": f"{batch.name}专家评审"[:80],
        "due_on": add_working_days(timezone.localdate(), days),
        "experts": [one.user_id for one in pool],
    }
    form = PanelForm(request.POST or None, initial=usual, experts=pool)
    told = None
    if request.method == "POST" and form.is_valid():
        try:
            if "look" in request.POST:
                told = feasibility(actor, batch_id, form.settings().expert_ids)
            else:
                panel = draw_panel(actor, batch_id, form.settings())
                messages.success(request, f"已为 {len(cases)} 件申报抽取专家，并通知专家。")
                return redirect("procedures:panel", panel.pk)
        except RuleViolation as refusal:
            add_errors(form, refusal.errors)
    context = {"batch": batch, "form": form, "cases": cases, "pool": pool, "told": told}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "procedures/panels/draw.html", context, status=status)


@city_only
@require_GET
def panel(request: ActorRequest, pk: int) -> HttpResponse:
    """One panel: each case with its experts' totals, and what is to be decided."""
    return _panel_page(request, pk)


def _panel_page(request: ActorRequest, pk: int, status: int = 200) -> HttpResponse:
    row = get_object_or_404(ReviewPanel.objects.select_related("batch", "created_by"), pk=pk)
    cases = list(
        row.cases.select_related("application", "district").prefetch_related("sheets__reviewer")
    )
    for case in cases:
        sheets = list(case.sheets.all())
        case.rows = sheets
        handed_in = [one for one in sheets if one.state == ScoreSheet.State.SUBMITTED]
        case.is_stuck = case.state == PanelCase.State.SCORING and _is_stuck(case, sheets, handed_in)
        case.share = f"{len(handed_in)}/{sum(_counts(one) for one in sheets)}"
    names = Enterprise.objects.in_bulk({case.application.organisation_id for case in cases})
    for case in cases:
        case.enterprise = names.get(case.application.organisation_id)
    experts = _by_expert(cases)
    drawn_from = User.objects.filter(pk__in=row.pool).order_by("name")
    others = Expert.objects.filter(is_active=True).exclude(user_id__in=row.pool)
    context = {
        "panel": row,
        "cases": cases,
        "experts": experts,
        "drawn_from": drawn_from,
        "others": others.select_related("user"),
        "sheets": sum(_counts(sheet) for case in cases for sheet in case.rows),
        "handed_in": sum(one["done"] for one in experts),
        "undecided": sum(case.state != PanelCase.State.SCORED for case in cases),
        "unscored": sum(case.state == PanelCase.State.SCORING for case in cases),
        "wide": sum(case.state == PanelCase.State.WIDE for case in cases),
        "is_waited_for": any(one["open"] for one in experts),
        "is_open": row.state == ReviewPanel.State.SCORING,
    }
    return render(request, "procedures/panels/panel.html", context, status=status)


def _counts(sheet: ScoreSheet) -> bool:
    return sheet.state in (ScoreSheet.State.OPEN, ScoreSheet.State.SUBMITTED)


def _is_stuck(case: PanelCase, sheets: list[ScoreSheet], handed_in: list[ScoreSheet]) -> bool:
    return bool(handed_in) and not any(one.state == ScoreSheet.State.OPEN for one in sheets)


def _by_expert(cases: list[Any]) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for case in cases:
        for sheet in case.rows:
            one = found.setdefault(
                sheet.reviewer_id, {"name": str(sheet.reviewer), "open": 0, "done": 0}
            )
            one["open"] += sheet.state == ScoreSheet.State.OPEN
            one["done"] += sheet.state == ScoreSheet.State.SUBMITTED
    return sorted(found.values(), key=lambda one: (-one["open"], one["name"]))


@city_only
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Remind, widen the pool, or end a panel."""
    actor = request.actor
    get_object_or_404(ReviewPanel, pk=pk)
    chosen = [number for text in request.POST.getlist("experts") if (number := whole_number(text))]
    acts: dict[str, Callable[[], str]] = {
        "remind": lambda: f"已提醒 {remind_experts(actor, pk)} 位专家。",
        "pool": lambda: f"已加入，共 {len(add_to_pool(actor, pk, chosen).pool)} 位参加抽取。",
        "close": lambda: f"{close_panel(actor, pk)}已结束，可以对这些申报作出决定。",
    }
    if name not in acts:
        raise ReviewPanel.DoesNotExist
    return _done(request, pk, acts[name])


@city_only
@require_POST
def decide(request: ActorRequest, pk: int, case_id: int, name: str) -> HttpResponse:
    """Ask a further opinion on a case, or accept its result with a reason."""
    actor = request.actor
    get_object_or_404(PanelCase, pk=case_id, panel_id=pk)
    reason = request.POST.get("reason", "")

    def opinion() -> str:
        sheet = ask_another_opinion(actor, pk, case_id)
        return f"{sheet.code} 已补充一位专家评审。"

    acts: dict[str, Callable[[], str]] = {
        "opinion": opinion,
        "accept": lambda: f"{accept_result(actor, pk, case_id, reason)} 的结果已接受。",
    }
    if name not in acts:
        raise PanelCase.DoesNotExist
    return _done(request, pk, acts[name])


@city_only
@require_POST
def replace(request: ActorRequest, pk: int, sheet_id: int) -> HttpResponse:
    """Take a sheet from an expert and draw another."""
    actor = request.actor
    get_object_or_404(ScoreSheet, pk=sheet_id, panel_case__panel_id=pk)

    def change() -> str:
        new = replace_expert(actor, pk, sheet_id, request.POST.get("reason", ""))
        return "已更换专家。" if new else "已收回评审表，但没有可以再抽取的专家，请增加专家。"

    return _done(request, pk, change)


def _done(request: ActorRequest, pk: int, what: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, what())
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
        return _panel_page(request, pk, status=409)
    return redirect("procedures:panel", pk)


@city_only
@require_GET
def results(request: ActorRequest, pk: int) -> StreamingHttpResponse:
    """The result sheet as a workbook."""
    row = get_object_or_404(ReviewPanel, pk=pk)

    def workbook() -> Iterator[bytes]:
        again = ReviewPanel.objects.get(pk=pk)
        return stream_workbook("评审结果", HEADINGS, result_lines(again), widths=[12, 24, 36, 12])

    actor = request.actor
    return workbook_answer(actor, f"panel-{row.pk}", workbook)


@city_only
@require_GET
def paper(request: ActorRequest, pk: int) -> HttpResponse:
    """The result sheet as a PDF to sign."""
    row = get_object_or_404(ReviewPanel.objects.select_related("batch__version__scheme"), pk=pk)
    content = render_pdf("panel_results.typ", result_paper(row))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="panel-{row.pk}.pdf"'
    return response
