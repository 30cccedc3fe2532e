"""Asking to act for an enterprise that the registry knows already."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.models import District, Membership, User
from accounts.notifications import Kind, notify
from accounts.person_names import holds_address, single_line
from accounts.tenancy import system_scope
from enterprises.actions.entry_values import code_problem
from enterprises.actions.store_proof import store_proof
from enterprises.actions.telling import reviewers_of
from enterprises.errors import AlreadyRegistered
from enterprises.imports.lookups import entries_with_codes
from enterprises.models import Enterprise, EnterpriseClaim, RegistrationState
from enterprises.rules.credit_code import normalise_credit_code

PROOF = "enterprises.claim"
CLAIMS_A_DAY = 5  # each one writes to people in the portal's name


@dataclass(frozen=True)
class ClaimRequest:
    """What the claimant writes. `entry_id` names an unclaimed entry, which has no code yet."""

    credit_code: str
    position: str
    statement: str
    proof: UploadedFile
    entry_id: int | None = None
    district: District | None = None
    code_checked: bool = False


def claim_enterprise(user: User, request: ClaimRequest) -> EnterpriseClaim:
    """Put a claim, with its proof, before the district's bureau.

    A claimant has no rights in the enterprise yet, so entry and claim are reached in the
    portal's own name, and nothing of the entry is told to the claimant. Raises `RuleViolation`.
    """
    code = normalise_credit_code(request.credit_code)
    if problem := code_problem(code, checked=request.code_checked):
        raise RuleViolation({"credit_code": problem})
    position = single_line(request.position)
    if holds_address(position):
        raise RuleViolation({"position": "请填写职务，不要写网址。"})
    with system_scope(reason="put a claim before the bureau"):
        enterprise = _claimed_entry(code, request)
        _refuse_needless(user, enterprise)
        district = enterprise.district
        if district.kind == District.Kind.CITY and (
            request.district is None or request.district.kind == District.Kind.CITY
        ):
            raise RuleViolation({"district": "请选择企业所在的区市。"})
        proof = store_proof(user.pk, request.proof, PROOF, **enterprise.home, field="proof")
        try:
            with transaction.atomic():
                claim = EnterpriseClaim.objects.create(
                    organisation_id=enterprise.pk,
                    district=district,
                    claimant=user,
                    credit_code=code,
                    claimant_position=position[:60],
                    statement=request.statement.strip()[:500],
                    proof=proof,
                    stated_district=(
                        request.district if district.kind == District.Kind.CITY else None
                    ),
                )
        except IntegrityError as error:
            raise RuleViolation("您已经提交过申请，请等待区市主管部门审核。") from error
        _tell(user, enterprise, claim)
    return claim


def _claimed_entry(code: str, request: ClaimRequest) -> Enterprise:
    holder = entries_with_codes([code]).get(code)
    if holder is None and request.entry_id is None:
        raise RuleViolation({"credit_code": "名录中没有这个代码，请直接登记企业。"})
    pk = holder.organisation_id if holder else request.entry_id
    enterprise = Enterprise.objects.select_related("district").get(pk=pk)
    if holder is None and enterprise.registration_state != RegistrationState.UNCLAIMED:
        raise RuleViolation({"credit_code": "名录中没有这个代码，请直接登记企业。"})
    if holder is not None and request.entry_id not in (None, holder.organisation_id):
        raise AlreadyRegistered(code)
    return enterprise


def _refuse_needless(user: User, enterprise: Enterprise) -> None:
    if Membership.objects.filter(
        user=user, organisation_id=enterprise.pk, is_active=True, is_administrator=True
    ).exists():
        raise RuleViolation("您已经是该企业的管理员，无需再申请。")
    if EnterpriseClaim.objects.filter(
        claimant=user, organisation_id=enterprise.pk, state=EnterpriseClaim.State.OPEN
    ).exists():
        raise RuleViolation("您已经提交过申请，请等待区市主管部门审核。")
    lately = timezone.now() - timedelta(days=1)
    if EnterpriseClaim.objects.filter(claimant=user, created_at__gt=lately).count() >= CLAIMS_A_DAY:
        raise RuleViolation(f"24 小时内最多提出 {CLAIMS_A_DAY} 项申请，请明天再试。")


def _tell(user: User, enterprise: Enterprise, claim: EnterpriseClaim) -> None:
    notify(
        reviewers_of(enterprise.district),
        title=f"企业认领待审核：{enterprise.name}",
        body=f"{user}（{claim.claimant_position}）申请管理 {enterprise.name}，请核对证明材料。",
        link=reverse("enterprises:claim_review", args=[claim.pk]),
        dedupe_key=f"claim:{claim.pk}",
        kind=Kind.WORK,
    )
    administrators = Membership.objects.filter(
        organisation_id=enterprise.pk, is_active=True, is_administrator=True
    ).values_list("user_id", flat=True)
    notify(
        administrators,
        title="有人申请管理贵企业",
        body=f"{user}（{claim.claimant_position}）提出了申请，由区市主管部门审核。"
        "如果您不认识此人，请尽快联系主管部门。",
        link=reverse("enterprises:profile"),
        dedupe_key=f"claim-administrators:{claim.pk}",
        kind=Kind.ACCOUNT,
    )
