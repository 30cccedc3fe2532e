"""Computing decided claims again, by the version that each was filed under and the lines that were
kept: what an auditor holds against the decision and the payments. Amounts in 元."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from financing.models import Payable, Recovery, SubsidyClaim
from financing.subsidies.facts_of import Stage
from financing.subsidies.sums import AMOUNT_OF, worked_out
from procedures.models.application import State
from schemes.amounts.worked_sum import WorkedSum

ZERO = Decimal(0)
STAGES: tuple[Stage, ...] = ("audited", "district", "declared")


@dataclass(frozen=True)
class ReplayedClaim:
    """A claim with the amount that the engine gives now. `wrong` names every disagreement; empty is
    well."""

    claim: SubsidyClaim
    stage: Stage
    amount: Decimal
    promised: Decimal
    paid: Decimal
    sha256: str
    wrong: tuple[str, ...]

    @property
    def difference(self) -> Decimal:
        return (self.claim.approved_amount or ZERO) - self.amount


def decided_claims() -> QuerySet[SubsidyClaim]:
    """The claims that were granted money, in the active scope."""
    rows = SubsidyClaim.objects.filter(
        application__state=State.APPROVED, application__deleted_at=None, approved_amount__gt=0
    )
    return rows.select_related(
        "application__scheme_version__scheme", "application__batch", "organisation"
    ).order_by("pk")


def replay_claims(claims: Sequence[SubsidyClaim]) -> Iterator[ReplayedClaim]:
    """Work each claim out anew from its kept lines, decisions and version."""
    cases = [one.application_id for one in claims]
    rows = Payable.objects.filter(application__in=cases)
    promised, paid = (
        dict(found.order_by().values_list("application").annotate(sum=Sum("amount")))
        for found in (
            # What the bank paid twice was never promised: it is booked to be asked back.
            rows.exclude(state=Payable.State.CANCELLED).exclude(events__transition="again_paid"),
            rows.filter(state=Payable.State.PAID),
        )
    )
    asked = set(
        Recovery.objects.filter(application__in=cases).values_list("application", flat=True)
    )
    for claim in claims:
        key = claim.application_id
        yield _replayed(
            claim, promised.get(key, ZERO), paid.get(key, ZERO), is_asked_back=key in asked
        )


def stage_decided(claim: SubsidyClaim) -> Stage:
    """The last stage at which the claim was worked out: what was decided is its amount."""
    found = (stage for stage in STAGES if getattr(claim, AMOUNT_OF[stage]) is not None)
    return next(found, "declared")


def _replayed(
    claim: SubsidyClaim, promised: Decimal, paid: Decimal, *, is_asked_back: bool
) -> ReplayedClaim:
    stage, wrong = stage_decided(claim), []
    again = worked_out(claim, stage)
    kept = claim.sums.get(stage)
    if kept is None:
        wrong.append("没有留存的算式")
    elif WorkedSum.from_json(kept).sha256 != again.sha256:
        was = Decimal(kept["amount"])
        said = f"留存 {was:,.2f}，重算 {again.amount:,.2f}" if was != again.amount else "步骤不同"
        wrong.append(f"算式不一致：{said}")
    amount = _shared(claim, again.amount)
    if claim.approved_amount != amount:
        wrong.append(f"审定 {claim.approved_amount:,.2f}，重算 {amount:,.2f}")
    # A decision that corrects another promises the difference alone.
    if promised > amount and not claim.application.corrects_id:
        wrong.append(f"应付合计 {promised:,.2f}，多于重算的 {amount:,.2f}")
    if paid > amount and not is_asked_back:
        wrong.append(f"已付 {paid:,.2f}，多于重算的 {amount:,.2f}，还没有提出追回")
    return ReplayedClaim(claim, stage, amount, promised, paid, again.sha256, tuple(wrong))


def _shared(claim: SubsidyClaim, amount: Decimal) -> Decimal:
    """What a short budget left of the amount, where it was shared out: kept with the sums."""
    share = claim.sums.get("budget")
    if share is None or Decimal(share["before"]) != amount:
        return amount
    return Decimal(share["amount"])
