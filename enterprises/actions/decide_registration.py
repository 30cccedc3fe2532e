"""The district's answer to a registration."""

from django.db import transaction

from accounts.errors import StaleVersion
from accounts.tenancy import Actor
from enterprises.models import Enterprise, RegistrationState
from enterprises.registration_machine import MACHINE, RegistrationInput
from pages.stale import refuse_stale


def confirm_registration(
    actor: Actor, enterprise_id: int, *, version: int | None = None
) -> Enterprise:
    """Confirm that the entry is a real enterprise of the district.

    `version` is the one that the page showed. Raises `NotPermitted`, `RuleViolation` for an own
    enterprise, or `StaleVersion` when the entry was decided or changed since.
    """
    return _decide(actor, enterprise_id, "confirm", "", version)


def refuse_registration(
    actor: Actor, enterprise_id: int, reason: str, *, version: int | None = None
) -> Enterprise:
    """Send the registration back with a reason; the enterprise corrects it and sends it again.

    Raises as `confirm_registration`, and `RuleViolation` without a reason.
    """
    return _decide(actor, enterprise_id, "refuse", reason, version)


def _decide(
    actor: Actor, enterprise_id: int, name: str, reason: str, version: int | None
) -> Enterprise:
    with transaction.atomic():
        rows = Enterprise.objects.select_for_update(of=("self",))
        enterprise = rows.get(pk=enterprise_id)
        if enterprise.registration_state != RegistrationState.PENDING:
            state = enterprise.get_registration_state_display()
            raise StaleVersion(f"这家企业的登记状态已是“{state}”，无需再审核。")
        refuse_stale(enterprise, version)
        return MACHINE.execute(actor, enterprise_id, name, RegistrationInput(reason))
