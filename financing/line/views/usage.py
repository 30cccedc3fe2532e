"""What the bank's programs have called, and what they pulled."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.line.lists import PULLS, USAGE
from financing.line.usage import SHOWN_DAYS, usage_of
from financing.models import Pull
from pages.lists.table import table_html

RECENT_PULLS = 20


@for_duties(Duty.BANK_OFFICER, administrator=True)
@require_GET
def usage(request: ActorRequest) -> HttpResponse:
    """The calls of the last 30 days and the latest pulls."""
    lines = usage_of(request.actor)
    pulls = Pull.objects.filter(organisation_id=request.actor.organisation_id)
    recent = pulls.order_by("-begun_at")[:RECENT_PULLS]
    context = {
        "lines": table_html(USAGE, lines) if lines else "",
        "pulls": table_html(PULLS, recent) if recent else "",
        "days": SHOWN_DAYS,
    }
    return render(request, "financing/usage.html", context)
