"""Rolling cultivation: who is in the pool."""

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from enterprises.actions.telling import signature, tell_enterprise
from enterprises.models import Enterprise, RegistrationState
from enterprises.policies import may_decide


def enter_cultivation_pool(actor: Actor, enterprise_id: int) -> Enterprise:
    """Take a confirmed enterprise into the cultivation pool; once in, nothing changes.

    Raises `NotPermitted`; `RuleViolation` when it is not confirmed or counts as large.
    Source: action plan 2018-2021, 一 (滚动培育 of 中小微 enterprises).
    """
    with transaction.atomic():
        enterprise = _locked(actor, enterprise_id)
        if enterprise.registration_state != RegistrationState.CONFIRMED:
            raise RuleViolation("登记确认后才能进入培育库。")
        if enterprise.size_class == "large":
            raise RuleViolation(f"培育库面向中小微企业。{enterprise.size_reason}")
        if enterprise.pool_entered_on is None:
            enterprise.pool_entered_on = timezone.localdate()
            enterprise.save(update_fields=["pool_entered_on", "updated_at"])
            tell_enterprise(
                enterprise,
                "已进入专精特新培育库",
                f"{signature(actor)}已将 {enterprise.name} 列入滚动培育。",
                f"pool:{enterprise.pk}:{enterprise.pool_entered_on}",
            )
    return enterprise


def leave_cultivation_pool(actor: Actor, enterprise_id: int, reason: str) -> Enterprise:
    """Take an enterprise out of the pool, with a reason that it reads.

    Raises `NotPermitted`, `RuleViolation` without a reason.
    """
    if not reason.strip():
        raise RuleViolation({"reason": "请写明移出培育库的原因。"})
    with transaction.atomic():
        enterprise = _locked(actor, enterprise_id)
        if enterprise.pool_entered_on is not None:
            entered = enterprise.pool_entered_on
            enterprise.pool_entered_on = None
            enterprise.save(update_fields=["pool_entered_on", "updated_at"])
            tell_enterprise(
                enterprise,
                "已移出专精特新培育库",
                f"{signature(actor)}：{reason.strip()}",
                f"pool-left:{enterprise.pk}:{entered}",
            )
    return enterprise


def _locked(actor: Actor, enterprise_id: int) -> Enterprise:
    enterprise: Enterprise = Enterprise.objects.select_for_update(of=("self",)).get(
        pk=enterprise_id
    )
    if not may_decide(actor, enterprise):
        raise NotPermitted("只有主管部门可以管理培育库。")
    refuse_own_enterprise(actor, enterprise_id)
    return enterprise
