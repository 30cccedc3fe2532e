"""What a rule gives at the most, as far as it says so itself, before any claim is made."""

from decimal import Decimal

from schemes.definition.amount import AmountRule
from schemes.definition.amount_formulas import Bands, Events, Formula, Staged, Units, Voucher


def highest_of(rule: AmountRule) -> Decimal | None:
    """In 元, by the caps and by the formula's own end; None where neither states one. A cap that
    is raised for some projects (`caps.raised`) counts as it is for the others."""
    limits = [cap.amount for cap in (rule.caps.project, rule.caps.enterprise_year) if cap]
    own = _of_formula(rule.formula)
    if own is not None:
        limits.append(own)
    return min(limits, default=None)


def _of_formula(formula: Formula) -> Decimal | None:
    if isinstance(formula, Events):
        sums = [one.amount for one in formula.events]
        return max(sums) if formula.together == "highest" else sum(sums, Decimal(0))
    if isinstance(formula, Staged):
        return formula.total
    if isinstance(formula, Bands):
        return max(one.amount for one in formula.bands)
    if isinstance(formula, Units) and formula.most is not None:
        return formula.most * max(one.amount for one in formula.units)
    return formula.yearly_face if isinstance(formula, Voucher) else None
