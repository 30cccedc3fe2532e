"""Rolling cultivation: who is in the pool."""

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from enterprises.actions.telling import signature, tell_enterprise
from enterprises.models import Enterprise, PoolEvent, RegistrationState
from enterprises.policies import may_decide


def enter_cultivation_pool(actor: Actor, enterprise_id: int, reason: str = "") -> Enterprise:
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
            _enter(enterprise, actor, reason.strip())
            tell_enterprise(
                enterprise,
                "已进入专精特新培育库",
                f"{signature(actor)}已将 {enterprise.name} 列入滚动培育。",
                f"pool:{enterprise.pk}:{enterprise.pool_entered_on}",
            )
    return enterprise


def enter_pool_with_certificate(enterprise_id: int, reason: str) -> None:
    """Take a holder of a certificate into the pool, by the portal itself, where it may be in it.
    Needs a scope in which the enterprise exists."""
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise_id)
    confirmed = enterprise.registration_state == RegistrationState.CONFIRMED
    if confirmed and enterprise.size_class != "large" and enterprise.pool_entered_on is None:
        _enter(enterprise, None, reason)


def leave_cultivation_pool(
    actor: Actor, enterprise_id: int, reason: str, reason_kind: str = PoolEvent.ReasonKind.OTHER
) -> Enterprise:
    """Take an enterprise out of the pool, with a reason that it reads.

    Raises `NotPermitted`, `RuleViolation` at the fields `reason`, `reason_kind`.
    """
    with transaction.atomic():
        enterprise = _locked(actor, enterprise_id)
        if not reason.strip():
            raise RuleViolation({"reason": "请写明移出培育库的原因。"})
        if reason_kind not in PoolEvent.ReasonKind.values:
            raise RuleViolation({"reason_kind": "请选择移出的原因类别。"})
        if enterprise.pool_entered_on is not None:
            entered = enterprise.pool_entered_on
            enterprise.pool_entered_on = None
            enterprise.save(update_fields=["pool_entered_on", "updated_at"])
            record_pool_event(
                enterprise, PoolEvent.Kind.LEFT, actor, reason.strip(), reason_kind=reason_kind
            )
            tell_enterprise(
                enterprise,
                "已移出专精特新培育库",
                f"{signature(actor)}：{reason.strip()}",
                f"pool-left:{enterprise.pk}:{entered}",
            )
    return enterprise


def record_pool_event(
    enterprise: Enterprise,
    kind: PoolEvent.Kind,
    actor: Actor | None,
    reason: str = "",
    *,
    reason_kind: str = "",
) -> None:
    """Add to the history of the pool; `actor` None is the portal itself."""
    PoolEvent.objects.create(
        organisation_id=enterprise.pk,
        district_id=enterprise.district_id,
        kind=kind,
        year=timezone.localdate().year,
        reason_kind=reason_kind,
        reason=reason[:500],
        user_id=actor.user_id if actor else None,
        organisation_name=actor.organisation_name if actor else "平台",
        at=timezone.now(),
    )


def _enter(enterprise: Enterprise, actor: Actor | None, reason: str) -> None:
    enterprise.pool_entered_on = timezone.localdate()
    enterprise.save(update_fields=["pool_entered_on", "updated_at"])
    record_pool_event(enterprise, PoolEvent.Kind.ENTERED, actor, reason)


def _locked(actor: Actor, enterprise_id: int) -> Enterprise:
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise_id)
    if not may_decide(actor, enterprise):
        raise NotPermitted("只有主管部门可以管理培育库。")
    refuse_own_enterprise(actor, enterprise_id)
    return enterprise
