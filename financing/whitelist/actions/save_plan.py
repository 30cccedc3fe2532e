"""A bank's support plan for an enterprise of the list (支持方案)."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.notifications import notify, people_of
from accounts.tenancy import Actor
from financing.bounds import HIGHEST_AMOUNT, TOO_MUCH
from financing.models import FeedRow, SupportPlan, WhitelistEntry


@dataclass(frozen=True)
class PlanTerms:
    """`credit_line` in 万元; dates local, both included."""

    measures: str
    manager_name: str
    manager_phone: str
    valid_from: date
    valid_to: date
    credit_line: Decimal | None = None


def save_plan(actor: Actor, credit_code: str, terms: PlanTerms) -> SupportPlan:
    """Write what the actor's bank undertakes for an enterprise, instead of what it undertook
    before; the enterprise is told.

    Raises `NotPermitted`, `FeedRow.DoesNotExist` for an enterprise that is not on the list, or
    `RuleViolation` by field. Source: action plan 2018-2021, 三(五): a support plan for each
    enterprise.
    """
    if actor.duty != Duty.BANK_OFFICER:
        raise NotPermitted("支持方案由银行制定。")
    errors = {
        name: text
        for name, text in (
            ("measures", "请写明支持措施。"),
            ("manager_name", "请填写客户经理。"),
            ("manager_phone", "请填写联系电话。"),
        )
        if not getattr(terms, name).strip()
    }
    if terms.credit_line is not None and not 0 < terms.credit_line <= HIGHEST_AMOUNT:
        errors["credit_line"] = (
            TOO_MUCH if terms.credit_line > 0 else "请填写大于 0 的额度，或不填。"
        )
    if terms.valid_to < terms.valid_from:
        errors["valid_to"] = "截止日期不能早于开始日期。"
    elif terms.valid_to < timezone.localdate():
        errors["valid_to"] = "截止日期不能早于今天。"
    if errors:
        raise RuleViolation(errors)
    with transaction.atomic():
        shown = FeedRow.objects.get(
            bank_id=actor.organisation_id, credit_code=credit_code, left_at=None
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('financing.plan'), %s)",
                [shown.organisation_id],
            )
        entry = WhitelistEntry.objects.listed().get(organisation_id=shown.organisation_id)
        present = SupportPlan.objects.filter(
            organisation_id=shown.organisation_id, bank_id=actor.organisation_id, replaced_at=None
        )
        present.update(replaced_at=timezone.now())
        plan: SupportPlan = SupportPlan.objects.create(
            organisation_id=shown.organisation_id,
            district_id=shown.district_id,
            bank_id=actor.organisation_id,
            credit_code=entry.credit_code,
            enterprise_name=entry.enterprise_name,
            made_by_id=actor.user_id,
            **asdict(terms),
        )
        notify(
            people_of(organisation_id=plan.organisation_id),
            title=f"{actor.organisation_name}为企业制定了支持方案",
            body=f"有效期 {terms.valid_from:%Y-%m-%d} 至 {terms.valid_to:%Y-%m-%d}，"
            f"客户经理 {terms.manager_name}（{terms.manager_phone}）。",
            link=reverse("financing:own_credits"),
            dedupe_key=f"support-plan:{plan.pk}",
        )
    return plan
