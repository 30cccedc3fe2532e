"""That a scope is an investor's: known to lock 1 and, as the setting `app.investor`, to lock 2."""

from accounts.duties import Duty
from accounts.tenancy import Actor, Scope, register_flag

INVESTOR = "investor"


def register_investor_flag() -> None:
    """Have the database told, too, when an investor's people act."""
    register_flag(INVESTOR, _acts_for_investor)


def is_investor(scope: Scope) -> bool:
    """True if an investor's people act."""
    return scope.has(INVESTOR)


def _acts_for_investor(actor: Actor) -> bool:
    return actor.duty == Duty.INVESTOR
