"""What a bureau said of a registration before, and what the enterprise has corrected since."""

from dataclasses import dataclass, replace
from datetime import datetime

from enterprises.actions.entry_values import DETAILS, IDENTITY
from enterprises.models import Enterprise, RegistrationEvent, RegistrationState
from pages.history import Change, Revision, history_of
from pages.words import field_named

LICENCE = "营业执照"
CORRECTED = frozenset(
    str(field_named(Enterprise, name).verbose_name)
    for name in (*IDENTITY, *DETAILS, "district", "licence")
)


@dataclass(frozen=True)
class EarlierRefusal:
    """Why a registration that waits again was refused, and each correction since, latest first."""

    at: datetime
    who: str
    reason: str
    corrections: list[Revision]


def earlier_refusal(enterprise: Enterprise) -> EarlierRefusal | None:
    """The last refusal of a registration that waits for confirmation once more; None for one that
    was not refused. Whoever decides about the registration may read it."""
    if enterprise.registration_state != RegistrationState.PENDING:
        return None
    refusals = RegistrationEvent.objects.filter(enterprise=enterprise, transition="refuse")
    last = refusals.select_related("user").order_by("-id").first()
    if last is None:
        return None
    since = [_told(one) for one in history_of(enterprise) if one.at > last.at]
    who = f"{last.organisation_name} {last.user or ''}".strip()
    return EarlierRefusal(last.at, who, last.reason, [one for one in since if one.changes])


def _told(revision: Revision) -> Revision:
    """The revision with what people correct; of a licence only that there is another."""
    changes = (
        Change(one.label, "原来的", "新上传的") if one.label == LICENCE else one
        for one in revision.changes
        if one.label in CORRECTED
    )
    return replace(revision, changes=tuple(changes))
