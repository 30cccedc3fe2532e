"""What the registry has to say about the members of organisations."""

from accounts.tenancy import Actor
from enterprises.models import Enterprise, RegistrationState
from enterprises.querysets import MOST_HITS, found_by
from people.actions.save_invitations import register_inviting_rule
from people.organisation_search import register_organisation_search


def registration_is_confirmed(actor: Actor) -> str:
    """An enterprise that no bureau has confirmed sends no mails in the portal's name."""
    if not actor.is_enterprise:
        return ""
    confirmed = Enterprise.objects.filter(
        pk=actor.organisation_id, registration_state=RegistrationState.CONFIRMED
    )
    return "" if confirmed.exists() else "企业登记经区市主管部门确认后，才能邀请成员。"


def enterprises_called(text: str) -> list[int]:
    """The enterprises of a name, or of a code that begins so."""
    return list(found_by(Enterprise.objects.all(), text).values_list("pk", flat=True)[:MOST_HITS])


register_organisation_search(enterprises_called)
register_inviting_rule(registration_is_confirmed)
