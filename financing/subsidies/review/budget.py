"""What the ledger says about a fund, and what was paid, as the review's pages ask it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from accounts.tenancy import current_actor
from financing.ledger import positions, recoveries
from financing.ledger.posting import ledger_scope
from financing.models import FundYear, Payable, Recheck, RecoveryCause, SubsidyClaim

ZERO = Decimal(0)


@dataclass(frozen=True)
class FundPosition:
    """A fund's year in 元; `available` None where no budget is known."""

    fund_code: str
    year: int
    available: Decimal | None
    name: str = ""

    def after(self, chosen: Decimal) -> Decimal | None:
        """What would be left after `chosen`; below zero where it is short."""
        return None if self.available is None else self.available - chosen


def position_of(fund_code: str, year: int) -> FundPosition:
    """What is free in the fund's year."""
    with ledger_scope():
        rows = FundYear.objects.select_related("fund")
        row = rows.filter(fund__code=fund_code, year=year).first()
    if row is None:
        return FundPosition(fund_code, year, None)
    return FundPosition(fund_code, year, positions.position(row).available, row.fund.name)


def paid_claims(year: int, scheme_id: int | None) -> list[tuple[SubsidyClaim, Decimal]]:
    """The claims of the fiscal year that were paid, each with its sum in 元."""
    paid = Payable.objects.filter(state=Payable.State.PAID, fiscal_year=year)
    if scheme_id is not None:
        paid = paid.filter(application__scheme_version__scheme_id=scheme_id)
    sums = dict(paid.order_by().values_list("application").annotate(sum=Sum("amount")))
    claims = SubsidyClaim.objects.filter(application__in=sums).order_by("id")
    return [(claim, sums[claim.application_id]) for claim in claims]


def propose_recovery(item: Recheck) -> None:
    """Propose to ask back what a re-check found, for another officer to decide."""
    recoveries.propose_recovery(
        item.claim.application,
        RecoveryCause.OVERPAID,
        item.to_recover or ZERO,
        f"抽查发现：{item.finding}",
        actor=current_actor(),
    )
