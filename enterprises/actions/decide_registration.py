"""The district's answer to a registration."""

from django.db import transaction

from accounts.errors import RuleViolation, StaleVersion
from accounts.tenancy import Actor
from enterprises.models import Enterprise, RegistrationState
from enterprises.registration_machine import MACHINE, RegistrationInput
from enterprises.rules.credit_code import check_problem
from pages.stale import refuse_stale

CODE_REASON = "信用代码的校验位不符，确认须写明核对依据，例如：已核对营业执照原件。"


def confirm_registration(
    actor: Actor, enterprise_id: int, *, reason: str = "", version: int | None = None
) -> Enterprise:
    """Confirm that the entry is a real enterprise of the district; a code whose check fails is let
    pass with the reason.

    `version` is the one that the page showed. Raises `NotPermitted`, `RuleViolation` for an own
    enterprise and for such a code without a reason, or `StaleVersion` when the entry was decided or
    changed since.
    """
    return _decide(actor, enterprise_id, "confirm", reason, version)


def refuse_registration(
    actor: Actor, enterprise_id: int, reason: str, *, version: int | None = None
) -> Enterprise:
    """Send the registration back with a reason; the enterprise corrects it and sends it again.

    Raises as `confirm_registration`, and `RuleViolation` without a reason.
    """
    return _decide(actor, enterprise_id, "refuse", reason, version)


def refuse_unproved_code(code: str | None, reason: str) -> None:
    """Raise `RuleViolation` for a code whose check fails, unless a reason lets it pass."""
    if code and check_problem(code) and not reason.strip():
        raise RuleViolation({"reason": CODE_REASON})


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
        if name == "confirm":
            refuse_unproved_code(enterprise.credit_code, reason)
        return MACHINE.execute(actor, enterprise_id, name, RegistrationInput(reason))
