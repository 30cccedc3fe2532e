"""What the bank's programs have called, and what they pulled."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from financing.line.usage import SHOWN_DAYS, usage_of
from financing.models import Pull

RECENT_PULLS = 20


@for_duties(Duty.BANK_OFFICER, administrator=True)
@require_GET
def usage(request: ActorRequest) -> HttpResponse:
    """The calls of the last 30 days and the latest pulls."""
    actor: Actor = request.actor
    pulls = Pull.objects.filter(organisation_id=actor.organisation_id).order_by("-begun_at")
    context = {
        "lines": usage_of(actor),
        "pulls": pulls[:RECENT_PULLS],
        "days": SHOWN_DAYS,
    }
    return render(request, "financing/usage.html", context)
