"""What reviewers note about a case for the bureaus alone."""

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from procedures.cases.policies import REVIEWERS
from procedures.models import Application, CaseNote


def note_on_case(actor: Actor, application_id: int, text: str) -> CaseNote:
    """Write a note that the bureaus of the case's district and the city read, and the enterprise
    never. Raises `Application.DoesNotExist`, `NotPermitted`, and `RuleViolation` without words."""
    application = Application.objects.visible_to(actor).get(pk=application_id)
    if actor.duty not in REVIEWERS:
        raise NotPermitted("只有审核部门可以记录。")
    refuse_own_enterprise(actor, application.organisation_id)
    if not text.strip():
        raise RuleViolation({"text": "请写明要记录的内容。"})
    note: CaseNote = CaseNote.objects.create(
        application=application,
        **application.home,
        text=text.strip()[:2000],
        noted_by_id=actor.user_id,
        organisation_name=actor.organisation_name[:100],
    )
    return note
