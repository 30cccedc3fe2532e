"""Editing a story: its text, and which figures the public may read."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from enterprises.figures import facts_of
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.casebook.actions.save_text import choose_figures, save_text
from reports.casebook.figures import FIGURES, told, why_not_told
from reports.casebook.forms import FiguresForm, TextForm
from reports.casebook.policies import may_edit
from reports.casebook.views.stories import SIDES, seen_story
from reports.models.casebook import Shown


@for_duties(*SIDES)
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Write title and parts."""
    row = seen_story(request, pk)
    if request.method == "GET" and not may_edit(request.actor, row):
        return redirect("reports:story", pk)
    form = TextForm(request.POST or None, instance=row)
    if request.method == "POST" and attempt(
        request,
        lambda: save_text(
            request.actor, pk, form.cleaned_data, version=shown_version(request.POST)
        ),
        form=form,
        done="案例已保存，对方能看到改了什么。",
    ):
        return redirect("reports:story", pk)
    context = {
        "story": row,
        "form": form,
        "stale": getattr(form, "stale", None),
        "version": version_to_show(request, row, form),
    }
    return page_with_form(request, "reports/casebook/edit.html", context, form)


@for_duties(Duty.ENTERPRISE_STAFF, administrator=True)
@require_http_methods(["GET", "POST"])
def figures(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Choose what of each figure the public may read, beside what it would read then."""
    row = seen_story(request, pk)
    if request.method == "GET" and not may_edit(request.actor, row):
        return redirect("reports:story", pk)
    form = FiguresForm(request.POST or None, instance=row)
    if request.method == "POST" and attempt(
        request,
        lambda: choose_figures(
            request.actor, pk, form.cleaned_data, version=shown_version(request.POST)
        ),
        form=form,
        done="公开范围已保存。",
    ):
        return redirect("reports:story", pk)
    years = facts_of(row.organisation_id).years
    context = {
        "story": row,
        "form": form,
        "stale": getattr(form, "stale", None),
        "version": version_to_show(request, row, form),
        "examples": [
            {
                "field": form[one.choice],
                "growth": told(one, Shown.GROWTH, years),
                "full": told(one, Shown.FULL, years),
                "why_no_growth": why_not_told(one, Shown.GROWTH, years),
            }
            for one in FIGURES
        ],
    }
    return page_with_form(request, "reports/casebook/figures.html", context, form)
