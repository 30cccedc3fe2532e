"""The bureau's answer to a claim."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.conflicts import refuse_own_enterprise
from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.models import District, Membership
from accounts.notifications import notify
from accounts.tenancy import Actor
from enterprises.actions.move_enterprise import move_enterprise
from enterprises.actions.telling import signature
from enterprises.imports.lookups import entries_with_codes
from enterprises.models import Enterprise, EnterpriseClaim, RegistrationState
from enterprises.policies import may_decide
from enterprises.versions import refuse_stale


def decide_claim(
    actor: Actor,
    claim_id: int,
    *,
    grant: bool,
    reason: str = "",
    seen_at: datetime | None = None,
) -> EnterpriseClaim:
    """Grant or refuse a claim. A granted claimant becomes an administrator of the enterprise; an
    unclaimed entry gets its code (and its district) and counts as confirmed.

    `seen_at` is the version of the entry that the page showed (`enterprises.versions`). Raises
    `NotPermitted`, `RuleViolation` (a refusal without reason, a code taken meanwhile) and
    `StaleVersion` when the claim was decided already or the entry was changed since.
    """
    if not grant and not reason.strip():
        raise RuleViolation({"reason": "请写明不同意的原因。"})
    with transaction.atomic():
        claim: EnterpriseClaim = EnterpriseClaim.objects.select_for_update(of=("self",)).get(
            pk=claim_id
        )
        enterprise: Enterprise = (
            Enterprise.objects.select_for_update(of=("self",))
            .select_related("district")
            .get(pk=claim.organisation_id)
        )
        if not may_decide(actor, enterprise):
            raise NotPermitted("只有企业所在区市的主管部门可以审核认领。")
        if claim.claimant_id == actor.user_id:
            raise NotPermitted("不能审核自己提出的申请。")
        refuse_own_enterprise(actor, enterprise.pk)
        if claim.state != EnterpriseClaim.State.OPEN:
            raise StaleVersion(f"这项申请已经审核，结果是“{claim.get_state_display()}”。")
        refuse_stale(enterprise, seen_at)
        if grant:
            if enterprise.registration_state == RegistrationState.UNCLAIMED:
                _take_over(actor, claim, enterprise)
            _appoint(claim, enterprise)
        claim.state = EnterpriseClaim.State.GRANTED if grant else EnterpriseClaim.State.REFUSED
        claim.reason = reason.strip()[:500]
        claim.decided_by_id = actor.user_id
        claim.decided_at = timezone.now()
        claim.save()
        _tell(actor, claim, enterprise)
    return claim


def _take_over(actor: Actor, claim: EnterpriseClaim, enterprise: Enterprise) -> None:
    if entries_with_codes([claim.credit_code]):
        raise RuleViolation("这个信用代码已被另一家企业登记，请先核对两家企业。")
    enterprise.credit_code = claim.credit_code
    enterprise.registration_state = RegistrationState.CONFIRMED
    enterprise.confirmed_by_id = actor.user_id
    enterprise.confirmed_at = timezone.now()
    enterprise.save()
    if enterprise.district.kind == District.Kind.CITY and claim.stated_district_id:
        _move(claim, enterprise)


def _move(claim: EnterpriseClaim, enterprise: Enterprise) -> None:
    """Into the district that the claimant stated."""
    district = claim.stated_district
    assert district is not None, "asked by the caller"
    move_enterprise(enterprise, district, decided=claim)
    claim.district = district


def _appoint(claim: EnterpriseClaim, enterprise: Enterprise) -> None:
    membership, created = Membership.objects.get_or_create(
        user_id=claim.claimant_id,
        organisation_id=enterprise.pk,
        duty=Duty.ENTERPRISE_STAFF,
        is_active=True,
        defaults={"district_id": enterprise.district_id, "is_administrator": True},
    )
    if not created and not membership.is_administrator:
        membership.is_administrator = True
        membership.save(update_fields=["is_administrator"])


def _tell(actor: Actor, claim: EnterpriseClaim, enterprise: Enterprise) -> None:
    granted = claim.state == EnterpriseClaim.State.GRANTED
    notify(
        [claim.claimant_id],
        title="企业认领已通过" if granted else "企业认领未通过",
        body=(
            f"您现在是 {enterprise.name} 的管理员。"
            if granted
            else f"{signature(actor)}：{claim.reason}"
        ),
        link=reverse("enterprises:profile") if granted else reverse("enterprises:my_claims"),
        dedupe_key=f"claim-decided:{claim.pk}",
    )
    if granted:
        others = Membership.objects.filter(
            organisation_id=enterprise.pk, is_active=True, is_administrator=True
        ).exclude(user_id=claim.claimant_id)
        notify(
            others.values_list("user_id", flat=True),
            title="贵企业新增了一位管理员",
            body=f"{signature(actor)}审核后，{claim.claimant} 成为 {enterprise.name} 的管理员。",
            link=reverse("enterprises:profile"),
            dedupe_key=f"claim-granted:{claim.pk}",
        )
