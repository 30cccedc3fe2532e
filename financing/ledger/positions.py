"""How a fund stands: today or at the end of any past day; and what enterprises were paid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from django.db.models import QuerySet, Sum

from financing.ledger.posting import ledger_scope
from financing.models import Account, FundYear, LedgerLeg, Payable

ZERO = Decimal(0)


@dataclass(frozen=True)
class Position:
    """The balances of a fund's year, in 元. `appropriated` is the budget: what all others add up
    to, since nothing leaves the ledger."""

    appropriated: Decimal = ZERO
    available: Decimal = ZERO
    reserved: Decimal = ZERO
    committed: Decimal = ZERO
    in_transit: Decimal = ZERO
    paid: Decimal = ZERO
    returned: Decimal = ZERO
    receivable: Decimal = ZERO
    recovered: Decimal = ZERO

    @classmethod
    def of(cls, balances: dict[str, Decimal]) -> Self:
        named = {name: amount for name, amount in balances.items() if name != Account.SOURCE}
        return cls(appropriated=-balances.get(Account.SOURCE, ZERO), **named)

    @property
    def difference(self) -> Decimal:
        """What the equation lacks: zero, or the ledger is wrong."""
        return self.appropriated - sum((amount for _, amount in self.parts), ZERO)

    @property
    def used(self) -> Decimal:
        """What is reserved, promised or spent."""
        return self.appropriated - self.available - self.recovered

    @property
    def share_used(self) -> Decimal:
        """In per cent of the budget, unrounded; zero without a budget."""
        return self.used * 100 / self.appropriated if self.appropriated else ZERO

    @property
    def parts(self) -> list[tuple[Account, Decimal]]:
        """The accounts in the order of the equation."""
        return [(account, getattr(self, account.value)) for account in EQUATION]


EQUATION = (
    Account.PAID, Account.IN_TRANSIT, Account.COMMITTED, Account.RESERVED, Account.RETURNED,
    Account.RECEIVABLE, Account.RECOVERED, Account.AVAILABLE,
)  # fmt: skip


def position_of(fund_code: str, year: int, on: date | None = None) -> Position:
    """The balances now, or as they were at the end of the local day `on`; zeros for a fund without
    a budget. Sums alone, so that every duty that decides about money may be shown them."""
    with ledger_scope():
        row = FundYear.objects.filter(fund__code=fund_code, year=year).first()
        return Position() if row is None else position(row, on)


def position(row: FundYear, on: date | None = None) -> Position:
    """As `position_of`, of a year that is read already."""
    if on is None:
        return Position.of({account.value: getattr(row, account.value) for account in Account})
    return Position.of(balances_on(row.pk, on))


def balances_on(fund_year_id: int, day: date | None = None) -> dict[str, Decimal]:
    """The sums of the legs by account, of those up to the local `day` where one is given."""
    with ledger_scope():
        rows = LedgerLeg.objects.filter(fund_year=fund_year_id).order_by()
        rows = rows if day is None else rows.filter(happened_on__lte=day)
        return dict(rows.values_list("account").annotate(sum=Sum("amount")))


@dataclass(frozen=True, slots=True)
class PaidSum:
    """What a case was paid, in 元: `amount` of all its instalments, the last of them on a local
    day."""

    application_id: int
    organisation_id: int
    scheme: str
    amount: Decimal
    paid_on: date


def paid_to(
    organisation_ids: Iterable[int], *, group: str = "", fund_code: str = "",
    year: int | None = None,
) -> list[PaidSum]:  # fmt: skip
    """What enterprises were paid by their cases, the earliest first: of one exclusion group, one
    fund, one fiscal year, where these are given. In the active scope."""
    rows = _paid(organisation_ids, group, fund_code, year)
    found: dict[int, PaidSum] = {}
    for one in rows.order_by("paid_on", "pk"):
        before = found.get(one.application_id)
        found[one.application_id] = PaidSum(
            one.application_id,
            one.organisation_id,
            one.scheme_title,
            one.amount + (before.amount if before else ZERO),
            one.paid_on or one.due_on,
        )
    return list(found.values())


def _paid(
    organisation_ids: Iterable[int], group: str, fund_code: str, year: int | None
) -> QuerySet[Payable]:
    rows: QuerySet[Payable] = Payable.objects.filter(
        organisation_id__in=list(organisation_ids), state=Payable.State.PAID
    )
    if group:
        rows = rows.filter(application__claim__exclusion_group=group)
    if fund_code:
        rows = rows.filter(application__claim__fund_code=fund_code)
    return rows if year is None else rows.filter(fiscal_year=year)


def legs_of(entry_ids: Iterable[int]) -> dict[int, str]:
    """From which account to which each of the entries moved its amount, in words."""
    words: dict[int, dict[bool, str]] = {}
    rows = LedgerLeg.objects.filter(entry__in=list(entry_ids))
    for entry_id, account, amount in rows.values_list("entry_id", "account", "amount"):
        words.setdefault(entry_id, {})[amount > 0] = str(Account(account).label)
    return {pk: f"{found.get(False, '')} → {found.get(True, '')}" for pk, found in words.items()}
