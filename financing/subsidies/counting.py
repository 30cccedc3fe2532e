"""What each line counts as declared, kept in the line, and the sum of the claim with it."""

from decimal import ROUND_HALF_UP, Decimal

from financing.models import SubsidyClaim, SubsidyLine
from financing.money import CENT
from financing.subsidies.claims import rule_of
from financing.subsidies.duplicates import hits_of_lines
from financing.subsidies.facts_of import counts_tax, item_of
from financing.subsidies.sums import recompute
from schemes.amounts.engine import counted_of
from schemes.amounts.worked_sum import WorkedSum
from schemes.definition.amount import AmountRule

NOTHING = Decimal("0.00")


def recount(claim: SubsidyClaim) -> WorkedSum:
    """Keep what the lines count now and the declared sum; to be called after every change."""
    lines = list(claim.lines.order_by("number"))
    live = [line for line in lines if line.withdrawn_at is None]
    doubled = {hit.line for hit in hits_of_lines(claim, live) if hit.is_double}
    rule, changed = rule_of(claim.application), []
    for line in lines:
        gone = line.withdrawn_at is not None or line.number in doubled
        counted = NOTHING if gone else counted_in(rule, line)
        if line.counted != counted:
            line.counted = counted
            changed.append(line)
    SubsidyLine.objects.bulk_update(changed, ["counted"], batch_size=1000)
    return recompute(claim, "declared", doubled)


def counted_in(rule: AmountRule | None, line: SubsidyLine) -> Decimal:
    """What the line counts by the rule, in 元: the lesser of invoice and payment where the rule
    says nothing else (domain-2 A2); of a loan the interest that was paid."""
    if line.kind == SubsidyLine.Kind.LOAN:
        return line.paid or NOTHING
    item = item_of(line, {}, gross=counts_tax(rule))
    counted = counted_of(rule, item) if rule else min(item.net, item.paid)
    return counted.quantize(CENT, ROUND_HALF_UP)
