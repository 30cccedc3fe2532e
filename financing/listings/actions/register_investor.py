"""An investor joins the portal: its organisation and its first administrator."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted, refuse
from accounts.models import Organisation
from accounts.person_names import holds_address, single_line
from accounts.tenancy import Actor
from people.actions.save_invitations import send_invitation


def register_investor(actor: Actor, name: str, person: str, email: str) -> Organisation:
    """Make the investor's organisation and invite its first administrator, who writes the profile.

    Raises `NotPermitted`, `RuleViolation` at the fields `name`, `person`, `email`.
    """
    if not actor.is_city:
        raise NotPermitted("投资机构由市级主管部门登记。")
    name, person, email = " ".join(name.split()), single_line(person), email.strip().lower()
    with transaction.atomic():
        known = Organisation.objects.filter(kind=OrganisationKind.INVESTOR, name=name)
        errors = {}
        if not name:
            errors["name"] = "请填写机构名称。"
        elif known.exists():
            errors["name"] = "这家机构已经登记。"
        if not person or holds_address(person):
            errors["person"] = "请填写对方的姓名，不要写网址。"
        try:
            validate_email(email)
        except ValidationError:
            errors["email"] = "请填写有效的电子邮箱。"
        refuse(errors)
        home = Organisation.objects.get(pk=actor.organisation_id)
        made = Organisation.objects.create(
            kind=OrganisationKind.INVESTOR, name=name, district_id=home.district_id
        )
        send_invitation(actor, made, email, person, Duty.INVESTOR, is_administrator=True)
    return made
