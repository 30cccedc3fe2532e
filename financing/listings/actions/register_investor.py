"""An investor joins the portal: its organisation and its first administrator."""

from django.db import transaction

from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted
from accounts.models import Organisation
from accounts.tenancy import Actor
from people.actions.register_organisation import Joining, register_organisation

INVESTOR = Joining(
    OrganisationKind.INVESTOR, Duty.INVESTOR, "请填写机构名称。", "这家机构已经登记。"
)


def register_investor(actor: Actor, name: str, person: str, email: str) -> Organisation:
    """Make the investor's organisation and invite its first administrator, who writes the profile.

    Raises `NotPermitted`, `RuleViolation` at the fields `name`, `person`, `email`.
    """
    if not actor.is_city:
        raise NotPermitted("投资机构由市级主管部门登记。")
    with transaction.atomic():
        return register_organisation(actor, INVESTOR, name, person, email)
