"""The computed title of a claim's review."""

from decimal import Decimal

from financing.models import InquiryLetter, ReviewStage, SubsidyClaim
from financing.money import wan
from financing.subsidies.review.lines import Totals
from financing.subsidies.review.standing import amount_before, amount_now


def finding_of(claim: SubsidyClaim, stage: str, totals: Totals) -> str:
    """What the review has come to, and what is missing, as one sentence; amounts in 万元."""
    if totals.cut:
        less = wan(totals.before - totals.counted)
        before, now = wan(amount_before(claim, stage)), wan(amount_now(claim, stage))
        amount = f"奖补仍为 {now} 万元" if before == now else f"奖补由 {before} 核为 {now} 万元"
        said = f"核减 {totals.cut} 行、{less} 万元，{amount}"
    elif not totals.number:
        said = f"没有明细，奖补 {wan(amount_now(claim, stage))} 万元"
    elif totals.unseen == totals.number:
        said = f"{totals.number} 行明细还没有看，{_stood(claim, stage)}"
    elif totals.unseen:
        said = f"已看 {totals.number - totals.unseen} 行，没有核减"
    else:
        said = f"{totals.number} 行全部认可，奖补 {wan(amount_now(claim, stage))} 万元"
    missing = []
    if totals.unseen and totals.unseen != totals.number:
        missing.append(f"{totals.unseen} 行未看")
    if letters := InquiryLetter.objects.filter(claim=claim, stage=stage).open().count():
        missing.append(f"{letters} 封复函")
    return f"{said}；还差 {'、'.join(missing)}" if missing else said


def _stood(claim: SubsidyClaim, stage: str) -> str:
    """The amounts that the stage began with, in 万元."""
    declared = wan(claim.declared_amount or Decimal(0))
    if stage == ReviewStage.DISTRICT or claim.district_amount is None:
        return f"申报奖补 {declared} 万元"
    return f"申报 {declared}、初审 {wan(claim.district_amount)} 万元"
