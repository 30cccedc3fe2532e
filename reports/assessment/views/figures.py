"""Pages where the city enters what departments confirm, and bonuses, deductions and vetoes."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.assessment.actions.confirm_figure import confirm_figure
from reports.assessment.actions.enter_entry import cancel_entry, enter_entry
from reports.assessment.forms import EntryForm, FigureForm
from reports.assessment.indicators import DepartmentSource
from reports.assessment.rounds import read
from reports.assessment.views.rounds import CITY, round_of
from reports.assessment.words import definition, how
from reports.models import RoundEntry, RoundFigure


@for_duties(CITY)
@require_http_methods(["GET", "POST"])
def figure(request: ActorRequest, pk: int) -> HttpResponseBase:
    """One figure, as a department confirms it."""
    row = get_object_or_404(
        RoundFigure.objects.visible_to(request.actor).select_related(
            "round", "indicator", "district", "document"
        ),
        pk=pk,
    )
    indicator = read(row.indicator)
    form = FigureForm(indicator, request.POST or None, request.FILES or None, initial=_initial(row))
    if request.method == "POST" and attempt(
        request,
        lambda: confirm_figure(request.actor, pk, form.said, version=shown_version(request.POST)),
        form=form,
        done=f"{row.district.short_name}“{indicator.name}”已确认。",
    ):
        following = RoundFigure.objects.filter(
            indicator=row.indicator_id, confirmed_at=None, taken_at=None
        ).order_by("district__sort").first()  # fmt: skip
        if following is not None:
            return redirect("reports:figure", following.pk)
        return redirect("reports:round_figures", row.round_id)
    context = {
        "row": row,
        "round": row.round,
        "indicator": indicator,
        "definition": definition(indicator),
        "how": how(indicator),
        "form": form,
        "version": version_to_show(request, row, form),
    }
    return page_with_form(request, "reports/round_figure.html", context, form)


def _initial(row: RoundFigure) -> dict[str, object]:
    source = read(row.indicator).source
    department = source.department if isinstance(source, DepartmentSource) else ""
    value = None if row.value is None else row.value.normalize()
    return {
        "value": value, "is_missing": row.is_missing, "task": row.task,
        "department": row.department or department, "confirmed_by_name": row.confirmed_by_name,
        "source": row.source, "explanation": row.explanation,
    }  # fmt: skip


@for_duties(CITY)
@require_http_methods(["GET", "POST"])
def new_entry(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Enter a bonus, a deduction or a veto."""
    one = round_of(request.actor, pk)
    form = EntryForm(one, request.POST or None, request.FILES or None)
    if request.method == "POST" and attempt(
        request,
        lambda: enter_entry(request.actor, pk, form.said),
        form=form,
        done="已录入。",
    ):
        return redirect("reports:round", pk)
    return page_with_form(request, "reports/round_entry.html", {"round": one, "form": form}, form)


@for_duties(CITY)
@require_POST
def cancel(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Take an entry back."""
    row = get_object_or_404(RoundEntry.objects.visible_to(request.actor), pk=pk)
    reason = request.POST.get("reason", "")
    attempt(request, lambda: cancel_entry(request.actor, pk, reason), done="已撤销，得分已重算。")
    return redirect("reports:round", row.round_id)
