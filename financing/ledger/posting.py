"""The one door of the ledger: moves between accounts become entries, once each, and never below
zero.

The fund's year is locked first, before any row that has a life (a payable, a batch): whoever
follows this order waits, and nobody waits in a circle.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import current_actor, system_scope
from financing.models import Account, EntryKind, FundYear, LedgerEntry, LedgerLeg


@contextmanager
def ledger_scope() -> Iterator[None]:
    """The portal's own name, in which alone the ledger is read as a whole and written."""
    with system_scope(reason="keep the ledger"):
        yield


_entered_late: ContextVar[date | None] = ContextVar("entered_late", default=None)


@contextmanager
def entered_late(day: date) -> Iterator[None]:
    """What is posted meanwhile happened on the local `day` where its move names none: for money
    that moved before the portal heard of it. When it was written stays at the entry."""
    token = _entered_late.set(day)
    try:
        yield
    finally:
        _entered_late.reset(token)


@dataclass(frozen=True, slots=True)
class Move:
    """What one entry records: `amount` in 元, above zero, goes from `source` to `target`. `key`
    is unique for the event; `happened_on` is a local day, today where none is given."""

    key: str
    kind: EntryKind
    source: Account
    target: Account
    amount: Decimal
    application_id: int | None = None
    organisation_id: int | None = None
    payable_id: int | None = None
    batch_id: int | None = None
    text: str = ""
    happened_on: date | None = None


def lock_years(ids: Iterable[int]) -> dict[int, FundYear]:
    """The years of funds with these ids, locked until the transaction ends."""
    with ledger_scope():
        rows = FundYear.objects.select_for_update(of=("self",)).select_related("fund")
        return {row.pk: row for row in rows.filter(pk__in=set(ids)).order_by("pk")}


def year_of(fund_code: str, year: int) -> FundYear:
    """The year of a fund, locked. Raises `RuleViolation` where there is no budget for it."""
    with ledger_scope():
        rows = FundYear.objects.select_for_update(of=("self",)).select_related("fund")
        found = rows.filter(fund__code=fund_code, year=year).first()
    if found is None:
        raise RuleViolation(
            f"资金“{fund_code}”还没有 {year} 年度的预算，请先在“资金与预算”里下达。"
        )
    return found


def post(fund_year_id: int, moves: Sequence[Move]) -> list[LedgerEntry]:
    """Write the moves into the ledger of one year and give their entries, in their order.

    A move whose key is written already gives the first entry and moves nothing. All moves are
    checked together, inside the transaction and under the lock. Raises `RuleViolation` where an
    account would fall below zero, and `ValueError` where a known key says something else.
    """
    actor = current_actor()
    with ledger_scope():
        row = FundYear.objects.select_for_update(of=("self",)).get(pk=fund_year_id)
        known = {one.key: one for one in LedgerEntry.objects.filter(key__in=[m.key for m in moves])}
        for one in moves:
            _refuse_another(one, known.get(one.key))
        fresh = [one for one in moves if one.key not in known]
        _refuse_below_zero(row, fresh)
        known |= _written(row, fresh, actor.user_id if actor else None)
    return [known[one.key] for one in moves]


def _refuse_another(move: Move, entry: LedgerEntry | None) -> None:
    if move.amount <= 0:
        raise ValueError(f"{move.key}: a move of {move.amount}")
    if entry is not None and (entry.amount, entry.kind) != (move.amount, move.kind):
        raise ValueError(f"{move.key} is {entry.kind} {entry.amount} already")


def _refuse_below_zero(row: FundYear, moves: Sequence[Move]) -> None:
    """What all moves together take from an account must be there; the treasury's has no floor."""
    change: dict[Account, Decimal] = defaultdict(Decimal)
    for one in moves:
        change[one.source] -= one.amount
        change[one.target] += one.amount
    for account, amount in change.items():
        there = getattr(row, account.value)
        if account == Account.SOURCE:
            if there + amount > 0:
                raise RuleViolation("调减的金额超过了预算。")
        elif there + amount < 0:
            raise RuleViolation(_too_little(account, there, -amount))


def _too_little(account: Account, there: Decimal, wanted: Decimal) -> str:
    if account == Account.AVAILABLE:
        return (
            f"预算不足：可用 {there:,.2f} 元，需要 {wanted:,.2f} 元，差 {wanted - there:,.2f} 元。"
        )
    return f"“{account.label}”只有 {there:,.2f} 元，不能转出 {wanted:,.2f} 元。"


def _written(row: FundYear, moves: Sequence[Move], user_id: int | None) -> dict[str, LedgerEntry]:
    today = _entered_late.get() or timezone.localdate()
    common = {"fund_year_id": row.pk, "district_id": row.district_id}
    entries = LedgerEntry.objects.bulk_create(
        LedgerEntry(
            **common, key=one.key, kind=one.kind, amount=one.amount,
            organisation_id=one.organisation_id, application_id=one.application_id,
            payable_id=one.payable_id, batch_id=one.batch_id, text=one.text[:300],
            happened_on=one.happened_on or today, made_by_id=user_id,
        )
        for one in moves
    )  # fmt: skip
    # Both legs of every entry go in one statement: the database adds them up there.
    LedgerLeg.objects.bulk_create(
        LedgerLeg(
            **common, entry=entry, account=account, amount=amount,
            application_id=one.application_id, happened_on=entry.happened_on,
        )
        for one, entry in zip(moves, entries, strict=True)
        for account, amount in ((one.source, -one.amount), (one.target, one.amount))
    )  # fmt: skip
    return {one.key: one for one in entries}


def balance_of_case(application_id: int, *accounts: Account) -> Decimal:
    """What of a case stands in the accounts together, in 元, over all years."""
    with ledger_scope():
        rows = LedgerLeg.objects.filter(application_id=application_id, account__in=accounts)
        return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def balances_by_year(application_id: int) -> dict[int, dict[str, Decimal]]:
    """What of a case stands in each account, in 元, by the id of the fund's year."""
    found: dict[int, dict[str, Decimal]] = {}
    with ledger_scope():
        rows = LedgerLeg.objects.filter(application_id=application_id).order_by()
        for year_id, account, amount in rows.values_list("fund_year_id", "account").annotate(
            sum=Sum("amount")
        ):
            if amount:
                found.setdefault(year_id, defaultdict(Decimal))[account] = amount
    return found


def number_of_events(application_id: int) -> int:
    """How many entries a case has: what makes the key of its next one unique. To be asked under
    the lock of the fund's year."""
    with ledger_scope():
        return LedgerEntry.objects.filter(application_id=application_id).count()
