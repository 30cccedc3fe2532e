"""Who outside the enterprise looked at its data."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from audit.models import ReadEntry
from pages.lists.keyset import keyset_page


@for_duties(Duty.ENTERPRISE_STAFF)
@require_GET
def reads(request: ActorRequest) -> HttpResponse:
    """The reads of the enterprise's own data by others, newest first."""
    own = ReadEntry.objects.filter(organisation_id=request.actor.organisation_id)
    page = keyset_page(request, own, order=("-id",), size=50)
    return render(request, "people/reads.html", {"page": page})
