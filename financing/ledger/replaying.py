"""Computing the ledger again from its first entry: what an auditor holds against the balances."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum

from financing.ledger.positions import balances_on
from financing.models import Account, FundYear, LedgerEntry, LedgerLeg, Payable, Recovery

ZERO = Decimal(0)


@dataclass(frozen=True)
class Replayed:
    """One year of a fund, added up anew. `wrong` names every disagreement; empty is well."""

    year: FundYear
    entries: int
    legs: int
    balances: dict[str, Decimal]
    wrong: tuple[str, ...]

    @property
    def appropriated(self) -> Decimal:
        return -self.balances[Account.SOURCE.value]


def replay(years: "list[FundYear]") -> Iterator[Replayed]:
    """Add up each year's entries one by one, and compare with the balances that are kept."""
    for year in years:
        yield _replayed(year)


def _replayed(year: FundYear) -> Replayed:
    balances: dict[str, Decimal] = {account.value: ZERO for account in Account}
    wrong, legs = [], 0
    by_entry: dict[int, Decimal] = {}
    rows = LedgerLeg.objects.filter(fund_year=year).order_by("id")
    for entry_id, account, amount in rows.values_list("entry_id", "account", "amount").iterator():
        legs += 1
        balances[account] += amount
        by_entry[entry_id] = by_entry.get(entry_id, ZERO) + amount
    wrong += [f"分录 {pk} 合计 {sum_}" for pk, sum_ in by_entry.items() if sum_ != ZERO]
    for account in Account:
        kept, found = getattr(year, account.value), balances[account.value]
        if kept != found:
            wrong.append(f"{account.label}：留存 {kept:,.2f}，重算 {found:,.2f}")
    if (total := sum(balances.values(), ZERO)) != ZERO:
        wrong.append(f"全部科目合计 {total:,.2f}，应为 0.00")
    if balances_on(year.pk) != {name: one for name, one in balances.items() if name in by_account(
        year
    )}:  # fmt: skip
        wrong.append("逐笔重算与汇总查询不一致")
    entries = LedgerEntry.objects.filter(fund_year=year).count()
    if entries != len(by_entry):
        wrong.append(f"{entries} 条分录中有 {entries - len(by_entry)} 条没有借贷")
    wrong += _against_payables(year, balances)
    wrong += _against_recoveries(year)
    return Replayed(year, entries, legs, balances, tuple(wrong))


def by_account(year: FundYear) -> set[str]:
    """The accounts that anything was ever written to."""
    rows = LedgerLeg.objects.filter(fund_year=year).order_by()
    return set(rows.values_list("account", flat=True).distinct())


def _against_payables(year: FundYear, balances: dict[str, Decimal]) -> list[str]:
    """What payables say by themselves must be what their accounts hold."""
    State = Payable.State
    expected = {
        Account.COMMITTED: (
            State.WAITING, State.DUE, State.ORDERED, State.FAILED, State.STOPPED,
        ),
        Account.IN_TRANSIT: (State.SENT, State.EXCEPTION),
    }  # fmt: skip
    wrong = []
    for account, states in expected.items():
        rows = Payable.objects.filter(fund_year=year, state__in=states)
        sum_ = rows.aggregate(sum=Sum("amount", default=ZERO))["sum"]
        if sum_ != balances[account.value]:
            wrong.append(f"{account.label} {balances[account.value]:,.2f}，应付款合计 {sum_:,.2f}")
    return wrong


def _against_recoveries(year: FundYear) -> list[str]:
    """What recoveries and their receipts say of principal must be what the accounts hold; interest
    is no money of the fund. Over all years of the fund: a recovery stands in those in which its
    case was paid."""
    rows = Recovery.objects.filter(fund_year__fund=year.fund_id).order_by()
    legs = LedgerLeg.objects.filter(fund_year__fund=year.fund_id).order_by()
    held = dict(legs.values_list("account").annotate(sum=Sum("amount")))
    receivable = held.get(Account.RECEIVABLE.value, ZERO)
    recovered = held.get(Account.RECOVERED.value, ZERO)
    open_ = rows.demanded().aggregate(sum=Sum(F("amount") - F("received"), default=ZERO))["sum"]
    back = rows.aggregate(sum=Sum("received", default=ZERO))["sum"]
    receipts = rows.aggregate(
        principal=Sum("receipts__amount", default=ZERO),
        interest=Sum("receipts__interest", default=ZERO),
    )
    kept = rows.aggregate(sum=Sum("interest_received", default=ZERO))["sum"]
    compared = (
        ("追回应收", receivable, "未缴回的本金", open_),
        ("已追回", recovered, "已缴回的本金", back),
        ("已缴回的本金", back, "缴款书的本金合计", receipts["principal"]),
        ("已缴利息", kept, "缴款书的利息合计", receipts["interest"]),
    )
    return [
        f"{name} {amount:,.2f}，{other} {found:,.2f}"
        for name, amount, other, found in compared
        if amount != found
    ]
