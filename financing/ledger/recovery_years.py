"""In which years of its fund a recovery stands: each part where it was paid. Amounts in 元.

Payments of one case may lie in two years, where a year's end carried the rest of its money over.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from financing.ledger.posting import Move, balances_by_year, ledger_scope, lock_years, post
from financing.models import Account, EntryKind, FundYear, LedgerLeg, Recovery

ZERO = Decimal(0)


def lock_years_of(recovery: Recovery) -> None:
    lock_years({recovery.fund_year_id, *balances_by_year(recovery.application_id)})


def paid_in(recovery: Recovery, amount: Decimal, besides: int | None = None) -> dict[int, Decimal]:
    """The years in which `amount` of what the case was paid and is not asked back yet stands, the
    latest first: what was paid last goes back first. The year with the id `besides` is left out."""
    held = {
        pk: kept.get(Account.PAID, ZERO)
        for pk, kept in balances_by_year(recovery.application_id).items()
        if pk != besides
    }
    return _shared(amount, held, recovery.fund_year_id)


def receivable_in(
    recovery: Recovery, amount: Decimal, first: int | None = None
) -> dict[int, Decimal]:
    """The years in which `amount` of what the recovery still asks stands, the year with the id
    `first` before the others."""
    return _shared(amount, receivable_by_year(recovery), recovery.fund_year_id, first)


def receivable_by_year(recovery: Recovery) -> dict[int, Decimal]:
    """What the recovery's own entries left to be given back, by the id of the fund's year."""
    with ledger_scope():
        rows = LedgerLeg.objects.filter(
            entry__key__startswith=f"R{recovery.pk}-", account=Account.RECEIVABLE
        )
        return dict(rows.order_by().values_list("fund_year_id").annotate(sum=Sum("amount")))


def _shared(
    amount: Decimal, held: Mapping[int, Decimal], home: int, first: int | None = None
) -> dict[int, Decimal]:
    with ledger_scope():
        rows = FundYear.objects.filter(pk__in=list(held)).order_by("-year")
        years = list(rows.values_list("pk", flat=True))
    found: dict[int, Decimal] = {}
    for pk in sorted(years, key=lambda pk: pk != first):
        part = min(amount, max(held[pk], ZERO))
        amount -= part
        if part:
            found[pk] = part
    if amount:
        # What the entries do not show stands in the recovery's own year; the ledger refuses there.
        found[home] = found.get(home, ZERO) + amount
    return found


def post_by_year(
    recovery: Recovery, kind: EntryKind, source: Account, target: Account,
    parts: Mapping[int, Decimal], text: str, happened_on: date | None = None, *, event: str = "",
) -> None:  # fmt: skip
    """Move each part in its year, under keys of the recovery's present version, or of `event`."""
    event = event or f"V{recovery.version}"
    for year_id, part in sorted(parts.items()):
        place = "" if year_id == recovery.fund_year_id else f"-Y{year_id}"
        post(
            year_id,
            [
                Move(
                    key=f"R{recovery.pk}-{event}-{kind.value}{place}".upper(), kind=kind,
                    source=source, target=target, amount=part,
                    application_id=recovery.application_id,
                    organisation_id=recovery.organisation_id, text=text, happened_on=happened_on,
                )
            ],
        )  # fmt: skip
