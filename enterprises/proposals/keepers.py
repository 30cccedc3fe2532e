"""Which enterprises keep their entry themselves, and what they have been asked already."""

from collections.abc import Iterable

from accounts.duties import Duty
from accounts.models import Membership
from enterprises.models import EntryProposal


def kept_by_their_people(enterprise_ids: Iterable[int]) -> frozenset[int]:
    """Those of the enterprises for which somebody acts: nobody else writes their entry unseen."""
    people = Membership.objects.filter(
        organisation_id__in=list(enterprise_ids), is_active=True, duty=Duty.ENTERPRISE_STAFF
    )
    return frozenset(people.values_list("organisation_id", flat=True).distinct())


def open_proposals(enterprise_ids: Iterable[int]) -> dict[int, list[EntryProposal]]:
    """The proposals that wait for an answer, by enterprise."""
    rows = EntryProposal.objects.filter(
        organisation_id__in=list(enterprise_ids), state=EntryProposal.State.OPEN
    )
    found: dict[int, list[EntryProposal]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.organisation_id, []).append(row)
    return found
