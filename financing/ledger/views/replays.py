"""The auditor's page: the ledger computed again."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.ledger.replaying import replay
from financing.models import FundYear


@for_duties(Duty.AUDITOR, Duty.CITY_OFFICER)
@require_GET
def ledger_replay(request: ActorRequest) -> HttpResponse:
    """Every year of every fund added up anew from its entries, beside the balances kept."""
    rows = FundYear.objects.select_related("fund", "district").order_by("-year", "fund_id")
    found = list(replay(list(rows)))
    context = {
        "found": found,
        "wrong": sum(bool(one.wrong) for one in found),
        "entries": sum(one.entries for one in found),
        "at": timezone.localtime(),
    }
    return render(request, "financing/ledger/replay.html", context)
