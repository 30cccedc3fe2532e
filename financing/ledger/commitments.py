"""What cases ask of a fund: reserved (占用) while they are decided, committed (承诺) once they are
approved, and given back. Amounts in 元.

Source: domain facts A10 (示例). These are called by other acts of the portal, which ask for the
permission; each is one transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from accounts.errors import RuleViolation
from accounts.tenancy import Actor, current_actor
from financing.ledger import payable_machine
from financing.ledger.keepers import keeps_fund_of
from financing.ledger.posting import (
    Move,
    balance_of_case,
    balances_by_year,
    ledger_scope,
    lock_years,
    number_of_events,
    post,
    year_of,
)
from financing.ledger.warnings import warn_of_use
from financing.models import Account, EntryKind, FundYear, LedgerEntry, Payable, SubsidyClaim
from lifecycle.transitions import TransitionInput
from procedures.models import Application

SPENT = (Account.COMMITTED, Account.IN_TRANSIT, Account.PAID)
ALL_OF_IT = (Account.RESERVED, *SPENT)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of what a case is granted: `amount` in 元, due on a local day; with a `condition` it
    is not paid before somebody says that it is met."""

    label: str
    amount: Decimal
    due_on: date
    condition: str = ""
    clause: str = ""


def reserve(application: Application, amount: Decimal) -> LedgerEntry | None:
    """Reserve `amount` of the claim's fund and year for a case: what is reserved already is raised
    or lowered to it, the same amount again changes nothing.

    Gives the entry that was written last for it. Raises `RuleViolation` where the budget is short,
    or where the case has been granted its money already.
    """
    with transaction.atomic():
        year = _year_for(application)
        held = balances_by_year(application.pk)
        if any(one.get(account) for one in held.values() for account in SPENT):
            if balance_of_case(application.pk, *ALL_OF_IT) == amount:
                return _last_entry(application, EntryKind.RESERVE)
            raise RuleViolation("这项申报的资金已经承诺，不能再改占用的金额。")
        open_ = sum((one.get(Account.RESERVED, Decimal(0)) for one in held.values()), Decimal(0))
        if open_ == amount:
            return _last_entry(application, EntryKind.RESERVE)
        return _to_reserve(application, year, amount - open_)


def _to_reserve(application: Application, year: FundYear, by: Decimal) -> LedgerEntry:
    """Raise (below zero: lower) what is reserved in the year."""
    accounts = (Account.AVAILABLE, Account.RESERVED)
    kind = EntryKind.RESERVE if by > 0 else EntryKind.UNRESERVE
    source, target = accounts if by > 0 else reversed(accounts)
    entry = post(year.pk, [_move(application, kind, source, target, abs(by))])[0]
    warn_of_use(year.pk)
    return entry


def _move(
    application: Application, kind: EntryKind, source: Account, target: Account, amount: Decimal,
    text: str = "", payable: Payable | None = None,
) -> Move:  # fmt: skip
    number = number_of_events(application.pk) + 1
    return Move(
        key=f"A{application.pk}-{number:03d}-{kind.value}".upper(),
        kind=kind, source=source, target=target, amount=amount,
        application_id=application.pk, organisation_id=application.organisation_id,
        payable_id=payable.pk if payable else None, text=text or str(application),
    )  # fmt: skip


def commit(application: Application, instalments: Sequence[Instalment]) -> list[Payable]:
    """Promise a case its money, in instalments: what is reserved becomes committed, what is missing
    is taken from what is available, what is too much is given back. The same instalments again
    give the payables that there are.

    Raises `RuleViolation` where the budget is short or another grant stands.
    """
    total = sum((one.amount for one in instalments), Decimal(0))
    if not instalments or any(one.amount <= 0 for one in instalments):
        raise RuleViolation("每一期的金额都应大于零。")
    with transaction.atomic():
        year = _year_for(application)
        if there := _granted(application):
            if [(one.label, one.amount) for one in there] == [
                (one.label, one.amount) for one in instalments
            ]:
                return there
            raise RuleViolation("这项申报已经承诺过资金，请先取消原来的承诺。")
        reserved = balance_of_case(application.pk, Account.RESERVED)
        if reserved != total:
            _to_reserve(application, year, total - reserved)
        move = _move(
            application, EntryKind.COMMIT, Account.RESERVED, Account.COMMITTED, total
        )  # fmt: skip
        post(year.pk, [move])
        return _payables(application, year, instalments)


def _granted(application: Application) -> list[Payable]:
    rows = Payable.objects.filter(application=application)
    return list(rows.exclude(state=Payable.State.CANCELLED).order_by("number"))


