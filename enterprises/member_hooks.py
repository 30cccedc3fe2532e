"""What the registry has to say about the members of organisations."""

from accounts.tenancy import Actor
from enterprises.models import Enterprise, RegistrationState
from people.actions.save_invitations import register_inviting_rule


def registration_is_confirmed(actor: Actor) -> str:
    """An enterprise that no bureau has confirmed sends no mails in the portal's name."""
    if not actor.is_enterprise:
        return ""
    confirmed = Enterprise.objects.filter(
        pk=actor.organisation_id, registration_state=RegistrationState.CONFIRMED
    )
    return "" if confirmed.exists() else "企业登记经区市主管部门确认后，才能邀请成员。"


register_inviting_rule(registration_is_confirmed)
