"""The auditor's page: claims computed again, so many at a time."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.subsidies.replaying import decided_claims, replay_claims

ON_A_PAGE = 40


@for_duties(Duty.AUDITOR, Duty.CITY_OFFICER)
@require_GET
def claims_replay(request: ActorRequest) -> HttpResponse:
    """Granted claims worked out anew beside what was decided, the earliest first."""
    typed = request.GET.get("after", "")
    after = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
    rows = list(decided_claims().filter(pk__gt=after)[: ON_A_PAGE + 1])
    shown = rows[:ON_A_PAGE]
    found = list(replay_claims(shown))
    context = {
        "found": found,
        "wrong": sum(bool(one.wrong) for one in found),
        "total": decided_claims().count(),
        "after": shown[-1].pk if len(rows) > ON_A_PAGE else None,
        "is_first": after == 0,
        "approved": sum((one.claim.approved_amount or 0 for one in found), Decimal(0)),
        "again": sum((one.amount for one in found), Decimal(0)),
        "difference": sum((one.difference for one in found), Decimal(0)),
        "paid": sum((one.paid for one in found), Decimal(0)),
        "at": timezone.localtime(),
    }
    return render(request, "financing/subsidies/replay.html", context)
