"""What the ledger says about a fund, and what was paid: the one place that asks it.

Until the ledger keeps positions, a fund's position is not known, and what was approved stands for
what was paid.
"""

from dataclasses import dataclass
from decimal import Decimal

from financing.models import Recheck, SubsidyClaim
from procedures.models.application import State

ZERO = Decimal(0)


@dataclass(frozen=True)
class FundPosition:
    """A fund's year in 元; `available` None where no budget is known."""

    fund_code: str
    year: int
    available: Decimal | None

    def after(self, chosen: Decimal) -> Decimal | None:
        """What would be left after `chosen`; below zero where it is short."""
        return None if self.available is None else self.available - chosen


def position_of(fund_code: str, year: int) -> FundPosition:
    """What is free in the fund's year."""
    return FundPosition(fund_code, year, None)


def paid_claims(year: int, scheme_id: int | None) -> list[tuple[SubsidyClaim, Decimal]]:
    """The claims of the fiscal year that were paid, each with its sum in 元."""
    rows = SubsidyClaim.objects.filter(
        fiscal_year=year, application__state=State.APPROVED, approved_amount__gt=0
    )
    if scheme_id is not None:
        rows = rows.filter(application__scheme_version__scheme_id=scheme_id)
    return [(claim, claim.approved_amount or ZERO) for claim in rows.order_by("id")]


def propose_recovery(item: Recheck) -> None:
    """Let the ledger know what is to come back. Nothing to be done while it keeps no recoveries:
    the amount stands with the re-check."""
