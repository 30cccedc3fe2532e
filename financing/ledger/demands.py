"""What a recovery asks back of a case, worked out by the rule that the case was granted by.

Source: domain facts A7; the rule's clawback says which causes, years, shares, rate and order.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from financing.models import MarketRate, Payable, Recovery, RecoveryCause
from procedures.models import Application
from schemes.amounts.recovering import PaidPart, Unmet, without_the_last, worked_demand
from schemes.amounts.worked_sum import WorkedSum
from schemes.definition.amount_terms import Clawback

ZERO = Decimal(0)
PERCENT = 100
Cause = RecoveryCause
# What rules call the causes.
IN_RULES: dict[str, str] = {
    Cause.FRAUD: "fraud",
    Cause.MISUSE: "misuse",
    Cause.REVOKED: "revoked",
    Cause.MOVED: "moved",
    Cause.GOAL: "goal_missed",
    Cause.OVERPAID: "overpaid",
    Cause.DOUBLE: "double_paid",
}
# The share of its goals that a case missed, so far as it is confirmed; filled by who reviews goals.
_unmet: list[Callable[[Application], Unmet | None]] = []


def register_unmet(unmet: Callable[[Application], Unmet | None]) -> None:
    """Let `unmet` say which share of its goals a case missed."""
    _unmet.append(unmet)


def paid_and_kept(application: Application) -> Decimal:
    """What a case was paid and is not asked back already, in 元."""
    rows = Payable.objects.filter(application=application, state=Payable.State.PAID)
    paid = rows.aggregate(sum=Sum("amount"))["sum"] or ZERO
    return Decimal(paid - asked_before(application))


def asked_before(application: Application, besides: Iterable[int] = ()) -> Decimal:
    """The principal that earlier recoveries of the case ask for, or brought in, in 元; those with
    the ids `besides` left out."""
    rows = Recovery.objects.filter(application=application).exclude(pk__in=list(besides))
    claimed = rows.exclude(state=Recovery.State.DROPPED)
    # What was written off stays with the enterprise: of such a row only what came in counts.
    gone = Q(state=Recovery.State.WRITTEN_OFF)
    sums = claimed.aggregate(
        asked=Sum("amount", filter=~gone, default=ZERO),
        back=Sum("received", filter=gone, default=ZERO),
    )
    return Decimal(sums["asked"] + sums["back"])


def open_for(application: Application, cause: str) -> QuerySet[Recovery]:
    """What is proposed or demanded of the case for the cause, the earliest first."""
    rows: QuerySet[Recovery] = Recovery.objects.open()
    return rows.filter(application=application, cause=cause).order_by("pk")


def clawback_of(application: Application) -> Clawback:
    """The rule's terms; none for a case without a rule."""
    rule = application.scheme_version.parsed.amount
    return rule.clawback if rule else Clawback()


def demand_of(
    application: Application, cause: str, *, amount: Decimal | None = None,
    until: date | None = None, arose: date | None = None, besides: Iterable[int] = (),
) -> WorkedSum:  # fmt: skip
    """The worked sum of what is asked back for `cause`: its `counted` is the principal, the rest
    interest to the local day `until` (today where none is given). `amount` is the principal that
    somebody names; None for what the rule asks. The rule's years end on the day on which the cause
    `arose`, `until` where none is given. The recoveries with the ids `besides` are left out: those
    that the sum takes the place of."""
    unmet = None
    if cause == Cause.GOAL:
        unmet = next((found for one in _unmet if (found := one(application))), None)
    return worked_demand(
        clawback_of(application), IN_RULES[cause], _paid_parts(application, besides),
        until or timezone.localdate(), amount=amount, unmet=unmet, arose=arose,
    )  # fmt: skip


def _paid_parts(application: Application, besides: Iterable[int]) -> list[PaidPart]:
    rows = Payable.objects.filter(application=application, state=Payable.State.PAID)
    parts = [
        PaidPart(one.label, one.amount, one.paid_on or one.due_on)
        for one in rows.order_by("paid_on", "number")
    ]
    rates = list(MarketRate.objects.order_by("valid_from").values_list("valid_from", "rate"))
    return [
        replace(one, lpr=_rate_on(rates, one.paid_on))
        for one in without_the_last(parts, asked_before(application, besides))
    ]


def _rate_on(rates: list[tuple[date, Decimal]], day: date) -> Decimal:
    """The one-year LPR on the day as a fraction of 1; zero where none is on record."""
    known = [rate for valid_from, rate in rates if valid_from <= day]
    return known[-1] / PERCENT if known else ZERO
