"""Sharing a fund among the claims of a round: which rounds wait, and what each claim would get."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.models import SubsidyClaim
from financing.subsidies.actions.share_budget import SHARE, propose_share, subject_of
from financing.subsidies.money.plan import WAITING, held_already, plan_of
from financing.subsidies.review.budget import FundPosition, position_of
from lifecycle.two_persons import open_proposal
from procedures.models import Batch

ZERO = Decimal(0)


@dataclass(frozen=True)
class Round:
    """A batch with claims that wait for the city's decision, in 元."""

    batch: Batch
    number: int
    wanted: Decimal
    position: FundPosition

    @property
    def left(self) -> Decimal | None:
        return self.position.after(self.wanted)


@for_duties(Duty.CITY_OFFICER)
@require_GET
def budget_shares(request: ActorRequest) -> HttpResponse:
    """The rounds that wait, with what they ask for and what is there."""
    rounds = _rounds(request)
    short = [one for one in rounds if one.left is not None and one.left < ZERO]
    context = {
        "rounds": rounds,
        "short": len(short),
        "number": sum(one.number for one in rounds),
        "wanted": sum((one.wanted for one in rounds), ZERO),
    }
    return render(request, "financing/subsidies/shares.html", context)


def _rounds(request: ActorRequest) -> list[Round]:
    claims = SubsidyClaim.objects.visible_to(request.actor).filter(application__state__in=WAITING)
    amount = Coalesce("audited_amount", "district_amount", "declared_amount", ZERO)
    sums = claims.order_by().values_list("application__batch", "fund_code").annotate(
        number=Count("pk"), wanted=Sum(amount)
    )  # fmt: skip
    found, held = list(sums), held_already(claims)
    batches = Batch.objects.select_related("version").in_bulk([row[0] for row in found])
    positions = {
        key: position_of(*key) for key in {(row[1], batches[row[0]].year) for row in found}
    }
    rows = [
        Round(batches[pk], number, wanted - held.get(pk, ZERO), positions[fund, batches[pk].year])
        for pk, fund, number, wanted in found
    ]
    return sorted(rows, key=lambda one: (one.batch.closes_at, one.batch.pk))


@for_duties(Duty.CITY_OFFICER)
@require_GET
def budget_share(request: ActorRequest, pk: int) -> HttpResponse:
    """What each claim of the round would get."""
    batch = Batch.objects.select_related("version__scheme").get(pk=pk)
    context = {
        "batch": batch,
        "plan": plan_of(request.actor, batch),
        "waiting": open_proposal(SHARE, subject_of(pk)),
    }
    return render(request, "financing/subsidies/share.html", context)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def budget_share_propose(request: ActorRequest, pk: int) -> HttpResponse:
    """Propose the shares, for another officer to approve."""
    try:
        proposal = propose_share(request.actor, pk)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
        return redirect("financing:budget_share", pk)
    messages.success(request, "已提出，等另一位经办人批准。")
    return redirect("people:proposal", proposal.pk)
