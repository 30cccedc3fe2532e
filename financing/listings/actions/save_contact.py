"""The contact that an enterprise or investor gives once both agree."""

from django.db import transaction

from accounts.actors import home_of
from accounts.duties import Duty
from accounts.errors import NotPermitted, refuse
from accounts.tenancy import Actor
from financing.bounds import problems_with
from financing.models import ContactCard
from pages.stale import refuse_stale

FIELDS = ("name", "phone", "email")


def save_contact(
    actor: Actor, name: str, phone: str, email: str, *, version: int | None = None
) -> ContactCard:
    """Write the card of the actor's organisation. What was exchanged before stays as it was.

    Raises `NotPermitted`, `StaleRecord`, `RuleViolation` by field.
    """
    if not (actor.is_enterprise or actor.duty == Duty.INVESTOR):
        raise NotPermitted("联系人由企业或投资机构填写。")
    with transaction.atomic():
        rows = ContactCard.objects.select_for_update()
        row = rows.filter(organisation_id=actor.organisation_id).first()
        if row is None:
            row = ContactCard(**home_of(actor), version=0)
        elif version:
            refuse_stale(row, version)
        row.name, row.phone, row.email = name, phone, email
        refuse(problems_with(row, FIELDS))
        row.version += 1
        row.save()
        return row
