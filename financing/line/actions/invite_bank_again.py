"""An invitation to a bank's administrator that got lost or ran out is sent again."""

from django.db import transaction

from accounts.duties import OrganisationKind
from accounts.errors import NotPermitted
from accounts.models import Invitation, Organisation
from accounts.tenancy import Actor
from people.actions.register_organisation import invite_again


def invite_bank_again(actor: Actor, bank_id: int, invitation_id: str) -> Invitation:
    """Send a bank's unanswered invitation anew, to the same person; the former holds no more.

    Raises `Organisation.DoesNotExist`, `Invitation.DoesNotExist`, `NotPermitted`, or
    `RuleViolation` for one that was accepted or replaced, and for a suspended bank.
    """
    if not actor.is_city:
        raise NotPermitted("银行的管理员由市级主管部门邀请。")
    with transaction.atomic():
        bank = Organisation.objects.get(pk=bank_id, kind=OrganisationKind.BANK)
        return invite_again(actor, bank, invitation_id, "这家银行已暂停接入，请先恢复。")
