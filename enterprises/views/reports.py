"""The yearly reports of one's own enterprise."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation, StaleVersion
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from enterprises.actions.report_year import (
    FIGURES,
    NEEDED,
    doubts_about,
    figures_in,
    open_years,
    reopen_yearly_report,
    save_yearly_report,
    submit_yearly_report,
)
from enterprises.forms import ReportForm
from enterprises.models import Enterprise, YearlyReport
from enterprises.models.yearly_report import MONEY_FIGURES
from enterprises.versions import content_version, show_theirs
from enterprises.views.profile import own_enterprise, plain
from pages.acts import add_errors


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
        "years": [{"year": year, "report": stored.get(year)} for year in years],
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
        context = _shown(enterprise, year, stored) | {"lines": figure_lines([stored])}
        return render(request, "enterprises/report.html", context)
    seen = content_version(stored)  # before the form writes into its instance
    form = ReportForm(request.POST or None, instance=stored)
    if request.method == "POST" and form.is_valid():
        submit = request.POST.get("act") == "submit"
        act = submit_yearly_report if submit else save_yearly_report
        try:
            act(
                request.actor,
                year,
                form.cleaned_data,
                seen=request.POST.get("seen"),
            )
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        except StaleVersion as stale:
            form.add_error(None, stale.message)
            saved = YearlyReport.objects.get(organisation_id=enterprise.pk, year=year)
            seen = content_version(saved)
            show_theirs(form, saved)
        else:
            done = f"{year} 年度数据已上报。" if submit else f"{year} 年度数据已暂存，尚未上报。"
            messages.success(request, done)
            return redirect("enterprises:reports")
    figures = figures_in(stored)
    if form.is_bound:
        figures = {name: form.cleaned_data.get(name) for name in FIGURES}
    context = _shown(enterprise, year, stored) | {
        "form": form,
        "seen": seen,
        "fields": [field for field in form if field.name in FIGURES],
        "explanation": form["warnings_explained"],
        "needed": NEEDED,
        "doubts": doubts_about(enterprise.pk, year, figures),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "enterprises/report.html", context, status=status)


@for_duties(Duty.ENTERPRISE_STAFF)
@require_POST
def reopen(request: ActorRequest, year: int) -> HttpResponse:
    """Take a submitted year back to correct it."""
    reopen_yearly_report(request.actor, year)
    messages.warning(request, f"{year} 年度数据已撤回，更正后请重新上报。")
    return redirect("enterprises:report", year)


def figure_lines(years: list[YearlyReport | None]) -> list[dict[str, Any]]:
    """One line for each figure, with its value in each year ("" where it is missing)."""
    lines = []
    for name in FIGURES:
        values = [getattr(year, name) if year else None for year in years]
        shown = [plain(v) if name in MONEY_FIGURES else v for v in values]
        lines.append(
            {
                "label": YearlyReport._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
                "values": ["" if value is None else value for value in shown],
            }
        )
    return lines


def _shown(enterprise: Enterprise, year: int, stored: YearlyReport | None) -> dict[str, Any]:
    return {"enterprise": enterprise, "year": year, "report": stored, "tab": "reports"}
