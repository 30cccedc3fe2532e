"""A bank's support plan for an enterprise of the list (支持方案)."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.notifications import Kind, notify, people_of
from accounts.tenancy import Actor
from financing.bounds import problems_with
from financing.doubts import amount_doubt, jump_doubt, still_asked
from financing.models import FeedRow, SupportPlan, WhitelistEntry


@dataclass(frozen=True)
class PlanTerms:
    """`credit_line` in 万元; dates local, both included. `is_checked`: unusual figures are so."""

    measures: str
    manager_name: str
    manager_phone: str
    valid_from: date
    valid_to: date
    credit_line: Decimal | None = None
    is_checked: bool = False


def save_plan(actor: Actor, credit_code: str, terms: PlanTerms) -> SupportPlan:
    """Write what the actor's bank undertakes for an enterprise, instead of what it undertook
    before; the enterprise is told.

    Raises `NotPermitted`, `FeedRow.DoesNotExist` for an enterprise that is not on the list, or
    `RuleViolation` by field. Source: action plan 2018-2021, 三(五): a support plan for each
    enterprise.
    """
    if actor.duty != Duty.BANK_OFFICER:
        raise NotPermitted("支持方案由银行制定。")
    plan = SupportPlan(**asdict(terms))
    if errors := problems_with(plan, asdict(terms)):
        raise RuleViolation(errors)
    with transaction.atomic():
        shown = FeedRow.objects.listed_for(actor.organisation_id).get(credit_code=credit_code)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('financing.plan'), %s)",
                [shown.organisation_id],
            )
        entry = WhitelistEntry.objects.listed().get(organisation_id=shown.organisation_id)
        present = SupportPlan.objects.filter(
            organisation_id=shown.organisation_id, bank_id=actor.organisation_id, replaced_at=None
        )
        if not terms.is_checked:
            refuse(_doubts(terms, present.first()))
        present.update(replaced_at=timezone.now())
        plan.organisation_id, plan.district_id = shown.organisation_id, shown.district_id
        plan.enterprise_name, plan.credit_code = entry.enterprise_name, entry.credit_code
        plan.bank_id, plan.made_by_id = actor.organisation_id, actor.user_id
        plan.save(force_insert=True)
        notify(
            people_of(organisation_id=plan.organisation_id),
            title=f"{actor.organisation_name}为企业制定了支持方案",
            body=f"有效期 {terms.valid_from:%Y-%m-%d} 至 {terms.valid_to:%Y-%m-%d}，"
            f"客户经理 {terms.manager_name}（{terms.manager_phone}）。",
            link=reverse("financing:own_credits"),
            dedupe_key=f"support-plan:{plan.pk}",
            kind=Kind.FINANCING,
        )
    return plan


def _doubts(terms: PlanTerms, present: SupportPlan | None) -> dict[str, str]:
    """What is unusual about a plan, by field, beside the one that it replaces."""
    line = terms.credit_line
    before = present.credit_line if present else None
    found = {"credit_line": amount_doubt(line) or jump_doubt(before, line)}
    return still_asked(found, vars(terms), present)
