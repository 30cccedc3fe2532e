"""Keeping the pool of experts: who is in it, where they work, whom they must not judge."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.models import Membership
from accounts.tenancy import Actor
from enterprises.rules.credit_code import credit_code_problem
from enterprises.rules.industry import divisions
from procedures.models import Expert, ExpertTie


@dataclass(frozen=True)
class Profile:
    """What is known of an expert; `industries` are divisions (大类) of GB/T 4754."""

    employer: str
    employer_code: str
    position: str
    speciality: str
    industries: tuple[str, ...]


def add_expert(actor: Actor, user_id: int, profile: Profile) -> Expert:
    """Take a person with the duty of an expert into the pool.

    Raises `NotPermitted`, or `RuleViolation` by form field.
    """
    if not actor.is_city:
        raise NotPermitted("专家库由市级主管部门管理。")
    with transaction.atomic():
        errors = _problems(profile)
        if not Membership.objects.filter(
            user_id=user_id, duty=Duty.EXPERT, is_active=True
        ).exists():
            errors["user"] = "请先在“人员与授权”里邀请对方担任专家。"
        elif Expert.objects.filter(user_id=user_id).exists():
            errors["user"] = "这位专家已经在库。"
        refuse(errors)
        return Expert.objects.create(user_id=user_id, added_by_id=actor.user_id, **_values(profile))


def change_expert(
    actor: Actor, user_id: int, profile: Profile, *, is_active: bool | None = None
) -> Expert:
    """Change what is known of an expert. Experts keep their own entry; only the city decides
    whether they may be drawn (`is_active`, None leaves it).

    Raises `Expert.DoesNotExist` for one outside the scope, and as `add_expert`.
    """
    with transaction.atomic():
        expert: Expert = (
            Expert.objects.visible_to(actor).select_for_update(of=("self",)).get(user_id=user_id)
        )
        if not (actor.is_city or actor.user_id == user_id):
            raise NotPermitted("只能修改自己的专家资料。")
        if errors := _problems(profile):
            raise RuleViolation(errors)
        for name, value in _values(profile).items():
            setattr(expert, name, value)
        if is_active is not None and actor.is_city:
            expert.is_active = is_active
        expert.save()
        return expert


def declare_tie(
    actor: Actor, user_id: int, name: str, credit_code: str, kind: str, note: str
) -> ExpertTie:
    """Declare an enterprise that an expert must not judge; oneself, or the city for somebody.

    Raises `NotPermitted`, or `RuleViolation` by form field.
    """
    with transaction.atomic():
        expert = Expert.objects.visible_to(actor).get(user_id=user_id)
        if not (actor.is_city or actor.user_id == user_id):
            raise NotPermitted("只能申报自己的回避关系。")
        errors: dict[str, str] = {}
        if not name.strip():
            errors["name"] = "请填写企业名称。"
        if kind not in ExpertTie.Kind.values:
            errors["kind"] = "请选择关系。"
        if credit_code.strip() and (wrong := credit_code_problem(credit_code.strip().upper())):
            errors["credit_code"] = wrong
        refuse(errors)
        return ExpertTie.objects.create(
            user_id=expert.user_id,
            name=name.strip()[:200],
            credit_code=credit_code.strip().upper(),
            kind=kind,
            note=note.strip()[:200],
            declared_by_id=actor.user_id,
        )


def end_tie(actor: Actor, tie_id: int) -> ExpertTie:
    """End a tie. Only the city does: nobody opens the way to a case for themselves."""
    with transaction.atomic():
        tie: ExpertTie = ExpertTie.objects.visible_to(actor).select_for_update().get(pk=tie_id)
        if not actor.is_city:
            raise NotPermitted("解除回避关系请联系市级主管部门。")
        if tie.ended_at is None:
            tie.ended_at = timezone.now()
            tie.save(update_fields=["ended_at"])
        return tie


def _values(profile: Profile) -> dict[str, object]:
    return {
        "employer": profile.employer.strip()[:200],
        "employer_code": profile.employer_code.strip().upper(),
        "position": profile.position.strip()[:60],
        "speciality": profile.speciality,
        "industries": sorted(set(profile.industries)),
    }


def _problems(profile: Profile) -> dict[str, str]:
    errors = {}
    if not profile.employer.strip():
        errors["employer"] = "请填写工作单位，回避要用。"
    code = profile.employer_code.strip().upper()
    if code and (wrong := credit_code_problem(code)):
        errors["employer_code"] = wrong
    if profile.speciality not in Expert.Speciality.values:
        errors["speciality"] = "请选择专长。"
    if set(profile.industries) - set(divisions()):
        errors["industries"] = "行业里有未知的代码。"
    return errors
