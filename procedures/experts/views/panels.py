"""A panel of the city: drawing it, watching it, deciding what is wide, its results on paper."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.models import User
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.pdf import render_pdf
from documents.pdf.glyphs import warnings_about
from enterprises.models import Enterprise
from pages.acts import attempt, page_with_form
from pages.lists.export import cells_of, export_answer, record_list_export
from pages.lists.table import table_html
from pages.models import ListExport
from pages.request_values import whole_number
from procedures.batches.working_days import add_working_days, calendar_doubt
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
from procedures.experts.lists import PROGRESS, Progress
from procedures.experts.panel_sheet import RESULTS, ranked, result_paper
from procedures.models import Batch, Expert, PanelCase, ReviewPanel, ScoreSheet

city_only = for_duties(Duty.CITY_OFFICER)
USUAL = {"per_case": 3, "spread_limit": Decimal(20)}


@city_only
def draw(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Choose how to draw, see who stands aside from what, and cast the lot."""
    actor = request.actor
    batch = get_object_or_404(Batch.objects.select_related("version"), pk=batch_id)
    pool = list(Expert.objects.filter(is_active=True).select_related("user").order_by("user__name"))
    cases = waiting_cases(actor, batch_id)
    days = batch.version.parsed.timetable.expert_review_days
    due_on = add_working_days(timezone.localdate(), days)
    usual = {
        **USUAL,
        "title": f"{batch.name}专家评审"[:80],
        "due_on": due_on,
        "experts": [one.user_id for one in pool],
    }
    form = PanelForm(request.POST or None, initial=usual, experts=pool)
    told = None
    if "look" in request.POST:
        told = attempt(
            request, lambda: feasibility(actor, batch_id, form.settings().expert_ids), form=form
        ).value
    elif request.method == "POST":
        drawn = attempt(
            request,
            lambda: draw_panel(actor, batch_id, form.settings()),
            form=form,
            done=f"已为 {len(cases)} 件申报抽取专家，并通知专家。",
        ).value
        if drawn is not None:
            return redirect("procedures:panel", drawn.pk)
    context = {
        "batch": batch, "form": form, "cases": cases, "pool": pool, "told": told,
        "calendar_doubt": calendar_doubt(due_on),
    }  # fmt: skip
    return page_with_form(request, "procedures/panels/draw.html", context, form)


@city_only
@require_GET
def panel(request: ActorRequest, pk: int) -> HttpResponse:
    """One panel: each case with its experts' totals, and what is to be decided."""
    return _panel_page(request, pk)


def _panel_page(request: ActorRequest, pk: int, status: int = 200) -> HttpResponse:
    row = get_object_or_404(ReviewPanel.objects.select_related("batch", "created_by"), pk=pk)
    cases: list[Any] = list(
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
        "experts": table_html(PROGRESS, experts, css="stack"),
        "drawn_from": drawn_from,
        "others": others.select_related("user"),
        "sheets": sum(_counts(sheet) for case in cases for sheet in case.rows),
        "handed_in": sum(one.done for one in experts),
        "undecided": sum(case.state != PanelCase.State.SCORED for case in cases),
        "unscored": sum(case.state == PanelCase.State.SCORING for case in cases),
        "wide": sum(case.state == PanelCase.State.WIDE for case in cases),
        "is_waited_for": any(one.open for one in experts),
        "is_open": row.state == ReviewPanel.State.SCORING,
        "unprintable": warnings_about(
            text
            for case in cases
            for text in (case.enterprise.name if case.enterprise else "", case.application.title)
        ),
    }
    return render(request, "procedures/panels/panel.html", context, status=status)


def _counts(sheet: ScoreSheet) -> bool:
    return sheet.state in (ScoreSheet.State.OPEN, ScoreSheet.State.SUBMITTED)


def _is_stuck(case: PanelCase, sheets: list[ScoreSheet], handed_in: list[ScoreSheet]) -> bool:
    return bool(handed_in) and not any(one.state == ScoreSheet.State.OPEN for one in sheets)


def _by_expert(cases: list[Any]) -> list[Progress]:
    found: dict[int, Progress] = {}
    for case in cases:
        for sheet in case.rows:
            one = found.setdefault(sheet.reviewer_id, Progress(str(sheet.reviewer)))
            one.open += sheet.state == ScoreSheet.State.OPEN
            one.done += sheet.state == ScoreSheet.State.SUBMITTED
    return sorted(found.values(), key=lambda one: (-one.open, one.name))


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
    if attempt(request, what, done=str):
        return redirect("procedures:panel", pk)
    return _panel_page(request, pk, status=409)


@city_only
@require_GET
def results(request: ActorRequest, pk: int) -> StreamingHttpResponse:
    """The result sheet as a workbook."""
    get_object_or_404(ReviewPanel, pk=pk)
    actor, title = request.actor, "评审结果"
    return export_answer(
        actor,
        f"panel-{pk}",
        title,
        RESULTS,
        lambda: cells_of(RESULTS, ranked(ReviewPanel.objects.get(pk=pk))),
        lambda: record_list_export(actor, "panel_results", title, f"panel={pk}", RESULTS, "xlsx"),
        ListExport.Format.XLSX,
    )


@city_only
@require_GET
def paper(request: ActorRequest, pk: int) -> HttpResponse:
    """The result sheet as a PDF to sign."""
    row = get_object_or_404(ReviewPanel.objects.select_related("batch__version__scheme"), pk=pk)
    content = render_pdf("panel_results.typ", result_paper(row))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="panel-{row.pk}.pdf"'
    return response
