"""The yearly reports of one's own enterprise."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from enterprises.actions.report_year import (
    FIGURES,
    Figure,
    doubts_about,
    figures_in,
    open_years,
    registered_figures,
    reopen_yearly_report,
    save_yearly_report,
    submit_yearly_report,
)
from enterprises.forms import ReportForm
from enterprises.models import Enterprise, YearlyReport
from enterprises.views.profile import Told, own_enterprise, plain
from enterprises.yearly_report_machine import MACHINE, NEEDED
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from pages.words import field_named


@for_duties(Duty.ENTERPRISE_STAFF)
@require_GET
def reports(request: ActorRequest) -> HttpResponse:
    """The last five years side by side."""
    enterprise = own_enterprise(request)
    years = open_years()
    stored = {
        report.year: report
        for report in YearlyReport.objects.filter(organisation_id=enterprise.pk, year__in=years)
    }
    submitted = [y for y in years if y in stored and stored[y].state == "submitted"]
    context = {
        "enterprise": enterprise,
        "tab": "reports",
        "heads": [
            _head(year, stored.get(year), reverse("enterprises:report", args=[year]))
            for year in years
        ],
        "lines": figure_lines([stored.get(year) for year in years]),
        "submitted": len(submitted),
        "latest": years[0],
        "latest_submitted": years[0] in submitted,
    }
    return render(request, "enterprises/reports.html", context)


@for_duties(Duty.ENTERPRISE_STAFF)
def report(request: ActorRequest, year: int) -> HttpResponse:
    """One year: save as a draft, or submit with the doubts explained."""
    if year not in open_years():
        raise Http404
    enterprise = own_enterprise(request)
    stored = YearlyReport.objects.filter(organisation_id=enterprise.pk, year=year).first()
    if stored is not None and stored.state == YearlyReport.State.SUBMITTED:
        context = _shown(enterprise, year, stored) | {"lines": _submitted(stored)}
        return render(request, "enterprises/report.html", context)
    known = registered_figures(enterprise, year)
    form = ReportForm(
        request.POST or None,
        instance=stored,
        initial={} if stored or not known else _as_registered(enterprise, known),
    )
    submit = request.POST.get("act") == "submit"
    act = submit_yearly_report if submit else save_yearly_report
    if request.method == "POST" and attempt(
        request,
        lambda: act(request.actor, year, form.cleaned_data, version=shown_version(request.POST)),
        form=form,
        done=f"{year} 年度数据已{'上报' if submit else '暂存，尚未上报'}。",
    ):
        return redirect("enterprises:reports")
    figures = figures_in(stored) if stored else known
    if form.is_bound:
        figures = {name: form.cleaned_data.get(name) for name in FIGURES}
    context = _shown(enterprise, year, stored) | {
        "form": form,
        "version": version_to_show(request, stored, form),
        "fields": [
            (form[name], _hint(name, figures.get(name), known.get(name))) for name in FIGURES
        ],
        "explanation": form["warnings_explained"],
        "doubts": doubts_about(enterprise.pk, year, figures),
    }
    return page_with_form(request, "enterprises/report.html", context, form)


def _as_registered(enterprise: Enterprise, known: Mapping[str, Figure]) -> dict[str, object]:
    """What a year that nobody began yet is begun with: the registration's figures, and why they
    are so where that was asked."""
    return {**known, "warnings_explained": enterprise.figures_note}


def _hint(name: str, shown: Figure, known: Figure) -> str:
    """Whether the figure is needed, and where it comes from or what the registration has."""
    said = ["上报时必填。"] if name in NEEDED else []
    if known is not None:
        same = shown == known
        said.append("来自登记时填写，请核对。" if same else f"登记时填写的是 {plain(known)}。")
    return "".join(said)


@for_duties(Duty.ENTERPRISE_STAFF)
@require_POST
def reopen(request: ActorRequest, year: int) -> HttpResponse:
    """Take a submitted year back to correct it."""
    if attempt(request, lambda: reopen_yearly_report(request.actor, year)):
        messages.warning(request, f"{year} 年度数据已撤回，更正后请重新上报。")
    return redirect("enterprises:report", year)


def figure_heads(reports: list[YearlyReport]) -> list[dict[str, str]]:
    """A heading for each year, with its state where it is not submitted yet."""
    heads = [_head(report.year, report) for report in reports]
    return [{**head, "state": ""} if head["tone"] == "ok" else head for head in heads]


def _head(year: int, report: YearlyReport | None, url: str = "") -> dict[str, str]:
    state, tone = ("未填报", "calm")
    if report is not None:
        state = report.get_state_display()
        tone = MACHINE.tone_of(report.state)
    return {"label": f"{year} 年", "url": url, "state": state, "tone": tone}


class FigureLine(TypedDict):
    """A figure with its value in each year."""

    label: str
    values: list[object]


def figure_lines(years: Sequence[YearlyReport | None]) -> list[FigureLine]:
    """One line for each figure, with its value in each year ("" where it is missing)."""
    lines: list[FigureLine] = []
    for name in FIGURES:
        values = [getattr(year, name) if year else None for year in years]
        shown = [plain(value) for value in values]
        lines.append(
            {
                "label": str(field_named(YearlyReport, name).verbose_name),
                "values": ["" if value is None else value for value in shown],
            }
        )
    return lines


def _submitted(report: YearlyReport) -> list[Told]:
    rows = [Told(line["label"], line["values"][0]) for line in figure_lines([report])]
    if report.warnings_explained:
        rows.append(Told("异常数据说明", linebreaksbr(report.warnings_explained)))
    return rows


def _shown(enterprise: Enterprise, year: int, stored: YearlyReport | None) -> dict[str, object]:
    return {
        "enterprise": enterprise,
        "year": year,
        "report": stored,
        "events": MACHINE.history(stored) if stored else [],
        "tab": "reports",
    }
