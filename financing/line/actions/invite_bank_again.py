"""An invitation to a bank's administrator that got lost or ran out is sent again."""

from django.db import transaction
from django.utils import timezone

from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Invitation, Organisation
from accounts.tenancy import Actor
from people.actions.save_invitations import send_invitation


def invite_bank_again(actor: Actor, bank_id: int, invitation_id: str) -> Invitation:
    """Send a bank's unanswered invitation anew, to the same person; the former holds no more.

    Raises `Organisation.DoesNotExist`, `Invitation.DoesNotExist`, `NotPermitted`, or
    `RuleViolation` for one that was accepted or replaced, and for a suspended bank.
    """
    if not actor.is_city:
        raise NotPermitted("银行的管理员由市级主管部门邀请。")
    with transaction.atomic():
        bank = Organisation.objects.get(pk=bank_id, kind=OrganisationKind.BANK)
        rows = Invitation.objects.visible_to(actor).select_for_update(of=("self",))
        former: Invitation = rows.get(pk=invitation_id, organisation_id=bank.pk)
        if former.accepted_at is not None:
            raise RuleViolation("此人已接受邀请。")
        if former.withdrawn_at is not None:
            raise RuleViolation("这份邀请已撤回或已重新发出。")
        if not bank.is_active:
            raise RuleViolation("这家银行已暂停接入，请先恢复。")
        former.withdrawn_at = timezone.now()
        former.save(update_fields=["withdrawn_at"])
        return send_invitation(
            actor, bank, former.email, former.name, Duty(former.duty), is_administrator=True
        )
