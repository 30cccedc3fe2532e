"""Working out the score of a performance review from payments and confirmed goals.

Source: domain-2 A11 (100 points; the split of them is 示例).
"""

from decimal import Decimal
from typing import Any

from django.db.models import Sum

from financing.models import EffectReport, Payable, PerformanceReview, SubsidyClaim
from financing.subsidies.effect.judging import judged
from financing.subsidies.effect.rules import HEADS, Head, grade_of, points_of, whole_of
from procedures.models.application import State as CaseState

ZERO = Decimal(0)
Shares = list[tuple[Head, Decimal | None, str]]


def work_out_review(
    review: PerformanceReview,
) -> tuple[list[dict[str, Any]], Decimal, PerformanceReview.Grade]:
    """The lines of the score, the score and the grade, as of now. In the active scope."""
    lines, score = points_of(shares_of(review))
    return [one.as_json() for one in lines], score, grade_of(score)


def shares_of(review: PerformanceReview) -> Shares:
    """What was reached under each heading, in per cent, and over what."""
    claims = SubsidyClaim.objects.filter(
        fiscal_year=review.year,
        application__scheme_version__scheme_id=review.scheme_id,
        application__state=CaseState.APPROVED,
    )
    found: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for report in _latest(claims):
        for one in judged(report):
            if one.share is not None:
                found.setdefault(one.figure.dimension, []).append((one.figure.weight, one.share))
    return [_share(head, review, claims, found) for head in HEADS]


def _latest(claims: Any) -> list[EffectReport]:
    """The latest confirmed report of each claim."""
    rows = EffectReport.objects.filter(claim__in=claims, state=EffectReport.State.CONFIRMED)
    latest = {one.claim_id: one for one in rows.order_by("for_day", "pk")}
    return list(latest.values())


def _share(
    head: Head, review: PerformanceReview, claims: Any,
    found: dict[str, list[tuple[Decimal, Decimal]]],
) -> tuple[Head, Decimal | None, str]:  # fmt: skip
    if head.key == "budget":
        return head, *_spent(claims)
    parts = [part for dimension in head.dimensions for part in found.get(dimension, [])]
    if parts:
        return head, whole_of(parts), f"{len(parts)} 个已核实的指标按权重平均，每个最高 100%"
    if head.key == "satisfaction" and review.satisfaction is not None:
        return head, review.satisfaction, review.satisfaction_source
    return head, None, "没有已核实的指标，不计入满分"


def _spent(claims: Any) -> tuple[Decimal | None, str]:
    """Paid of approved, over the year's claims of the scheme, in 元."""
    approved = claims.aggregate(sum=Sum("approved_amount"))["sum"] or ZERO
    rows = Payable.objects.filter(application__claim__in=claims, state=Payable.State.PAID)
    paid = rows.aggregate(sum=Sum("amount"))["sum"] or ZERO
    if not approved:
        return None, "没有审定的资金，不计入满分"
    return paid * 100 / approved, f"已付 {paid:,.2f} 元 ÷ 审定 {approved:,.2f} 元"
