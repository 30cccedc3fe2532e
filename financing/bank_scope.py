"""That a scope is a bank's: known to lock 1 and, as the setting `app.bank`, to lock 2."""

from accounts.duties import Duty
from accounts.tenancy import Actor, Scope, register_flag

BANK = "bank"


def register_bank_flag() -> None:
    """Have the database told, too, when a bank's officer or program acts."""
    register_flag(BANK, _acts_for_bank)


def is_bank(scope: Scope) -> bool:
    """True if a bank's officer or program acts."""
    return scope.has(BANK)


def _acts_for_bank(actor: Actor) -> bool:
    return actor.duty == Duty.BANK_OFFICER
