"""The district's answer to a registration."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import Actor
from enterprises.actions.telling import signature, tell_enterprise
from enterprises.models import Enterprise, RegistrationState
from enterprises.policies import may_decide
from enterprises.versions import refuse_stale


def confirm_registration(
    actor: Actor, enterprise_id: int, *, seen_at: datetime | None = None
) -> Enterprise:
    """Confirm that the entry is a real enterprise of the district.

    `seen_at` is the version that the page showed (`enterprises.versions`). Raises
    `NotPermitted`, or `StaleVersion` when the entry was decided or changed since.
    """
    with transaction.atomic():
        enterprise = _waiting(actor, enterprise_id, seen_at)
        enterprise.registration_state = RegistrationState.CONFIRMED
        enterprise.refusal_reason = ""
        _decided(actor, enterprise)
        tell_enterprise(
            enterprise,
            "企业登记已确认",
            f"{signature(actor)}已确认 {enterprise.name} 的登记，现在可以填报年度数据和申报项目。",
            f"confirmed:{enterprise.pk}:{enterprise.confirmed_at:%Y%m%d%H%M%S}",
        )
    return enterprise


def refuse_registration(
    actor: Actor, enterprise_id: int, reason: str, *, seen_at: datetime | None = None
) -> Enterprise:
    """Send the registration back with a reason; the enterprise corrects it and sends it again.

    Raises as `confirm_registration`, and `RuleViolation` without a reason.
    """
    if not reason.strip():
        raise RuleViolation({"reason": "请写明未通过的原因，企业据此更正。"})
    with transaction.atomic():
        enterprise = _waiting(actor, enterprise_id, seen_at)
        enterprise.registration_state = RegistrationState.REFUSED
        enterprise.refusal_reason = reason.strip()[:500]
        _decided(actor, enterprise)
        tell_enterprise(
            enterprise,
            "企业登记未通过，请更正",
            f"{signature(actor)}：{enterprise.refusal_reason}",
            f"refused:{enterprise.pk}:{enterprise.confirmed_at:%Y%m%d%H%M%S}",
        )
    return enterprise


def _waiting(actor: Actor, enterprise_id: int, seen_at: datetime | None) -> Enterprise:
    rows = Enterprise.objects.select_for_update(of=("self",))
    enterprise: Enterprise = rows.get(pk=enterprise_id)
    if not may_decide(actor, enterprise):
        raise NotPermitted("只有企业所在区市的主管部门可以审核登记。")
    refuse_own_enterprise(actor, enterprise_id)
    if enterprise.registration_state != RegistrationState.PENDING:
        state = enterprise.get_registration_state_display()
        raise StaleVersion(f"这家企业的登记状态已是“{state}”，无需再审核。")
    refuse_stale(enterprise, seen_at)
    return enterprise


def _decided(actor: Actor, enterprise: Enterprise) -> None:
    enterprise.confirmed_by_id = actor.user_id
    enterprise.confirmed_at = timezone.now()
    enterprise.save(
        update_fields=[
            "registration_state", "refusal_reason", "confirmed_by", "confirmed_at", "updated_at",
        ]
    )  # fmt: skip