def _payables(
    application: Application, year: FundYear, instalments: Sequence[Instalment]
) -> list[Payable]:
    made, State = [], Payable.State
    rows = Payable.objects.filter(application=application)
    first = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    for number, one in enumerate(instalments, start=first):
        payable = Payable.objects.create(
            **application.home,
            application=application,
            fund_year_id=year.pk,
            number=number,
            label=one.label[:100],
            payee_name=application.organisation.name,
            scheme_title=application.scheme_version.scheme.name[:200],
            fund_name=year.fund.name,
            fiscal_year=year.year,
            clause=one.clause[:200],
            amount=one.amount,
            due_on=one.due_on,
            condition=one.condition[:300],
            state=State.WAITING if one.condition else State.DUE,
        )
        begin = "await" if one.condition else "arise"
        made.append(payable_machine.MACHINE.begin(None, payable, begin))
    return made


def release(application: Application, reason: str) -> list[LedgerEntry]:
    """Give back what is reserved for a case that gets nothing; no entry where nothing is."""
    entries = []
    with transaction.atomic():
        years = lock_years(balances_by_year(application.pk))
        for year_id, held in balances_by_year(application.pk).items():
            if (amount := held.get(Account.RESERVED, Decimal(0))) > 0:
                move = _move(
                    application, EntryKind.UNRESERVE, Account.RESERVED, Account.AVAILABLE, amount,
                    reason,
                )  # fmt: skip
                entries += post(years[year_id].pk, [move])
    return entries


def cancel_commitment(
    application: Application, reason: str, *, numbers: Iterable[int] | None = None
) -> list[Payable]:
    """Take back what was promised and is not on its way to the bank; of the instalments `numbers`
    alone, where some are given. What is in a batch has to be taken out of it first.

    Gives the payables that were cancelled.
    """
    chosen = None if numbers is None else set(numbers)
    with transaction.atomic():
        rows = Payable.objects.filter(application=application)
        lock_years(rows.values_list("fund_year_id", flat=True))
        cancelled = []
        for one in rows.filter(state__in=payable_machine.CANCELLABLE).order_by("pk"):
            if chosen is None or one.number in chosen:
                given = TransitionInput(reason=reason)
                cancelled.append(
                    payable_machine.MACHINE.execute(_keeper(one), one.pk, "cancel", given)
                )
        return cancelled


def meet_condition(payable_id: int, note: str) -> Payable:
    """Say that the condition of an instalment is met: it falls due. For other acts."""
    payable = Payable.objects.get(pk=payable_id)
    given = TransitionInput(reason=note)
    return payable_machine.MACHINE.execute(_keeper(payable), payable_id, "fulfil", given)


def _keeper(payable: Payable) -> Actor | None:
    """Who acts, if they keep the fund; else the portal does it for the act that was permitted."""
    actor = current_actor()
    return actor if keeps_fund_of(actor, payable) else None


def _year_for(application: Application) -> FundYear:
    """The year, locked, that holds what is reserved or promised for the case; for new money, an
    open year of the claim's fund."""
    year = _year_with_money(application) or _open_year(application)
    # Somebody else may have written for the case while the lock was waited for.
    return _year_with_money(application) or year


def _year_with_money(application: Application) -> FundYear | None:
    """What was carried over leaves legs behind in the earlier year: only what stands counts."""
    held = balances_by_year(application.pk)
    for account in ALL_OF_IT:
        for year_id in sorted(held):
            if held[year_id].get(account, ZERO) > 0:
                return lock_years([year_id])[year_id]
    return None


def _open_year(application: Application) -> FundYear:
    """The year that the claim names, or a later one where its money was carried or its own year is
    closed."""
    claim = SubsidyClaim.objects.get(application=application)
    named = year_of(claim.fund_code, claim.fiscal_year)
    carried = _carried_into(application)
    with ledger_scope():
        later = FundYear.objects.filter(fund_id=named.fund_id, closed_at=None).order_by("year")
        open_ = later.filter(pk__in=carried).last()
        if open_ is None and named.closed_at is None:
            return named
        if open_ is None:
            open_ = later.filter(year__gt=named.year, source__lt=0).first()
    if open_ is None:
        raise RuleViolation(f"{named} 已经关账，请先下达以后年度的预算。")
    return lock_years([open_.pk])[open_.pk]


def _carried_into(application: Application) -> set[int]:
    """The years into which money was carried for the case or for those that it corrects: what they
    gave back since is available there."""
    found: set[int] = set()
    one: Application | None = application
    while one is not None:
        held = balances_by_year(one.pk)
        found |= {pk for pk, kept in held.items() if kept.get(Account.SOURCE, ZERO) < 0}
        one = one.corrects
    return found


def _last_entry(application: Application, kind: EntryKind) -> LedgerEntry | None:
    with ledger_scope():
        rows = LedgerEntry.objects.filter(application_id=application.pk, kind=kind)
        return rows.order_by("-id").first()
