"""Finding and making entries of the financing whitelist."""

from enterprises.models import Enterprise
from financing.models import WhitelistEntry
from schemes.models import SchemeVersion

State = WhitelistEntry.State
OPEN_STATES = (State.CANDIDATE, State.PROPOSED, State.LISTED)


def open_entry(enterprise_id: int) -> WhitelistEntry | None:
    """The enterprise's entry that is on the list or on its way; None without one."""
    return WhitelistEntry.objects.filter(
        organisation_id=enterprise_id, state__in=OPEN_STATES
    ).first()


def make_entry(
    enterprise: Enterprise,
    version: SchemeVersion,
    origin: WhitelistEntry.Origin,
    *,
    application_id: int | None = None,
) -> WhitelistEntry:
    """A candidate. Raises `IntegrityError` where the enterprise has an open entry."""
    return WhitelistEntry.objects.create(
        organisation_id=enterprise.pk,
        district_id=enterprise.district_id,
        state=State.CANDIDATE,
        origin=origin,
        scheme_version=version,
        application_id=application_id,
        enterprise_name=enterprise.name,
        credit_code=enterprise.credit_code or "",
    )


def locked_listing(enterprise_id: int) -> WhitelistEntry | None:
    """The enterprise's entry that is on the list, locked; None without one."""
    rows = WhitelistEntry.objects.filter(organisation_id=enterprise_id, state=State.LISTED)
    return rows.select_for_update(of=("self",)).first()
