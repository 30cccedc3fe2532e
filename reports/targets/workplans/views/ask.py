"""The template of a plan's work plans, and the act that asks for them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from reports.models import Plan, WorkPlanSection
from reports.targets.actions.move_row import move_section
from reports.targets.records import WATCHERS
from reports.targets.workplans.actions.ask_for_plans import ask_for_plans
from reports.targets.workplans.forms import AskForm


@for_duties(*WATCHERS)
@require_GET
def plan_template(request: ActorRequest, pk: int) -> HttpResponse:
    """The sections by which districts write their work plans, in their order."""
    plan = get_object_or_404(Plan, pk=pk, retired_at=None)
    context = {"plan": plan, "rows": list(plan.sections.filter(retired_at=None))}
    return render(request, "reports/plan_template.html", context)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def move_work_section(request: ActorRequest, pk: int, way: str) -> HttpResponse:
    """Move a section up or down."""
    row = get_object_or_404(WorkPlanSection, pk=pk, retired_at=None)
    version = shown_version(request.POST)
    attempt(request, lambda: move_section(request.actor, pk, way, version))
    return redirect("reports:plan_template", row.plan_id)


@for_duties(Duty.CITY_OFFICER)
def ask_plans(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask districts for their work plans."""
    plan = get_object_or_404(Plan, pk=pk, retired_at=None)
    form = AskForm(plan, request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(
        request,
        lambda: ask_for_plans(
            request.actor,
            pk,
            [int(key) for key in form.cleaned_data["districts"]],
            form.cleaned_data["due_on"],
            form.cleaned_data["note"],
        ),
        form=form,
        done=lambda rows: f"已向 {len(rows)} 个区市布置，审核人会收到通知。",
    ):
        return redirect("reports:plan", pk)
    context = {
        "plan": plan,
        "form": form,
        "sections": list(plan.sections.filter(retired_at=None)),
        "free": form.fields["districts"].choices,  # type: ignore[attr-defined]
    }
    return page_with_form(request, "reports/ask_plans.html", context, form)
