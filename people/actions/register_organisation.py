"""An organisation joins the portal, with its first administrator; other acts say which kind."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from accounts.duties import Duty, OrganisationKind
from accounts.errors import RuleViolation, refuse
from accounts.models import Invitation, Organisation
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
    name = " ".join(name.split())
    person, email, errors = _first_person(person, email)
    if not name:
        errors["name"] = joining.named
    elif Organisation.objects.filter(kind=joining.kind, name=name).exists():
        errors["name"] = joining.known
    refuse(errors)
    home = Organisation.objects.get(pk=actor.organisation_id)
    made = Organisation.objects.create(kind=joining.kind, name=name, district_id=home.district_id)
    send_invitation(actor, made, email, person, joining.duty, is_administrator=True)
    return made


def invite_first_person(
    actor: Actor, organisation: Organisation, duty: Duty, person: str, email: str
) -> Invitation:
    """Invite somebody as the administrator of an organisation that has nobody. As
    `register_organisation`, for acts that have asked for the permission."""
    person, email, errors = _first_person(person, email)
    refuse(errors)
    return send_invitation(actor, organisation, email, person, duty, is_administrator=True)


def invite_again(
    actor: Actor, organisation: Organisation, invitation_id: str, ended: str
) -> Invitation:
    """Send an unanswered invitation anew, to the same person; the former holds no more. For acts
    that have asked for the permission, in their transaction.

    Raises `Invitation.DoesNotExist`, or `RuleViolation` for one that was accepted or replaced, and
    with the words `ended` for an organisation that is not active.
    """
    rows = Invitation.objects.visible_to(actor).select_for_update(of=("self",))
    former: Invitation = rows.get(pk=invitation_id, organisation_id=organisation.pk)
    if former.accepted_at is not None:
        raise RuleViolation("此人已接受邀请。")
    if former.withdrawn_at is not None:
        raise RuleViolation("这份邀请已撤回或已重新发出。")
    if not organisation.is_active:
        raise RuleViolation(ended)
    former.withdrawn_at = timezone.now()
    former.save(update_fields=["withdrawn_at"])
    return send_invitation(
        actor, organisation, former.email, former.name, Duty(former.duty), is_administrator=True
    )


def _first_person(person: str, email: str) -> tuple[str, str, dict[str, str]]:
    """Name and address as they are kept, and what is wrong with them by field."""
    person, email = single_line(person), email.strip().lower()
    errors = {}
    if not person or holds_address(person):
        errors["person"] = "请填写对方的姓名，不要写网址。"
    try:
        validate_email(email)
    except ValidationError:
        errors["email"] = "请填写有效的电子邮箱。"
    return person, email, errors
