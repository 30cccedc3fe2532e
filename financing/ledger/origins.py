"""What a payment goes back to: filled by the wings above, which know what was claimed."""

from collections.abc import Callable

from accounts.tenancy import Actor
from financing.models import Payable
from procedures.cases.parts import Panel

Origin = Callable[[Actor, Payable], Panel | None]
_origins: list[Origin] = []


def register_origin(origin: Origin) -> None:
    """Let `origin` show on the page of a payment what it goes back to."""
    _origins.append(origin)


def origins_of(actor: Actor, payable: Payable) -> list[Panel]:
    """What the payment goes back to, as panels of its page."""
    found = (origin(actor, payable) for origin in _origins)
    return [one for one in found if one is not None]
