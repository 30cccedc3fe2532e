"""An organisation joins the portal, with its first administrator; other acts say which kind."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.duties import Duty, OrganisationKind
from accounts.errors import refuse
from accounts.models import Organisation
from accounts.person_names import holds_address, single_line
from accounts.tenancy import Actor
from people.actions.save_invitations import send_invitation


@dataclass(frozen=True)
class Joining:
    """A kind of organisation that the city registers, and what people of it do; `named` and `known`
    are said where the name is missing or registered already."""

    kind: OrganisationKind
    duty: Duty
    named: str
    known: str


def register_organisation(
    actor: Actor, joining: Joining, name: str, person: str, email: str
) -> Organisation:
    """Make the organisation in the actor's district and invite `person` as its administrator.

    For acts that have asked for the permission, in their transaction. Raises `RuleViolation` at the
    fields `name`, `person`, `email`.
    """
    name, person, email = " ".join(name.split()), single_line(person), email.strip().lower()
    errors = {}
    if not name:
        errors["name"] = joining.named
    elif Organisation.objects.filter(kind=joining.kind, name=name).exists():
        errors["name"] = joining.known
    if not person or holds_address(person):
        errors["person"] = "请填写对方的姓名，不要写网址。"
    try:
        validate_email(email)
    except ValidationError:
        errors["email"] = "请填写有效的电子邮箱。"
    refuse(errors)
    home = Organisation.objects.get(pk=actor.organisation_id)
    made = Organisation.objects.create(kind=joining.kind, name=name, district_id=home.district_id)
    send_invitation(actor, made, email, person, joining.duty, is_administrator=True)
    return made
