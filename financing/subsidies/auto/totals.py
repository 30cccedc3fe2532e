"""What a list comes to, by the states of its candidates, and the fund that pays it. In 元."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from financing.models import GrantCandidate, GrantList
from financing.subsidies.claims import NO_FUND

State = GrantCandidate.State
ZERO = Decimal(0)
# The steps of the console, each with the states of who has come so far.
STEPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("MATCHED", "已比对", tuple(one for one in State if one != State.REMOVED)),
    (
        "PUSHED",
        "已推送",
        (State.PUSHED, State.LAPSED, State.DISPUTED, State.DECLINED, State.CONFIRMED,
         State.STOPPED, State.EXPIRED, State.FULFILLED),
    ),
    ("CONFIRMED", "已确认", (State.CONFIRMED, State.STOPPED, State.FULFILLED)),
    ("FULFILLED", "已到账", (State.FULFILLED,)),
)  # fmt: skip
OUT = (State.BARRED, State.REMOVED, State.DECLINED, State.EXPIRED, State.STOPPED)


@dataclass(frozen=True)
class Step:
    """A step of the console: how many have come so far, and what they are due in 元."""

    key: str
    label: str
    number: int
    amount: Decimal


def steps_of(row: GrantList) -> tuple[list[Step], dict[str, int]]:
    """The steps, and how many candidates are in each state. One query."""
    found = (
        GrantCandidate.objects.filter(list=row)
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"), amount=Sum("amount"))
    )
    by_state = {state: (number, amount or ZERO) for state, number, amount in found}
    steps = []
    for key, label, states in STEPS:
        counted = [by_state[one] for one in states if one in by_state]
        number = sum(one[0] for one in counted)
        steps.append(Step(key, label, number, sum((one[1] for one in counted), ZERO)))
    return steps, {state: number for state, (number, _) in by_state.items()}


def to_pay(row: GrantList) -> Decimal:
    """What is due to all who are not out."""
    rows = GrantCandidate.objects.filter(list=row).exclude(state__in=OUT)
    return Decimal(rows.aggregate(sum=Sum("amount"))["sum"] or ZERO)


def fund_of(row: GrantList) -> tuple[str, int]:
    """The code of the fund that the rule names, and the year of the batch."""
    rule = row.scheme_version.parsed.amount
    fund = rule.budget.fund if rule and rule.budget else NO_FUND
    return fund, row.batch.year
