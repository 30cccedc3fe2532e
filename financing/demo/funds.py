"""The funds of the demo city, and the way of the granted claims' money through the ledger."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of
from accounts.tenancy import acting_as
from financing.demo import giants
from financing.demo.listing_claims import ListingClaimStep
from financing.demo.subsidies import SubsidyStep
from financing.ledger.commitments import commit, reserve
from financing.ledger.demo import FUNDS, budget_day, found_funds, pay_what_is_due
from financing.ledger.posting import entered_late
from financing.ledger.recoveries import propose_recovery
from financing.models import Payable, RecoveryCause, SubsidyClaim
from financing.subsidies.money.grants import instalments_of
from financing.subsidies.review.standing import amount_to_decide
from procedures.models.application import State

WAN = Decimal(10_000)
# The share of each budget that is reserved, promised or spent; of 直接融资 less is left than
# the city still has to decide: it will have to be shared pro rata.
USED = {
    "advanced_manufacturing": Decimal("0.62"), "sme_development": Decimal("0.45"),
    "direct_financing": Decimal("0.94"), "brand_quality": Decimal("0.93"),
}  # fmt: skip
LEAST = 50 * WAN
HELD = (State.PROPOSED, State.PUBLIC_NOTICE)
BATCHES_OF_THIS_YEAR = ((12, "closed"), (12, "exceptions"), (8, "submitted"))


class FundStep(DemoStep):
    """Four funds with budgets of last year and this; what is proposed is reserved, what is granted
    is promised, and part of it paid: two closed batches, one with exceptions, one to release."""

    after = (SubsidyStep, giants.GiantStep, ListingClaimStep)

    def finish(self) -> None:
        officer, today = actor_of("city"), timezone.localdate()
        with acting_as(officer):
            claims = list(
                SubsidyClaim.objects.visible_to(officer)
                .filter(application__state__in=(*HELD, State.APPROVED))
                .select_related("application__scheme_version__scheme", "organisation")
                .order_by("application__decided_at", "pk")
            )
        found_funds(_budgets(claims, today.year))
        with acting_as(officer):
            for claim in claims:
                _hold(claim)
        own, (earlier, later) = actor_of("sme").organisation_id, paid_last_year(today)
        pay_what_is_due(FUNDS[0][0], today.year - 1, ((15, "closed"),), on=earlier)
        pay_what_is_due(FUNDS[0][0], today.year - 1, ((60, "closed"),), on=later)
        pay_what_is_due(giants.FUND, today.year - 1, ((60, "closed"),), on=later)
        pay_what_is_due(FUNDS[0][0], today.year, BATCHES_OF_THIS_YEAR, first=own)
        _ask_back()


def paid_last_year(today: date) -> tuple[date, date]:
    """The local days on which last year's money was paid, after its claims were decided: a year
    after the first the reports are overdue, after the second they are being filed."""
    year = today.year - 1
    return (
        max(date(year, 7, 20), today - timedelta(days=410)),
        max(date(year, 8, 1), today - timedelta(days=375)),
    )


def _budgets(claims: Iterable[SubsidyClaim], year: int) -> dict[tuple[str, int], Decimal]:
    """Budgets in whole 万元 of which the claims use the share that is meant."""
    sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for claim in claims:
        sums[claim.fund_code, claim.fiscal_year] += amount_to_decide(claim)
    return {
        (code, of): max(
            LEAST, (sums[code, of] / USED[code] / WAN).to_integral_value(ROUND_CEILING) * WAN
        )
        for code, *_ in FUNDS
        for of in (year - 1, year)
    }


def _hold(claim: SubsidyClaim) -> None:
    amount, case = amount_to_decide(claim), claim.application
    if amount <= 0:
        return
    if case.state in HELD:
        reserve(case, amount)
        return
    assert case.decided_at is not None
    decided_on = timezone.localdate(case.decided_at)
    with entered_late(max(decided_on, budget_day(claim.fiscal_year))):
        commit(case, instalments_of(claim, amount, decided_on + timedelta(days=30)))


def _ask_back() -> None:
    """Two of last year's claims are asked back: one was paid too much, one enterprise moved."""
    officer = actor_of("city")
    with acting_as(officer):
        rows = Payable.objects.filter(
            state=Payable.State.PAID,
            fiscal_year=timezone.localdate().year - 1,
            fund_year__fund__code=FUNDS[0][0],
        ).select_related("application")
        for payable, cause, share, note in zip(
            rows.order_by("pk")[:2],
            (RecoveryCause.OVERPAID, RecoveryCause.MOVED),
            (Decimal("0.1"), Decimal(1)),
            ("复查发现一行设备重复计入（示例）", "企业迁出本市（示例）"),
            strict=False,
        ):
            amount = round(payable.amount * share, 2)
            propose_recovery(payable.application, cause, amount, note, actor=officer)
