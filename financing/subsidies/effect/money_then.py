"""Payments of a period: what was paid, how long it took, what is unspent, what came back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min
from django.utils import timezone

from financing.models import Payable, RecoveryReceipt
from financing.subsidies.effect.statistics import median, percentile, share

ZERO = Decimal(0)
PAID, CANCELLED = Payable.State.PAID, Payable.State.CANCELLED


@dataclass(frozen=True, slots=True)
class FirstMoney:
    """The first payment of a case: how many calendar days after it was sent (local days)."""

    case: int
    district: int
    name: str
    paid_on: date
    days: int


def first_money(first: date, last: date) -> list[FirstMoney]:
    """The cases whose first payment came in the period, in the active scope. One query."""
    rows = (
        Payable.objects.filter(state=PAID, application__submitted_at__isnull=False)
        .order_by()
        .values("application_id", "district_id", "payee_name", "application__submitted_at")
        .annotate(day=Min("paid_on"))
        .filter(day__gte=first, day__lte=last)
    )
    found = [
        FirstMoney(
            one["application_id"],
            one["district_id"],
            one["payee_name"],
            one["day"],
            (one["day"] - timezone.localdate(one["application__submitted_at"])).days,
        )
        for one in rows
    ]
    return sorted(found, key=lambda one: (one.days, one.case))


@dataclass(frozen=True)
class MoneyThen:
    """The money of a period in 元, days from sending to the first money, shares in per cent."""

    paid: Decimal
    cases: int
    days: Decimal | None
    days_90: Decimal | None
    unspent: Decimal | None
    recovered: Decimal


def money_then(first: date, last: date) -> MoneyThen:
    """In the active scope. Four queries."""
    paid = Payable.objects.filter(**paid_in(first, last)).values_list("amount", flat=True)
    waited = [one.days for one in first_money(first, last)]
    open_, whole = unspent_of(promised(first, last))
    back = RecoveryReceipt.objects.filter(received_on__range=(first, last))
    return MoneyThen(
        paid=sum(paid, ZERO),
        cases=len(waited),
        days=median(waited),
        days_90=percentile(waited, 90),
        unspent=share(open_, whole),
        recovered=sum(back.values_list("amount", flat=True), ZERO),
    )


def paid_in(first: date, last: date) -> dict[str, object]:
    return {"state": PAID, "paid_on__range": (first, last)}


def promised(first: date, last: date) -> Iterator[Payable]:
    """What fell due in the period and was not cancelled."""
    rows = Payable.objects.filter(due_on__range=(first, last)).exclude(state=CANCELLED)
    return rows.order_by("pk").iterator(2000)


def unspent_of(payables: Iterator[Payable]) -> tuple[Decimal, Decimal]:
    """What of them is not paid, and all of them."""
    rows = [(one.amount, one.state) for one in payables]
    whole = sum((amount for amount, _ in rows), ZERO)
    return whole - sum((amount for amount, state in rows if state == PAID), ZERO), whole


def weights_of(number: int, percent: int) -> dict[int, Decimal]:
    """With which weights the values at these places make up the percentile of `number` ordered
    values: what a reader adds up to find it again."""
    if not number:
        return {}
    place = Decimal(percent) * (number - 1) / 100
    lower = int(place)
    part = place - lower
    return {lower: 1 - part} | ({lower + 1: part} if part else {})
