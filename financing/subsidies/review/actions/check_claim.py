"""Writing down what was found of an item of the checklist."""

from django.db import transaction

from accounts.errors import RuleViolation, refuse
from accounts.tenancy import Actor
from financing.models import CheckFinding
from financing.subsidies.review.actions.decide_line import claim_under_review
from financing.subsidies.review.terms import terms_for


def record_finding(
    actor: Actor, claim_id: int, check: str, *, result: str, evidence: str, source: str
) -> CheckFinding:
    """Keep one finding; an earlier one of the same item stays beside it.

    Raises as `claim_under_review`, and `RuleViolation` by field.
    """
    with transaction.atomic():
        claim = claim_under_review(actor, claim_id)
        if check not in terms_for(claim).checks:
            raise RuleViolation("核对清单里没有这一项。")
        problems = {}
        if result not in CheckFinding.Result.values:
            problems["result"] = "请选择结论。"
        if not evidence.strip():
            problems["evidence"] = "请写明怎样核对、看到什么。"
        if not source.strip():
            problems["source"] = "请写明来源，如查询的系统和时间、函件编号。"
        refuse(problems)
        return CheckFinding.objects.create(
            **claim.home,
            claim=claim,
            check_name=check,
            result=result,
            evidence=evidence.strip()[:500],
            source=source.strip()[:200],
            found_by_id=actor.user_id,
            organisation_name=actor.organisation_name,
        )
