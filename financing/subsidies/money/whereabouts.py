"""Where the money of a case is: decided, reserved, promised, on its way, paid, asked back.

All in 元, days local.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from accounts.tenancy import Actor
from financing.ledger.payable_machine import MACHINE
from financing.ledger.posting import balance_of_case
from financing.models import (
    Account,
    Payable,
    PayableEvent,
    PayeeAccount,
    Recovery,
    SubsidyClaim,
)
from lifecycle.history import HistoryLine
from procedures.models import Application
from schemes.amounts.worked_sum import WorkedSum

ZERO = Decimal(0)
State = Payable.State
PROMISED = (State.WAITING, State.DUE, State.ORDERED, State.FAILED, State.STOPPED)
IN_TRANSIT = (State.SENT, State.EXCEPTION)
# What the enterprise is told of a payment: what happens inside the bureau is left out.
TOLD = ("arise", "await", "fulfil", "send", "pay", "pay_late", "fail", "bounce", "split",
        "part_returned", "again", "stop", "resume", "cancel")  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A place where money of the case is, since which day, and more in words."""

    name: str
    amount: Decimal
    day: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Whereabouts:
    """The money of a case: its places, its instalments, and the sum as it was decided."""

    decided: Decimal | None
    places: Sequence[Place]
    payables: Sequence[Payable]
    worked: WorkedSum | None
    account: str


def whereabouts(actor: Actor, claim: SubsidyClaim) -> Whereabouts:
    """Where the money of the claim's case is, as far as the actor may know."""
    case = claim.application
    payables = list(Payable.objects.filter(application=case).order_by("number"))
    kept = claim.sums.get("budget")
    decided = claim.approved_amount
    worked = None
    if kept and decided == Decimal(kept["amount"]):
        worked = WorkedSum.from_json(kept["sum"])
    elif decided is not None and "audited" in claim.sums:
        worked = WorkedSum.from_json(claim.sums["audited"])
    return Whereabouts(
        decided, list(_places(actor, case, payables)), payables, worked, _account(case)
    )


def _places(actor: Actor, case: Application, payables: Sequence[Payable]) -> Iterable[Place]:
    reserved = balance_of_case(case.pk, Account.RESERVED)
    returned = [one for one in payables if one.state == State.RETURNED]
    reserved -= sum((one.amount for one in returned), ZERO)
    if reserved > ZERO:
        yield Place("占用", reserved, note="审定以后转为承诺")
    for name, states in (("承诺", PROMISED), ("在途", IN_TRANSIT), ("已付", (State.PAID,)),
                         ("退回", (State.RETURNED,))):  # fmt: skip
        rows = [one for one in payables if one.state in states]
        if rows:
            days = [one.paid_on or one.due_on for one in rows]
            yield Place(name, sum((one.amount for one in rows), ZERO), max(days))
    asked = Recovery.objects.visible_to(actor).filter(application=case)
    for one in asked.exclude(state=Recovery.State.DROPPED).order_by("pk"):
        note = f"{one.get_cause_display()}，{one.get_state_display()}"
        note += f"，已缴回 {one.total_received:,.2f}"
        yield Place("追回", one.total, one.noticed_on, note)


def _account(case: Application) -> str:
    """The account that it is paid to, masked; "" where there is none yet."""
    rows = PayeeAccount.objects.filter(organisation_id=case.organisation_id)
    row = rows.filter(state=PayeeAccount.State.CONFIRMED).first()
    return row.masked if row else ""


def payments_in(actor: Actor, case: Application) -> list[HistoryLine]:
    """What happened to the payments of a case, for its timeline."""
    rows = PayableEvent.objects.filter(payable__application=case)
    if actor.is_enterprise:
        rows = rows.filter(transition__in=TOLD)
    events = list(rows.select_related("user", "on_behalf_of", "payable"))
    found = []
    for event in events:
        [line] = MACHINE.history_of([event])
        what = f"{event.payable.label} {event.payable.amount:,.2f} 元：{line.what}"
        found.append(HistoryLine(line.when, line.who, what, line.detail))
    return found


def paid_sums(case_ids: Iterable[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """Case -> what is on its way and what was paid, in 元; one query for a page of a list."""
    rows = Payable.objects.filter(application__in=list(case_ids)).order_by()
    sums = rows.values_list("application").annotate(
        way=Sum("amount", filter=Q(state__in=IN_TRANSIT), default=ZERO),
        paid=Sum("amount", filter=Q(state=State.PAID), default=ZERO),
    )
    return {pk: (way, paid) for pk, way, paid in sums}
