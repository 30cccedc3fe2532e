"""The district's answer to a registration."""

from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.models import Membership
from accounts.tenancy import Actor
from enterprises.actions.telling import signature, tell_enterprise
from enterprises.models import Enterprise, RegistrationState
from enterprises.policies import may_decide


def confirm_registration(actor: Actor, enterprise_id: int) -> Enterprise:
    """Confirm that the entry is a real enterprise of the district.

    Raises `NotPermitted`, or `StaleVersion` when it was decided already.
    """
    with transaction.atomic():
        enterprise = _waiting(actor, enterprise_id)
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


def refuse_registration(actor: Actor, enterprise_id: int, reason: str) -> Enterprise:
    """Send the registration back with a reason; the enterprise corrects it and sends it again.

    Raises `NotPermitted`, `RuleViolation` without a reason, `StaleVersion` when decided already.
    """
    if not reason.strip():
        raise RuleViolation({"reason": "请写明未通过的原因，企业据此更正。"})
    with transaction.atomic():
        enterprise = _waiting(actor, enterprise_id)
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


def _waiting(actor: Actor, enterprise_id: int) -> Enterprise:
    rows = Enterprise.objects.select_for_update(of=("self",))
    enterprise: Enterprise = rows.get(pk=enterprise_id)
    if not may_decide(actor, enterprise):
        raise NotPermitted("只有企业所在区市的主管部门可以审核登记。")
    own = Membership.objects.filter(
        user_id=actor.user_id, organisation_id=enterprise_id, is_active=True
    )
    if own.exists():
        raise NotPermitted("不能审核自己任职的企业。")
    if enterprise.registration_state != RegistrationState.PENDING:
        state = enterprise.get_registration_state_display()
        raise StaleVersion(f"这家企业的登记状态已是“{state}”，无需再审核。")
    return enterprise


def _decided(actor: Actor, enterprise: Enterprise) -> None:
    enterprise.confirmed_by_id = actor.user_id
    enterprise.confirmed_at = timezone.now()
    enterprise.save(
        update_fields=[
            "registration_state", "refusal_reason", "confirmed_by", "confirmed_at", "updated_at",
        ]
    )  # fmt: skip
