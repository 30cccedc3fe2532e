"""Self-registration of an enterprise."""

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.actors import actor_from
from accounts.duties import Duty, OrganisationKind
from accounts.errors import RuleViolation
from accounts.models import District, Membership, Organisation, User
from accounts.notifications import Kind, notify
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.entry_values import DETAILS, IDENTITY, checked_values, fill
from enterprises.actions.store_proof import store_proof
from enterprises.actions.telling import reviewers_of
from enterprises.errors import AlreadyRegistered, EntryWaits
from enterprises.imports.lookups import NamedEntries, entries_with_codes
from enterprises.models import Enterprise

LICENCE = "enterprises.licence"


def register_enterprise(
    user: User, district: District, values: Mapping[str, object], licence: UploadedFile
) -> Membership:
    """Enter an enterprise into the registry, with `user` as its administrator.

    `values` holds the fields `IDENTITY` and `DETAILS`; money in 万元. `licence` is the scan of the
    business licence. The entry waits for the district's confirmation. Raises `RuleViolation` for
    wrong values, `AlreadyRegistered` when the code is taken (in any district), `EntryWaits` when
    an unclaimed entry has the name.
    """
    taken = checked_values(values, (*IDENTITY, *DETAILS))
    if district.kind == District.Kind.CITY:
        raise RuleViolation({"district": "请选择企业所在的区市。"})
    if entries_with_codes([taken["credit_code"]]):
        raise AlreadyRegistered(taken["credit_code"])
    for entry in NamedEntries([taken["name"]], unclaimed_only=True).same_name(taken["name"]):
        raise EntryWaits(entry.organisation_id, entry.name)
    with transaction.atomic():
        membership = _open_organisation(user, district, taken["name"])
        enterprise = Enterprise(organisation=membership.organisation, district=district)
        fill(enterprise, taken)
        try:
            with acting_as(actor_from(membership)):
                enterprise.licence = store_proof(
                    user.pk, licence, LICENCE, **enterprise.home, field="licence"
                )
                enterprise.save(force_insert=True)
        except IntegrityError as error:
            # Registered by somebody else between the check and now.
            raise AlreadyRegistered(taken["credit_code"]) from error
        notify(
            reviewers_of(district),
            title=f"新企业待确认：{enterprise.name}",
            body=f"{user} 登记了 {enterprise.name}（{enterprise.credit_code}），请核对后确认。",
            link=reverse("enterprises:detail", args=[enterprise.pk]),
            dedupe_key=f"registration:{enterprise.pk}",
            kind=Kind.WORK,
        )
    return membership


def _open_organisation(user: User, district: District, name: str) -> Membership:
    """A tenant is founded before anybody belongs to it, so this is an act of the portal."""
    with system_scope(reason="found the organisation of a registration"):
        organisation = Organisation.objects.create(
            kind=OrganisationKind.ENTERPRISE, name=name, district=district
        )
        return Membership.objects.create(
            user=user,
            organisation=organisation,
            district=district,
            duty=Duty.ENTERPRISE_STAFF,
            is_administrator=True,
        )
