"""Whether another claim was granted money for the same invoice, loan or policy: asked when a claim
is proposed and once more when it is decided. Both may have been sent while both were open.

Source: domain-2 A7 (no double funding: the same cost item once) and A9.
"""

from datetime import datetime

from accounts.errors import RuleViolation
from accounts.tenancy import system_scope
from financing.models import ReviewStage, SubsidyClaim, SubsidyLine
from financing.subsidies.checks import SHARED_WITH_A_WORD
from financing.subsidies.duplicates import (
    Elsewhere,
    elsewhere,
    hits_elsewhere,
    shown_lines,
    wait_for_the_numbers,
)
from financing.subsidies.hits import DISTRICT, Hit
from financing.subsidies.review.lines import LineRow, line_rows
from procedures.models.application import State

PROPOSED = (State.PROPOSED, State.PUBLIC_NOTICE)
# What counts by its number or balance, whatever money stands in the line.
WITHOUT_MONEY = (SubsidyLine.Kind.UNIT, SubsidyLine.Kind.LOAN)
MOST_NAMED = 5


def granted_elsewhere(claim: SubsidyClaim, *, beside_proposed: bool) -> list[str]:
    """The lines that count and are granted to another claim, a sentence each; `beside_proposed`
    tells those as well that another one is only proposed for."""
    found = [one for one in elsewhere(claim.pk) if one.kind not in SHARED_WITH_A_WORD]
    if not found:
        return []
    rows = {row.line.pk: row for row in line_rows(claim, ReviewStage.AUDITED) if _counts(row)}
    found = _granted([one for one in found if one.line_id in rows], beside_proposed=beside_proposed)
    lines = [row.line for row in rows.values()]
    by_number = {row.line.number: row for row in rows.values()}
    hits = hits_elsewhere(lines, found, shown_lines({one.other_line_id for one in found}))
    advice = "请核对后剔除这一行，或不予支持。" if beside_proposed else "同一凭证不能再审定。"
    return [
        f"第 {hit.line} 行{hit.text}{advice}"
        for hit in hits
        # The enterprise says that it is no double, and a bureau has looked at the line since.
        if not (hit.said.get("route") == DISTRICT and _was_checked(by_number[hit.line], hit))
    ][:MOST_NAMED]


def refuse_granted_elsewhere(claim: SubsidyClaim, *, beside_proposed: bool) -> None:
    """Raise `RuleViolation` where another claim was granted a line; of two that are decided in the
    same second, the second one sees the first. Needs a transaction."""
    wait_for_the_numbers(claim)
    if found := granted_elsewhere(claim, beside_proposed=beside_proposed):
        raise RuleViolation("".join(found))


def _counts(row: LineRow) -> bool:
    if row.is_withdrawn or row.is_out:
        return False
    return row.counted > 0 or row.line.kind in WITHOUT_MONEY


def _was_checked(row: LineRow, hit: Hit) -> bool:
    said_at = datetime.fromisoformat(hit.said["at"])
    return any(word is not None and word.at >= said_at for word in (row.decision, row.earlier))


def _granted(found: list[Elsewhere], *, beside_proposed: bool) -> list[Elsewhere]:
    """Those whose other claim is decided, or proposed where that is asked."""
    if not beside_proposed:
        return [one for one in found if one.is_decided]
    # Only how far the other claim is, which the wall would keep from who may not see it.
    with system_scope(reason="look for numbers that another claim was proposed for"):
        rows = SubsidyClaim.objects.filter(
            pk__in={one.other_claim_id for one in found}, application__state__in=PROPOSED
        )
        proposed = set(rows.values_list("pk", flat=True))
    return [one for one in found if one.is_decided or one.other_claim_id in proposed]
