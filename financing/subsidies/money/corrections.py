"""Decisions that are corrected: the earlier cases, their claim carried along, their promises."""

from decimal import Decimal

from django.db.models import Sum

from financing.ledger.commitments import cancel_commitment
from financing.ledger.recoveries import stop_all
from financing.models import LineDecision, Payable, SubsidyClaim
from financing.subsidies.carrying import carry_over
from financing.subsidies.claims import claim_of
from procedures.cases.parts import part_of
from procedures.models import Application

SUBSIDY = "subsidy"
# What a claim that is decided anew has from the earlier one, besides its lines.
KEPT = (
    "project", "fund_code", "fiscal_year", "declared_amount", "district_amount", "audited_amount",
)  # fmt: skip


def earlier_cases(case: Application) -> list[Application]:
    """The cases that the case corrects, the latest first; all decided."""
    found: list[Application] = []
    one = case.corrects
    while one is not None:
        found.append(one)
        one = one.corrects
    return found


def promised_before(case: Application) -> Decimal:
    """What the corrected cases have been promised or paid, in 元: the budget holds it already."""
    rows = Payable.objects.filter(application__in=earlier_cases(case))
    standing = rows.exclude(state=Payable.State.CANCELLED)
    return Decimal(standing.aggregate(sum=Sum("amount"))["sum"] or 0)


def take_back_promises(case: Application, reason: str) -> None:
    """Cancel what was promised and is not at the bank; what is there is marked, and asked back
    once the bank has paid it."""
    stop_all(Payable.objects.filter(application=case), reason)
    cancel_commitment(case, reason)


def carry_the_claim(case: Application) -> None:
    """Give a case that decides another one anew its claim: the lines, and what was counted of
    them. Nothing for cases that claim no money."""
    wrong = case.corrects
    part = part_of(case)
    if wrong is None or part is None or SUBSIDY not in part.outcomes:
        return
    before = SubsidyClaim.objects.filter(application=wrong).first()
    claim = claim_of(case)
    if before is None:
        return
    carry_over(wrong, claim)
    lines = {line.number: line for line in claim.lines.all()}
    decided = LineDecision.objects.filter(claim=before).select_related("line").order_by("pk")
    copies = []
    for one in decided:
        if line := lines.get(one.line.number):
            one.pk, one.claim, one.line = None, claim, line
            one._state.adding = True
            copies.append(one)
    LineDecision.objects.bulk_create(copies)
    for name in KEPT:
        setattr(claim, name, getattr(before, name))
    # A share of a budget was given to the earlier decision.
    claim.sums = {name: kept for name, kept in before.sums.items() if name != "budget"}
    claim.save()
