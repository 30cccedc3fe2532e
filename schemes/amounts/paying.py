"""Paying an amount: once or in instalments that hang on goals, and what comes back when goals are
missed (the type of 财建〔2024〕148号: half at the start, the rest after the performance review)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schemes.amounts.sharing import split
from schemes.definition.amount_terms import Clawback, Goal, Pay


@dataclass(frozen=True)
class Instalment:
    """One payment of an amount, in 元, with the goals that it waits for."""

    key: str
    label: str
    amount: Decimal
    needs: tuple[str, ...]
    clause: str


@dataclass(frozen=True)
class AfterReview:
    """What the goals mean for a grant: the instalments that are due, those that lapse, what of the
    money paid comes back, and the sentences that say so."""

    due: tuple[str, ...]
    lapsed: tuple[str, ...]
    take_back: Decimal
    why: tuple[str, ...]


def instalments(pay: Pay, amount: Decimal) -> list[Instalment]:
    """The amount in its instalments, to the 分: their sum is the amount."""
    if pay.mode == "once":
        return [Instalment("once", "一次支付", amount, (), "")]
    amounts = split(amount, [one.percent for one in pay.instalments])
    return [
        Instalment(one.key, one.label, part, one.needs, one.clause)
        for one, part in zip(pay.instalments, amounts, strict=True)
    ]


def is_met(goal: Goal, actual: Decimal) -> bool:
    """Whether the goal is reached; its target belongs to it."""
    return actual >= goal.target if goal.comparison == ">=" else actual <= goal.target


def after_review(pay: Pay, actual: Mapping[str, Decimal | None], paid: Decimal) -> AfterReview:
    """What follows once the figures of the goals are known (None for not yet): an instalment is due
    when all goals that it needs are met, and lapses when one is missed; a goal missed that asks
    for it takes back all that was paid."""
    known = {one.key: actual.get(one.key) for one in pay.goals}
    missed = [
        one for one in pay.goals if (value := known[one.key]) is not None and not is_met(one, value)
    ]
    gone = {one.key for one in missed}
    back = [one for one in missed if one.missed == "take_back"]
    reached = {key for key, value in known.items() if value is not None} - gone
    due, lapsed = [], []
    for part in pay.instalments:
        if back or gone & set(part.needs):
            lapsed.append(part.key)
        elif set(part.needs) <= reached:
            due.append(part.key)
    why = [
        f"“{one.label}”未完成（{_beside(one, known[one.key])}）："
        f"{'追回已付资金' if one in back else '余款不付'}"
        for one in missed
    ]
    return AfterReview(tuple(due), tuple(lapsed), paid if back else Decimal("0.00"), tuple(why))


def _beside(goal: Goal, actual: Decimal | None) -> str:
    """What was reached beside what was wanted: 实际 1,800 万元，目标 ≥ 2,000 万元."""
    sign = "≥" if goal.comparison == ">=" else "≤"
    reached, target = (
        f"{Decimal(value or 0).normalize():,f} {goal.unit}".rstrip()
        for value in (actual, goal.target)
    )
    return f"实际 {reached}，目标 {sign} {target}"


def may_be_recovered(clawback: Clawback, cause: str, paid_on: date, day: date) -> bool:
    """Whether money paid on `paid_on` may be asked back on `day` for `cause` (local dates): the
    rule names the cause, and its years since the payment, the anniversary included, have not
    passed."""
    found = next((one for one in clawback.causes if one.cause == cause), None)
    if found is None or day < paid_on:
        return False
    return found.years is None or day <= last_day_to_ask(paid_on, found.years)


def last_day_to_ask(paid_on: date, years: int) -> date:
    """The last day on which money paid on `paid_on` may be asked back: its anniversary; from 29
    February the 28 February."""
    try:
        return paid_on.replace(year=paid_on.year + years)
    except ValueError:
        return date(paid_on.year + years, 2, 28)
