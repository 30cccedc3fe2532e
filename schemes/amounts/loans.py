"""Interest subsidies: a share of a rate on the balance, by days, split where a balance changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from schemes.amounts.exact import exact, money, percent_text, plain, share
from schemes.amounts.facts import LoanPart
from schemes.amounts.sheet import NOTHING_YET, Sheet, write_unmet
from schemes.amounts.worked_sum import CUT, SUBTOTAL
from schemes.definition.amount_formulas import Interest


def highest_balance(parts: Iterable[LoanPart]) -> Decimal:
    """What was lent: the highest balance of each loan, added up."""
    highest: dict[str, Decimal] = {}
    for part in parts:
        highest[part.loan] = max(highest.get(part.loan, Decimal(0)), part.balance)
    return sum(highest.values(), Decimal(0))


def interest(sheet: Sheet, formula: Interest) -> Fraction:
    """What the stretches of balance give, up to the interest really paid."""
    years, facts = formula.most_years, sheet.facts
    granted = facts.figures.get(formula.already, Decimal(0))
    if years is not None and granted >= years:
        write_unmet(sheet, f"已贴息 {plain(granted)} 年，最多 {years} 年", formula.clause)
        return NOTHING_YET
    if not facts.loans:
        write_unmet(sheet, "没有贷款余额", formula.clause)
        return NOTHING_YET
    drawn = min(part.since or part.begins for part in facts.loans)
    last = _anniversary(drawn, years) if years else None
    given = defaultdict[str, Fraction](lambda: NOTHING_YET)
    for part in sorted(facts.loans, key=lambda one: (one.begins, one.loan, one.ends)):
        given[part.loan] += _stretch(sheet, formula, part, last)
    total = sum(given.values(), NOTHING_YET)
    if formula.up_to_paid and len(given) > 1:
        total -= _over_paid(sheet, formula, given)
    if len(facts.loans) > 1:
        sheet.write("", "小计", total, tone=SUBTOTAL)
    if not formula.up_to_paid:
        return total
    if facts.interest_paid is None:
        sheet.refuse("请填写实际支付的利息")
        return NOTHING_YET
    paid = Fraction(facts.interest_paid)
    if total > paid:
        sheet.write("≤", "实付利息", paid, clause=formula.clause, tone=CUT)
    return min(total, paid)


def _over_paid(sheet: Sheet, formula: Interest, given: Mapping[str, Fraction]) -> Fraction:
    """By how much loans of several are given more than the interest that was paid for them."""
    whole = NOTHING_YET
    for loan, paid in sheet.facts.paid_of_loans.items():
        over = given.get(loan, NOTHING_YET) - Fraction(paid)
        if over > 0:
            note = f"第 {loan} 行实付利息 {money(paid)}"
            sheet.write(
                "−", "超过实付利息的部分", over, note=note, clause=formula.clause, tone=CUT,
                key=f"paid {loan}",
            )  # fmt: skip
            whole += over
    return whole


def _stretch(sheet: Sheet, formula: Interest, part: LoanPart, last: date | None) -> Fraction:
    ends = min(part.ends, last) if last else part.ends
    days = max((ends - part.begins).days, 0)
    chosen = part.reference_rate if formula.rate_of == "reference" else part.rate
    rate = share(formula.percent) * Fraction(chosen)
    if formula.rate_cap is not None:
        rate = min(rate, share(formula.rate_cap))
    given = Fraction(part.balance) * rate * days / formula.basis
    shown = percent_text(exact(rate * 100))
    source = "LPR" if formula.rate_of == "reference" else "合同利率"
    sheet.write(
        "+",
        f"{money(part.balance)} × {shown} × {days} 天 ÷ {formula.basis}",
        given,
        note=f"{part.begins.isoformat()} 至 {ends.isoformat()}（不含），"
        f"{source} {percent_text(Decimal(chosen) * 100)} 的 {percent_text(formula.percent)}",
        clause=formula.clause,
        key=f"loan {part.loan} {part.begins.isoformat()}",
    )
    return given


def _anniversary(begins: date, years: int) -> date:
    """The same day after `years`; from 29 February the 1 March."""
    try:
        return begins.replace(year=begins.year + years)
    except ValueError:
        return date(begins.year + years, 3, 1)
