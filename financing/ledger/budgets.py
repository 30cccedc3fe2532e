"""What a change of a budget does in the ledger, and when it cannot be done. Amounts in 元."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from accounts.errors import RuleViolation
from financing.ledger.posting import Move, ledger_scope, lock_years, post
from financing.ledger.warnings import warn_of_use
from financing.models import (
    Account,
    BudgetChange,
    EntryKind,
    FundYear,
    LedgerLeg,
    Payable,
)
from procedures.models import Application

Kind = BudgetChange.Kind
ZERO = Decimal(0)
AT_THE_BANK = (Payable.State.ORDERED, Payable.State.SENT, Payable.State.EXCEPTION)
MONEY_IN = {Kind.APPROPRIATE: EntryKind.APPROPRIATE, Kind.RAISE: EntryKind.RAISE}


def why_not(change: BudgetChange) -> str:
    """Why the change cannot be entered now; "" where it can."""
    with ledger_scope():
        year = FundYear.objects.get(pk=change.fund_year_id)
    if year.closed_at is not None:
        return f"{year.year} 年度已经关账。"
    if change.kind == Kind.LOWER:
        return too_low(year, change.amount)
    if change.kind == Kind.CARRY:
        return _why_not_carried(change)
    if change.kind == Kind.CLOSE:
        return _why_not_closed(year)
    return ""


def too_low(year: FundYear, amount: Decimal) -> str:
    """Why a budget cannot be lowered by `amount`; "" where it can."""
    if amount <= year.available:
        return ""
    bound = -year.source - year.available
    return (
        f"最多可调减 {year.available:,.2f} 元：预算不能低于已占用、承诺和支付的 {bound:,.2f} 元。"
    )


def _why_not_carried(change: BudgetChange) -> str:
    rows = Payable.objects.filter(fund_year=change.fund_year_id, state__in=AT_THE_BANK)
    if change.applications:
        rows = rows.filter(application_id__in=change.applications)
    count = rows.count()
    return f"有 {count} 笔款项在支付批次里，请先办完。" if count else ""


def _why_not_closed(year: FundYear) -> str:
    names = ("reserved", "committed", "in_transit", "returned", "receivable")
    open_ = [
        f"{Account(name).label} {getattr(year, name):,.2f} 元"
        for name in names
        if getattr(year, name)
    ]
    return f"还有没办完的资金：{'，'.join(open_)}。请先结转、收回或办完。" if open_ else ""


def carry_out(change: BudgetChange) -> None:
    """Enter an approved change into the ledger; its own number makes the keys unique."""
    year = lock_years([change.fund_year_id])[change.fund_year_id]
    if why := why_not(change):
        raise RuleViolation(why)
    if change.kind in MONEY_IN:
        _between(change, MONEY_IN[Kind(change.kind)], Account.SOURCE, Account.AVAILABLE)
    elif change.kind == Kind.LOWER:
        _between(change, EntryKind.LOWER, Account.AVAILABLE, Account.SOURCE)
    elif change.kind == Kind.RELEASE:
        _release(change)
    elif change.kind == Kind.CARRY:
        _carry(change, year)
    else:
        with ledger_scope():
            FundYear.objects.filter(pk=year.pk).update(closed_at=timezone.now())
    warn_of_use(year.pk)


def _between(change: BudgetChange, kind: EntryKind, source: Account, target: Account) -> None:
    key, text = f"B{change.pk}-{kind.value}".upper(), f"{change.document} {change.reason}".strip()
    post(change.fund_year_id, [Move(key, kind, source, target, change.amount, text=text)])


def open_by_case(
    fund_year_id: int, applications: Iterable[int] = ()
) -> dict[int, dict[Account, Decimal]]:
    """What is reserved and committed in a year, by case: what its end has to decide about."""
    found: dict[int, dict[Account, Decimal]] = defaultdict(dict)
    chosen = list(applications)
    with ledger_scope():
        rows = LedgerLeg.objects.filter(
            fund_year=fund_year_id, account__in=(Account.RESERVED, Account.COMMITTED)
        ).exclude(application_id=None)
        rows = rows.filter(application_id__in=chosen) if chosen else rows
        sums = rows.order_by().values_list("application_id", "account").annotate(sum=Sum("amount"))
        for case, account, amount in sums:
            if amount:
                found[case][Account(account)] = amount
    return dict(found)


def reserved_to_release(fund_year_id: int, applications: Iterable[int] = ()) -> dict[int, Decimal]:
    """What a year's end may free, by case. A payment that the bank returned is promised still: what
    is reserved for it stays."""
    open_ = open_by_case(fund_year_id, applications)
    with ledger_scope():
        rows = Payable.objects.filter(fund_year=fund_year_id, state=Payable.State.RETURNED)
        sums = rows.order_by().values_list("application_id").annotate(sum=Sum("amount"))
        owed = dict(sums)
    free = {
        case: held.get(Account.RESERVED, ZERO) - owed.get(case, ZERO)
        for case, held in open_.items()
    }
    return {case: amount for case, amount in free.items() if amount > 0}


def _homes(cases: Iterable[int]) -> dict[int, int]:
    rows = Application.objects.filter(pk__in=list(cases))
    return dict(rows.values_list("pk", "organisation_id"))


def _release(change: BudgetChange) -> None:
    """Reserves go back; what is promised is owed and stays."""
    free = reserved_to_release(change.fund_year_id, change.applications)
    homes = _homes(free)
    post(
        change.fund_year_id,
        [
            Move(
                key=f"B{change.pk}-A{case}-RELEASE", kind=EntryKind.UNRESERVE,
                source=Account.RESERVED, target=Account.AVAILABLE, amount=amount,
                application_id=case, organisation_id=homes.get(case), text=change.document,
            )
            for case, amount in sorted(free.items())
        ],
    )  # fmt: skip


def _carry(change: BudgetChange, year: FundYear) -> None:
    """What is reserved or promised goes into next year with its budget, and its payables too."""
    with ledger_scope():
        following, _ = FundYear.objects.get_or_create(
            fund_id=year.fund_id, year=year.year + 1, defaults={"district_id": year.district_id}
        )
    lock_years([following.pk])
    open_ = open_by_case(year.pk, change.applications)
    homes = _homes(open_)
    out, into = [], []
    for case, held in sorted(open_.items()):
        for account, amount in sorted(held.items()):
            common: dict[str, Any] = {
                "amount": amount, "application_id": case, "organisation_id": homes.get(case),
                "text": change.document,
            }  # fmt: skip
            key = f"B{change.pk}-A{case}-{account.value}".upper()
            out.append(Move(f"{key}-OUT", EntryKind.CARRY_OUT, account, Account.SOURCE, **common))
            into.append(Move(f"{key}-IN", EntryKind.CARRY_IN, Account.SOURCE, account, **common))
    post(year.pk, out)
    post(following.pk, into)
    rows = Payable.objects.filter(fund_year=year.pk, application_id__in=list(open_)).exclude(
        state__in=(Payable.State.PAID, Payable.State.CANCELLED)
    )
    rows.update(fund_year_id=following.pk, fiscal_year=following.year)
