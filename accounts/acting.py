"""Who may write at all: leaders, auditors and operators read the whole city and change nothing of
it, also where a policy knows them by the districts that they see or as the city's."""

from dataclasses import replace

from accounts.duties import Duty
from accounts.row_security import BUREAU_NOTES, IS_CITY, IS_SYSTEM
from accounts.tenancy import Actor, register_flag
from database.row_security import Policy, flag

ACTING = "acts"
READERS_ONLY = frozenset({Duty.LEADER, Duty.AUDITOR, Duty.OPERATOR})
ACTS = f"({IS_SYSTEM} OR {flag(ACTING)})"
# Bureaus that act on what they note about an organisation's rows.
BUREAU_ACTS = f"{BUREAU_NOTES.write} AND {ACTS}"


def register_acting_flag() -> None:
    """Have the database told, too, when somebody acts whose duty is not reading alone."""
    register_flag(ACTING, _acts)


def _acts(actor: Actor) -> bool:
    return actor.duty not in READERS_ONLY


def acted(policy: Policy) -> Policy:
    """The policy, writing to those who act."""
    change = policy.change or policy.read
    return replace(policy, write=f"({policy.write}) AND {ACTS}", change=f"({change}) AND {ACTS}")


def acted_or_led(policy: Policy) -> Policy:
    """The policy, writing to those who act and to leaders, whose word on it is an act too."""
    change, may = policy.change or policy.read, f"({ACTS} OR {IS_CITY})"
    return replace(policy, write=f"({policy.write}) AND {may}", change=f"({change}) AND {may}")
