"""People, organisations and what the portal owes them."""

from accounts.models.jobs import Job
from accounts.models.leave import LeaveCover
from accounts.models.organisations import District, Invitation, Membership, Organisation
from accounts.models.outbox import MailChoice, Notification, OutboxMessage
from accounts.models.people import User

__all__ = [
    "District",
    "Invitation",
    "Job",
    "LeaveCover",
    "MailChoice",
    "Membership",
    "Notification",
    "Organisation",
    "OutboxMessage",
    "User",
]
