"""That a scope is an audit firm's: known to lock 1, and as `app.audit_firm` to lock 2."""

from accounts.duties import Duty
from accounts.tenancy import Actor, Scope, register_flag

AUDIT_FIRM = "audit_firm"
# The states of an assignment in which the firm reads the claim: after it has declared that it has
# no interest in the enterprise, and until the assignment ends.
READS_WHILE = ("working", "filed")


def register_firm_flag() -> None:
    """Have the database told, too, when an audit firm's staff acts."""
    register_flag(AUDIT_FIRM, acts_for_firm)


def acts_for_firm(actor: Actor) -> bool:
    return actor.duty == Duty.AUDIT_FIRM_STAFF


def is_firm(scope: Scope) -> bool:
    """True if an audit firm's staff acts."""
    return scope.has(AUDIT_FIRM)
