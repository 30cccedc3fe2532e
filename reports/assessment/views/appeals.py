"""Pages of appeals: filing one, reading it, ruling it."""

from decimal import Decimal

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.assessment.actions.file_appeal import (
    file_appeal,
    reopen_appeal,
    rule_appeal,
    withdraw_appeal,
)
from reports.assessment.appeal_machine import MACHINE
from reports.assessment.forms import AppealForm, RulingForm
from reports.assessment.lines_of_district import appeals_run, shown_lines
from reports.assessment.lists import WATCHERS
from reports.assessment.rounds import read
from reports.assessment.steps import days_left
from reports.assessment.views.lines import place_of, scores_of
from reports.assessment.views.rounds import round_of
from reports.assessment.words import how, value_in_words
from reports.assessment.written import written
from reports.models import Appeal, RoundFigure


@for_duties(Duty.DISTRICT_REVIEWER)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, pk: int, district_id: int, indicator_id: int) -> HttpResponseBase:
    """Appeal against a line of one's own district."""
    one, place = round_of(request.actor, pk), place_of(request.actor, district_id)
    row = get_object_or_404(one.indicators, pk=indicator_id)
    form = AppealForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        filed = attempt(
            request,
            lambda: file_appeal(
                request.actor, pk, indicator_id,
                reason=form.cleaned_data["reason"],
                wanted=form.cleaned_data["wanted"],
                files=form.cleaned_data["evidence"],
            ),
            form=form,
            done="申诉已提交，裁定后会通知您。",
        ).value  # fmt: skip
        if filed is not None:
            return redirect("reports:appeal", filed.pk)
    scores = scores_of(one, district_id) if one.is_scored else []
    shown = next(
        line for line in shown_lines(one, district_id, scores, is_own=True) if line.row.pk == row.pk
    )
    if request.method == "GET" and shown.appeal and shown.appeal.state == Appeal.State.OPEN:
        return redirect("reports:appeal", shown.appeal.pk)
    context = {
        "round": one,
        "place": place,
        "line": shown,
        "form": form if appeals_run(one) or request.method == "POST" else None,
        "is_open": appeals_run(one),
        "left": days_left(one.appeals_until) if one.appeals_until else "",
    }
    return page_with_form(request, "reports/appeal_new.html", context, form)


@for_duties(*WATCHERS)
@require_http_methods(["GET", "POST"])
def appeal(request: ActorRequest, pk: int) -> HttpResponseBase:
    """An appeal with its history; the city rules it here."""
    row = get_object_or_404(
        Appeal.objects.visible_to(request.actor).select_related(
            "round", "indicator", "district", "filed_by"
        ),
        pk=pk,
    )
    if request.method == "POST" and not request.actor.is_city:
        raise Http404
    indicator = read(row.indicator)
    form = RulingForm(indicator.unit, indicator.most, request.POST or None)
    if request.method == "POST" and attempt(
        request,
        lambda: rule_appeal(
            request.actor, pk,
            is_sustained=form.cleaned_data["decision"] == "sustain",
            ruling=form.cleaned_data["ruling"],
            new_value=form.cleaned_data["new_value"],
            new_points=form.cleaned_data["new_points"],
            version=shown_version(request.POST),
        ),
        form=form,
        done="已裁定，区市会收到通知。",
    ):  # fmt: skip
        return redirect("reports:appeal", pk)
    figure = RoundFigure.objects.filter(
        indicator=row.indicator_id, district=row.district_id
    ).first()
    context = {
        "row": row,
        "round": row.round,
        "indicator": indicator,
        "how": how(indicator),
        "value_before": value_in_words(indicator, row.value_before),
        "points_before": _points(row.points_before),
        "value_now": value_in_words(indicator, figure.counted) if figure else "—",
        "new_value": value_in_words(indicator, row.new_value) if row.new_value is not None else "",
        "new_points": _points(row.new_points) if row.new_points is not None else "",
        "tone": MACHINE.tone_of(row.state),
        "evidence": list(row.evidence.all()),
        "history": MACHINE.history(row),
        "form": form
        if request.actor.is_city and not MACHINE.obstacles(request.actor, row, "refuse")
        else None,
        "may_reopen": request.actor.is_city and not MACHINE.obstacles(request.actor, row, "reopen"),
        "may_withdraw": request.actor.is_district
        and not MACHINE.obstacles(request.actor, row, "withdraw"),
        "version": version_to_show(request, row, form),
    }
    return page_with_form(request, "reports/appeal.html", context, form)


def _points(number: Decimal | None) -> str:
    return "—" if number is None else written(number)


@for_duties(Duty.DISTRICT_REVIEWER)
@require_POST
def withdraw(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Take an appeal back."""
    get_object_or_404(Appeal.objects.visible_to(request.actor), pk=pk)
    attempt(
        request,
        lambda: withdraw_appeal(request.actor, pk, version=shown_version(request.POST) or None),
        done="申诉已撤回。",
    )
    return redirect("reports:appeal", pk)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def reopen(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Take a ruling back whose evidence was withdrawn, to rule anew."""
    get_object_or_404(Appeal.objects.visible_to(request.actor), pk=pk)
    reason = request.POST.get("reason", "")
    attempt(
        request,
        lambda: reopen_appeal(
            request.actor, pk, reason, version=shown_version(request.POST) or None
        ),
        done="原裁定已撤销，请重新裁定。",
    )
    return redirect("reports:appeal", pk)
