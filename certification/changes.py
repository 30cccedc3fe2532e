"""Who wants to know that a certificate changed: filled by the apps above when Django starts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from accounts.tenancy import Actor
from certification.models import Certificate, CertificateEvent

if TYPE_CHECKING:
    from certification.lifecycle import Transition


@dataclass(frozen=True)
class Details:
    """What the one who carries a transition out says about it, or what follows from its case."""

    reason: str = ""
    reason_kind: str = ""
    document_number: str = ""
    application_id: int | None = None
    valid_to: date | None = None
    holder_name: str = ""
    credit_code: str = ""
    organisation_id: int | None = None
    district_id: int | None = None


@dataclass
class CertificateChange:
    """A transition of a certificate that is being carried out. `actor` None is the portal itself;
    `transition` None: it was issued just now."""

    certificate: Certificate
    transition: "Transition | None"
    actor: Actor | None
    source: str
    details: Details = field(default_factory=Details)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    event: CertificateEvent | None = None

    @property
    def name(self) -> str:
        return self.transition.name if self.transition else "issue"


Subscriber = Callable[[CertificateChange], None]
_subscribers: list[Subscriber] = []


def on_certificate_change(subscriber: Subscriber) -> Subscriber:
    """Let `subscriber` be called with each change, in the change's own transaction and scope:
    what it raises undoes the change. May be used as a decorator."""
    _subscribers.append(subscriber)
    return subscriber


def announce(change: CertificateChange) -> None:
    """Call every subscriber with `change`."""
    for subscriber in _subscribers:
        subscriber(change)
