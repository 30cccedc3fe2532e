"""The one engine: a rule and its facts give the worked sum.

Order, as it is printed: lines accepted, base, rate, further parts, caps (line, project, enterprise
in the year, share of the base), less what the same group already got, budget factor, rounded to
the 分 once at the end (domain-2.md A1). Inside everything is an exact fraction.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from schemes.amounts.exact import exact, limit, money, percent_text, plain, share, to_cent, together
from schemes.amounts.exclusions import left_beside
from schemes.amounts.facts import AmountFacts, AmountItem, check
from schemes.amounts.formulas import due_by_formula
from schemes.amounts.loans import highest_balance
from schemes.amounts.sheet import NOTHING_YET, Sheet, short_of, write_unmet
from schemes.amounts.worked_sum import CUT, NOTHING, RESULT, SUBTOTAL, WorkedSum
from schemes.definition.amount import COUNTED, AmountRule
from schemes.definition.amount_formulas import Increment, Premium, Units


def work_out(rule: AmountRule, facts: AmountFacts) -> WorkedSum:
    """The amount that `rule` gives for `facts`, with every step of the sum. Raises `WrongFacts` for
    facts that no sum can be made of."""
    check(facts)
    sheet = Sheet(rule, facts)
    _write_base(sheet)
    due = NOTHING_YET
    if _is_due(sheet):
        due = due_by_formula(sheet)
        due = _capped(sheet, due)
        due = left_beside(sheet, due)
        due = _shared(sheet, due)
    amount = to_cent(due) if not sheet.refusals else Decimal("0.00")
    if not amount and not sheet.refusals:
        sheet.refuse("按规则计算为 0 元")
    sheet.write("=", "应付金额", amount, note=_rounded(due, amount), tone=RESULT, key="result")
    return WorkedSum(tuple(sheet.lines), sheet.base, amount, tuple(sheet.refusals))


def counted_of(rule: AmountRule, item: AmountItem) -> Decimal:
    """What of a line counts in 元: invoice, payment or the lesser of both; of a policy the premium
    up to the rate that counts."""
    return _counted(rule, (item,))[0][1]


def _counted(rule: AmountRule, items: Iterable[AmountItem]) -> list[tuple[AmountItem, Decimal]]:
    if isinstance(rule.formula, Premium):
        rate = share(rule.formula.rate_cap)
        return [(one, min(one.paid, exact(rate * Fraction(one.net)))) for one in items]
    if rule.base.counted == "lesser":
        return [(one, one.net if one.net < one.paid else one.paid) for one in items]
    if rule.base.counted == "invoice":
        return [(one, one.net) for one in items]
    return [(one, one.paid) for one in items]


# --- the base -----------------------------------------------------------------------------------


def _write_base(sheet: Sheet) -> None:
    base, facts = sheet.rule.base, sheet.facts
    if base.kind == "items":
        _write_lines(sheet)
    elif base.kind == "figure":
        formula = sheet.rule.formula
        key = formula.this if isinstance(formula, Increment) else base.figure
        sheet.base = sheet.figure(key)
        name = sheet.name_of(key)
        sheet.write("", name, sheet.base, note=base.definition, clause=base.clause, key="base")
    elif base.kind == "loans":
        sheet.base = highest_balance(facts.loans)
        sheet.write("", base.label, note=base.definition, clause=base.clause)
    elif base.kind == "units":
        sheet.base = together(item.count for item in facts.items)
        formula = sheet.rule.formula
        noun = formula.noun if isinstance(formula, Units) else ""
        label = f"{base.label}，{plain(sheet.base)} {noun}".rstrip()
        sheet.write("", label, note=base.definition, clause=base.clause, key="base")
    else:
        sheet.write("", base.label, note=base.definition, clause=base.clause)


def _write_lines(sheet: Sheet) -> None:
    rule, items = sheet.rule, sheet.facts.items
    base = rule.base
    sheet.counted = _counted(rule, items)
    sheet.base = together(counted for _, counted in sheet.counted)
    label = f"{base.label}，{len(items)} 行"
    if isinstance(rule.formula, Premium):
        _write_premiums(sheet, label)
        return
    note = COUNTED[base.counted]
    invoiced = together(item.net for item in items)
    if base.counted == "lesser" and invoiced != sheet.base:
        tax = "不含税" if base.tax == "net" else "含税"
        less = [item.number for item, counted in sheet.counted if counted < item.net]
        sheet.write("", f"发票金额，{len(items)} 行", invoiced, note=tax, key="invoiced")
        sheet.write("−", "实付少于发票的部分", invoiced - sheet.base, note=_numbers(less))
        sheet.write("", label, sheet.base, note=note, clause=base.clause, tone=SUBTOTAL, key="base")
    else:
        sheet.write("", label, sheet.base, note=note, clause=base.clause, key="base")


def _write_premiums(sheet: Sheet, label: str) -> None:
    assert isinstance(sheet.rule.formula, Premium)
    cap, clause = percent_text(sheet.rule.formula.rate_cap), sheet.rule.base.clause
    paid = together(item.paid for item in sheet.facts.items)
    insured = money(together(item.net for item in sheet.facts.items))
    if paid != sheet.base:
        name = f"实付保费，{len(sheet.facts.items)} 行"
        sheet.write("", name, paid, note=f"保险金额 {insured}", key="invoiced")
        over = f"费率最多计 {cap}"
        sheet.write("−", "超过计入费率的保费", paid - sheet.base, note=over, tone=CUT)
        sheet.write("", label, sheet.base, clause=clause, tone=SUBTOTAL, key="base")
    else:
        note = f"保险金额 {insured}，费率未超过 {cap}"
        sheet.write("", label, sheet.base, note=note, clause=clause, key="base")


def _numbers(numbers: list[int]) -> str:
    shown = "、".join(str(number) for number in sorted(numbers)[:6])
    return f"第 {shown} 行" if len(numbers) <= 6 else f"第 {shown} 等 {len(numbers)} 行"


# --- whether anything is due --------------------------------------------------------------------


def _is_due(sheet: Sheet) -> bool:
    rule, facts = sheet.rule, sheet.facts
    for asked in rule.figures:
        if asked.required and asked.key not in facts.figures:
            write_unmet(sheet, f"缺少“{asked.label}”，还不能计算", asked.clause)
    if rule.one_a_year and facts.paid_this_year:
        why = f"每家企业每年一项，今年已付 {money(facts.paid_this_year)}"
        write_unmet(sheet, why, rule.base.clause)
    for threshold in rule.thresholds:
        value = sheet.of(threshold.of)
        passed = value > threshold.minimum or (threshold.included and value == threshold.minimum)
        if not passed:
            name = sheet.name_of(threshold.of)
            why = short_of(name, value, threshold.minimum, included=threshold.included)
            write_unmet(sheet, why, threshold.clause)
    return not sheet.refusals


# --- caps, budget, rounding ---------------------------------------------------------------------


def _capped(sheet: Sheet, due: Fraction) -> Fraction:
    """The amount within every cap, as one line: the cap that bites, or that none does."""
    limits = list(_limits(sheet))
    if not limits:
        return due
    name, most, clause = min(limits, key=lambda one: one[1])
    said = "；".join(f"{label} {money(exact(value))}" for label, value, _ in limits)
    if due <= most:
        clauses = "、".join(dict.fromkeys(text for _, _, text in limits if text))
        sheet.write(
            "≤",
            "封顶，均未触及" if len(limits) > 1 else "封顶，未触及",
            due,
            note=said,
            clause=clauses,
            key="cap",
        )
        return due
    sheet.write("≤", f"封顶：{name}", most, note=said, clause=clause, tone=CUT, key="cap")
    if not most:
        sheet.refuse(f"{name}已用完")
    return most


def _limits(sheet: Sheet) -> Iterator[tuple[str, Fraction, str]]:
    """Each cap: its name, what it leaves in 元, its clause."""
    caps, facts = sheet.rule.caps, sheet.facts
    raised = [one for one in caps.raised if one.key in facts.events]
    if raised:
        best = max(raised, key=lambda one: one.amount)
        yield f"单个项目（{best.label}）", _left(best.amount, _paid_before(sheet)), best.clause
    elif caps.project:
        yield "单个项目", _left(caps.project.amount, _paid_before(sheet)), caps.project.clause
    if caps.enterprise_year:
        left = _left(caps.enterprise_year.amount, facts.paid_this_year)
        yield "企业全年", left, caps.enterprise_year.clause
    if caps.share_of_base:
        one = caps.share_of_base
        most = share(one.percent) * Fraction(max(sheet.of(one.of), Decimal(0)))
        yield f"{sheet.name_of(one.of)}的 {percent_text(one.percent)}", most, one.clause


def _paid_before(sheet: Sheet) -> Decimal:
    return sheet.facts.paid_for_project


def _left(most: Decimal, used: Decimal) -> Fraction:
    return max(limit(most) - Fraction(used), NOTHING_YET) if used else limit(most)


def _shared(sheet: Sheet, due: Fraction) -> Fraction:
    factor = sheet.facts.factor
    if factor is None or factor == 1:
        return due
    given = due * Fraction(factor)
    budget = sheet.rule.budget
    sheet.write(
        "×",
        f"预算系数 {plain(factor)}",
        given,
        note=f"{budget.label}不足，按同一比例核减" if budget else "预算不足，按同一比例核减",
        clause=budget.clause if budget else "",
        tone=CUT if factor else NOTHING,
        key="factor",
    )
    return given


def _rounded(due: Fraction, amount: Decimal) -> str:
    return "四舍五入到分" if amount and Fraction(amount) != due else ""
