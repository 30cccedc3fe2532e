"""Who gets how much of a fund when a round of claims asks for more than there is.

Source: domain facts A10 (示例): by score, by the time of sending, pro rata, or a lower cap, as the
rule says; the parts make exactly the whole (`schemes.amounts.sharing`).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from accounts.tenancy import Actor
from financing.models import SubsidyClaim
from financing.subsidies.money.grants import new_money
from financing.subsidies.money.shares import amount_to_propose
from financing.subsidies.review.budget import FundPosition, position_of
from financing.subsidies.review.standing import amount_to_decide
from procedures.models import Batch
from procedures.models.application import State
from schemes.amounts.sharing import share_out
from schemes.definition.amount_terms import SHORT, Budget

ZERO = Decimal("0.00")
WAITING = (State.CITY_REVIEW, State.EXPERT_REVIEW)
FOUR = Decimal("0.0001")


@dataclass(frozen=True)
class Share:
    """A claim in the plan, in 元: what it asks of the budget, what that leaves of it."""

    claim: SubsidyClaim
    before: Decimal
    given: Decimal
    score: Decimal | None = None

    @property
    def less(self) -> Decimal:
        return self.before - self.given

    @property
    def factor(self) -> Decimal:
        """The share of 1 that it gets, to four places; shown, never computed with."""
        return (self.given / self.before).quantize(FOUR) if self.before else ZERO


@dataclass(frozen=True)
class SharePlan:
    """The round of a batch: its claims in the order of sending, the fund and the rule's way."""

    batch: Batch
    rule: Budget
    position: FundPosition
    shares: Sequence[Share]

    @property
    def wanted(self) -> Decimal:
        return sum((one.before for one in self.shares), ZERO)

    @property
    def given(self) -> Decimal:
        return sum((one.given for one in self.shares), ZERO)

    @property
    def less(self) -> Decimal:
        return self.wanted - self.given

    @property
    def available(self) -> Decimal:
        return self.position.available or ZERO

    @property
    def is_short(self) -> bool:
        return self.wanted > self.available

    @property
    def way(self) -> str:
        return SHORT[self.rule.when_short]

    @property
    def factor(self) -> Decimal:
        """The budget's share of all that was worked out, to four places; 1 where it suffices."""
        if not self.is_short or not self.wanted:
            return Decimal(1)
        return (self.available / self.wanted).quantize(FOUR)


def plan_of(actor: Actor, batch: Batch) -> SharePlan | None:
    """The plan of what waits for the city's decision in the batch; None where its rule names no
    fund. A fixed number of queries, and some for each claim that corrects a decision."""
    rule = batch.version.parsed.amount
    if rule is None or rule.budget is None:
        return None
    claims = waiting_claims(actor, batch)
    position = position_of(claims[0].fund_code if claims else rule.budget.fund, batch.year)
    before = [wanted_of(one) for one in claims]
    scores = [_score(one) for one in claims]
    given = share_out(rule.budget, position.available or ZERO, before, scores)
    shares = [Share(*row) for row in zip(claims, before, given, scores, strict=True)]
    return SharePlan(batch, rule.budget, position, shares)


def waiting_claims(actor: Actor, batch: Batch) -> list[SubsidyClaim]:
    """The claims of the batch that the city is to decide on, in the order of sending."""
    rows = SubsidyClaim.objects.visible_to(actor).filter(
        application__batch=batch, application__state__in=WAITING
    )
    return list(
        rows.select_related(
            "organisation", "application__panel_case", "application__scheme_version"
        ).order_by("application__submitted_at", "pk")
    )


def whole_of(claim: SubsidyClaim) -> Decimal:
    """What the claim would be granted if nothing were short. One that corrects a decision keeps the
    share that was given to it."""
    corrects = claim.application.corrects_id is not None
    return amount_to_propose(claim) if corrects else amount_to_decide(claim)


def wanted_of(claim: SubsidyClaim) -> Decimal:
    """What the claim asks of the budget: of one that corrects a decision what is new alone."""
    return new_money(claim, whole_of(claim))


def held_already(waiting: QuerySet[SubsidyClaim]) -> dict[int, Decimal]:
    """Batch -> what of these claims' amounts the budget gives already to decisions that they
    correct."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    rows = waiting.filter(application__corrects__isnull=False)
    for one in rows.select_related("application__scheme_version"):
        found[one.application.batch_id] += amount_to_decide(one) - wanted_of(one)
    return found


def _score(claim: SubsidyClaim) -> Decimal | None:
    before = getattr(claim.application, "panel_case", None)
    return before.total if before else None
