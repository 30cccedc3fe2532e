"""What other parts of the portal make an instalment wait for: each registers its question."""

from collections.abc import Callable

from accounts.tenancy import Actor
from financing.models import Payable

Condition = Callable[[Payable], str]
_conditions: list[Condition] = []


def register_condition(condition: Condition) -> None:
    """Let `condition` say why an instalment may not be paid yet ("" if it may)."""
    if condition not in _conditions:
        _conditions.append(condition)


def instalment_may_be_paid(payable: Payable) -> list[str]:
    """All that it still waits for; empty if nothing."""
    return [why for one in _conditions if (why := one(payable))]


def conditions_are_met(actor: Actor | None, payable: Payable) -> str:
    return "".join(instalment_may_be_paid(payable))
