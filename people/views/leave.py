"""Who does one's work while one is away, and for whom one stands in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.leave_cover import COVERED_DUTIES, members_of_duty
from accounts.models import LeaveCover
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from people.actions.arrange_leave import arrange_leave, end_leave
from people.forms import LeaveForm
from people.tables import covers_table


@for_duties(*COVERED_DUTIES)
def cover(request: ActorRequest) -> HttpResponse:
    """The covers of the organisation that hold or will, and arranging one more."""
    actor = request.actor
    people = list(members_of_duty(actor, actor.duty))
    form = LeaveForm(actor.membership_id, people, actor.is_administrator, request.POST or None)
    if request.method == "POST" and attempt(
        request, lambda: _arrange(actor, form.cleaned_data), form=form, done=_arranged
    ):
        return redirect("people:cover")
    covers = (
        LeaveCover.objects.not_over(timezone.localdate())
        .filter(organisation_id=actor.organisation_id, absent__duty=actor.duty)
        .select_related("absent__user", "cover__user")
        .order_by("starts_on", "id")
    )
    rows = list(covers)
    context = {
        "form": form,
        "colleagues": len(people) - 1,
        "covers": len(rows),
        "table": covers_table(actor, rows),
    }
    return page_with_form(request, "people/cover.html", context, form)


def _arrange(actor: Actor, data: dict[str, Any]) -> LeaveCover:
    absent_id = data.get("absent", actor.membership_id)
    return arrange_leave(actor, absent_id, data["cover"], data["starts_on"], data["ends_on"])


def _arranged(made: LeaveCover) -> str:
    return f"已安排由{made.cover.user}代{made.absent.user}办理，双方会收到通知。"


@for_duties(*COVERED_DUTIES)
@require_POST
def end_cover(request: ActorRequest, pk: int) -> HttpResponse:
    """End a cover before its last day."""
    ended = end_leave(request.actor, pk)
    messages.success(request, f"{ended.absent.user}的休假代办已结束。")
    return redirect("people:cover")
