"""The city's decision over many claims, with the budget beside it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.models import SubsidyClaim
from financing.subsidies.money.shares import amount_to_propose
from financing.subsidies.money.short_budget import waits_for_shares
from financing.subsidies.review.budget import FundPosition, position_of
from pages.acts import attempt
from pages.request_values import looked_at
from procedures.cases.actions.decide_in_bulk import decide_in_bulk, prospects

PROPOSE = "propose"
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Choice:
    """A chosen claim: what it would get in 元, and what is against it."""

    claim: SubsidyClaim
    amount: Decimal
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class FundRow:
    """A fund's year before and after the decision, in 元."""

    position: FundPosition
    number: int
    chosen: Decimal

    @property
    def left(self) -> Decimal | None:
        return self.position.after(self.chosen)

    @property
    def is_short(self) -> bool:
        return self.left is not None and self.left < 0


def preview(
    request: ActorRequest, claim_ids: list[int], problems: Mapping[str, str] = NOTHING
) -> HttpResponse:
    """What the decision would meet on each claim, and what it would take of each fund."""
    claims = SubsidyClaim.objects.visible_to(request.actor).filter(pk__in=claim_ids)
    by_case = {
        one.application_id: one
        for one in claims.select_related("organisation", "district", "application")
    }
    found = attempt(request, lambda: prospects(request.actor, PROPOSE, list(by_case))).value
    if found is None:
        return redirect("financing:claim_decisions")
    choices = [
        Choice(
            by_case[one.row.pk],
            amount_to_propose(by_case[one.row.pk]),
            tuple(why for why in one.reasons if not waits_for_shares(why)),
        )
        for one in found
    ]
    shares_first = any(waits_for_shares(why) for one in found for why in one.reasons)
    possible = [one for one in choices if not one.reasons]
    context = {
        "possible": possible,
        "refused": [one for one in choices if one.reasons],
        "funds": (funds := funds_of(possible)),
        "short": sum((-one.left for one in funds if one.is_short and one.left), Decimal(0)),
        "shares_first": shares_first,
        "total": sum((one.amount for one in possible), Decimal(0)),
        "problems": problems,
        "reason": request.POST.get("reason", ""),
    }
    status = 422 if problems else 200
    return render(request, "financing/review/deciding.html", context, status=status)


def funds_of(choices: list[Choice]) -> list[FundRow]:
    """The funds that the chosen claims take from, each with its year."""
    sums: dict[tuple[str, int], list[Decimal]] = defaultdict(list)
    for one in choices:
        sums[one.claim.fund_code, one.claim.fiscal_year].append(one.amount)
    return [
        FundRow(position_of(*key), len(amounts), sum(amounts, Decimal(0)))
        for key, amounts in sorted(sums.items())
    ]


@for_duties(Duty.CITY_OFFICER)
@require_POST
def decide(request: ActorRequest) -> HttpResponse:
    """Start the decision over the claims that were looked at."""
    versions = looked_at(request.POST)
    try:
        run = decide_in_bulk(request.actor, PROPOSE, versions, request.POST.get("reason", ""))
    except RuleViolation as refusal:
        claims = SubsidyClaim.objects.visible_to(request.actor)
        chosen = claims.filter(application_id__in=versions).values_list("pk", flat=True)
        return preview(request, list(chosen), refusal.errors)
    return redirect("people:job", run.job_id)
