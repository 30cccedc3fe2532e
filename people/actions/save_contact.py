"""Where a bureau is reached, as its administrators tell the public."""

from django.db import transaction

from accounts.contacts import BUREAUS
from accounts.errors import NotPermitted
from accounts.models import Organisation
from accounts.tenancy import Actor
from people.actions.save_members import administrator_only


def save_contact(
    actor: Actor, *, public_phone: str, public_address: str, office_hours: str
) -> Organisation:
    """Publish how the actor's bureau is reached. Raises `NotPermitted` for anybody but an
    administrator of a bureau."""
    administrator_only(actor)
    if actor.organisation_kind not in BUREAUS:
        raise NotPermitted("只有主管部门公开咨询电话。")
    with transaction.atomic():
        bureau = Organisation.objects.select_for_update(of=("self",)).get(pk=actor.organisation_id)
        bureau.public_phone = public_phone
        bureau.public_address = public_address
        bureau.office_hours = office_hours
        bureau.save(update_fields=["public_phone", "public_address", "office_hours"])
    return bureau
