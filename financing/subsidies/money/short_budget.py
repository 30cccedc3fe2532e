"""That a round that asks for more than there is, is shared out and not decided one by one."""

from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce

from financing.models import SubsidyClaim
from financing.subsidies.claims import rule_of
from financing.subsidies.money.plan import WAITING, held_already, wanted_of
from financing.subsidies.money.shares import needs_a_new_share, share_of
from financing.subsidies.review.budget import position_of
from procedures.models import Application
from schemes.definition.amount_terms import SHORT

# In these ways what one claim gets depends on all the others of its round.
WAY = "先到“预算分配”按办法分配"
TOGETHER = frozenset({"pro_rata", "cap_cut"})
PLAN_ANEW = f"核定金额在分配预算以后有变化，原来分到的金额不再适用：{WAY}。"


def waits_for_shares(reason: str) -> bool:
    """Whether `reason` is one of `why_shared_first`."""
    return WAY in reason


def why_shared_first(application: Application) -> list[str]:
    """Why the claim of the case cannot be proposed by itself: the claims of its batch that wait are
    more than the fund's year has left, and its rule treats them alike; or it was worked out anew
    since it was given its share. At most five queries, and some for each that corrects another."""
    rule = rule_of(application)
    if rule is None or rule.budget is None:
        return []
    claim = SubsidyClaim.objects.filter(application=application).first()
    if claim is None or share_of(claim) is not None:
        return []
    claim.application = application
    if needs_a_new_share(claim):
        return [PLAN_ANEW]
    is_covered = application.corrects_id is not None and not wanted_of(claim)
    if rule.budget.when_short not in TOGETHER or is_covered:
        return []
    available = position_of(claim.fund_code, claim.fiscal_year).available
    waiting = SubsidyClaim.objects.filter(
        application__batch=application.batch_id, application__state__in=WAITING
    )
    amount = Coalesce("audited_amount", "district_amount", "declared_amount", Decimal(0))
    wanted = Decimal(waiting.aggregate(sum=Sum(amount))["sum"] or 0)
    wanted -= sum(held_already(waiting).values())
    if available is None or wanted <= available:
        return []
    return [
        f"本批次待审定 {wanted:,.2f} 元，可用预算 {available:,.2f} 元，"
        f"差 {wanted - available:,.2f} 元：{WAY}"
        f"（{SHORT[rule.budget.when_short]}），由另一位经办人批准后再拟支持。"
    ]
