"""Each formula worked out: from what counts to what is due before caps and earlier money."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from schemes.amounts.exact import exact, money, percent_text, plain, share, together
from schemes.amounts.loans import interest
from schemes.amounts.sheet import NOTHING_YET, Sheet, write_unmet
from schemes.amounts.worked_sum import CUT, SUBTOTAL
from schemes.definition.amount_formulas import (
    AmountBand,
    Bands,
    EventAmount,
    Events,
    Increment,
    Premium,
    RatioPart,
    Ratios,
    Staged,
    Units,
    Voucher,
)


def due_by_formula(sheet: Sheet) -> Fraction:
    """What the rule's formula gives, in 元, written on the sheet."""
    formula = sheet.rule.formula
    work: Callable[[Sheet, Any], Fraction] = _WORK[formula.kind]
    return work(sheet, formula)


def ratios(sheet: Sheet, formula: Ratios) -> Fraction:
    """Percentages of the base and of figures, added up."""
    parts = [_ratio(sheet, part, number) for number, part in enumerate(formula.parts)]
    total = sum(parts[1:], parts[0])
    if sheet.rule.caps.item and sheet.counted:
        due: dict[int, Fraction] = {}
        of_lines = NOTHING_YET
        for part in formula.parts:
            for item, counted in sheet.counted:
                if not part.of and (not part.of_kinds or item.kind in part.of_kinds):
                    given = share(part.percent) * Fraction(counted)
                    due[item.number] = due.get(item.number, NOTHING_YET) + given
                    of_lines += given
        total += sheet.cut_lines(due) - of_lines
    if len(parts) > 1:
        sheet.write("", "小计", total, tone=SUBTOTAL)
    return total


def _ratio(sheet: Sheet, part: RatioPart, number: int) -> Fraction:
    whole = sheet.of(part.of)
    if part.of_kinds:
        whole = together(counted for item, counted in sheet.counted if item.kind in part.of_kinds)
    given = share(part.percent) * Fraction(max(whole, Decimal(0)))
    rate = percent_text(part.percent)
    plainly = number == 0 and not part.of and not part.of_kinds
    label = rate if plainly else f"{money(whole)} × {rate}"
    sheet.write(
        "×" if plainly else "+", label, given, note=part.label, clause=part.clause,
        key=f"part{number}",
    )  # fmt: skip
    return given


def events(sheet: Sheet, formula: Events) -> Fraction:
    """Fixed sums for what happened."""
    happened = [one for one in formula.events if one.key in sheet.facts.events]
    if not happened:
        write_unmet(sheet, "还没有可以奖补的事件", "")
        return NOTHING_YET
    if formula.together == "highest":
        best = max(happened, key=lambda one: one.amount)
        rest = len(happened) - 1
        sheet.write(
            "+", best.label, best.amount, clause=best.clause,
            note=f"另有 {rest} 项，就高只计一项" if rest else "",
        )  # fmt: skip
        return Fraction(best.amount)
    return _added(sheet, happened)


def staged(sheet: Sheet, formula: Staged) -> Fraction:
    """The stages reached, up to the total, less what was paid for earlier ones."""
    reached = [one for one in formula.steps if one.key in sheet.facts.events]
    if not reached:
        write_unmet(sheet, "还没有到达可以奖补的阶段", "")
        return NOTHING_YET
    due = _added(sheet, reached)
    total = Fraction(formula.total)
    if due > total:
        sheet.write("≤", "累计上限", total, tone=CUT)
        due = total
    paid = min(due, Fraction(sheet.facts.paid_for_project))
    if paid:
        sheet.write("−", "前面各阶段已付", paid)
    if due == paid:
        sheet.refuse("已到达阶段的奖补都已付清")
    return due - paid


def _added(sheet: Sheet, listed: list[EventAmount]) -> Fraction:
    for one in listed:
        sheet.write("+", one.label, one.amount, clause=one.clause)
    total = Fraction(together(one.amount for one in listed))
    if len(listed) > 1:
        sheet.write("", "小计", total, tone=SUBTOTAL)
    return total


def bands(sheet: Sheet, formula: Bands) -> Fraction:
    """The sum of the band that the base lies in."""
    band = next((one for one in formula.bands if one.interval.holds(sheet.base)), None)
    if band is None:
        write_unmet(sheet, f"{sheet.rule.base.label} {money(sheet.base)}，不在任何一档内", "")
        return NOTHING_YET
    sheet.write("+", f"{band_words(band)} 一档", band.amount, clause=band.clause)
    return Fraction(band.amount)


def band_words(band: AmountBand) -> str:
    """The band in 元 and 万元, with its edges said."""
    interval = band.interval
    ends = []
    if interval.low is not None:
        ends.append(f"{'不低于' if interval.low_included else '高于'} {money(interval.low)}")
    if interval.high is not None:
        ends.append(f"{'不高于' if interval.high_included else '低于'} {money(interval.high)}")
    return "、".join(ends) or "不论多少"


def premium(sheet: Sheet, formula: Premium) -> Fraction:
    """A share of each premium, by level and year of insurance; the rate counted is capped."""
    shares = {one.of_kind: one for one in formula.shares}
    due: dict[int, Fraction] = {}
    groups: dict[tuple[str, int], Fraction] = {}
    for item, counted in sheet.counted:
        found = shares.get(item.kind)
        percents = found.percents if found else ()
        given = NOTHING_YET
        if 1 <= item.year <= len(percents):
            given = share(percents[item.year - 1]) * Fraction(counted)
        due[item.number] = given
        group = (item.kind, item.year)
        groups[group] = groups.get(group, NOTHING_YET) + given
    for (kind, year), given in sorted(groups.items()):
        found = shares.get(kind)
        label = sheet.rule.kinds.get(kind, kind) or "未分类"
        if found and 1 <= year <= len(found.percents):
            rate = percent_text(found.percents[year - 1])
            note = f"{label}，第 {year} 年"
            step = f"share {kind} {year}"
            sheet.write("×", rate, given, note=note, clause=found.clause, key=step)
        else:
            sheet.write("×", "0%", NOTHING_YET, note=f"{label}，第 {year} 年没有补偿比例")
    total = sum(due.values(), NOTHING_YET)
    if sheet.rule.caps.item:
        total = sheet.cut_lines(due)
    if len(groups) > 1:
        sheet.write("", "小计", total, tone=SUBTOTAL)
    if not total:
        sheet.refuse("没有可以补偿的保费")
    return total


def units(sheet: Sheet, formula: Units) -> Fraction:
    """A sum for each unit; where more were counted than a year allows, the dearer ones count."""
    amounts = {one.of_kind: one for one in formula.units}
    counts: dict[str, Decimal] = {}
    for item in sheet.facts.items:
        if found := amounts.get(item.kind) or amounts.get(""):
            counts[found.of_kind] = counts.get(found.of_kind, Decimal(0)) + item.count
    left = None
    if formula.most is not None:
        left = max(formula.most - sheet.figure(formula.already), Decimal(0))
    total, over = NOTHING_YET, Decimal(0)
    for one in sorted(formula.units, key=lambda unit: (-unit.amount, unit.of_kind)):
        count = counts.get(one.of_kind, Decimal(0))
        if left is not None:
            over += max(count - left, Decimal(0))
            count = min(count, left)
            left -= count
        if count:
            given = Fraction(count) * Fraction(one.amount)
            label = f"{plain(count)} {formula.noun} × {money(one.amount)}"
            note = sheet.rule.kinds.get(one.of_kind, "")
            sheet.write("+", label, given, note=note, clause=one.clause, key=f"unit {one.of_kind}")
            total += given
    if over:
        note = f"每年最多 {formula.most} {formula.noun}，多出 {plain(over)} {formula.noun}不计"
        sheet.write("≤", "数量上限", total, note=note, tone=CUT)
    if not total:
        write_unmet(sheet, f"没有可以计算的{formula.noun}数", "")
    return total


def voucher(sheet: Sheet, formula: Voucher) -> Fraction:
    """A share of each contract, up to what is left of the year's face value."""
    late = sheet.facts.figures.get(formula.days)
    days = formula.order_within_days
    if days is not None and late is not None and late > days:
        why = f"领券后 {plain(late)} 天才下单，应在 {days} 天内，券已失效"
        write_unmet(sheet, why, formula.clause)
        return NOTHING_YET
    rate = share(formula.percent)
    due = {item.number: rate * Fraction(counted) for item, counted in sheet.counted}
    total = sum(due.values(), NOTHING_YET)
    note = "抵扣不超过合同（发票）金额的这一比例"
    sheet.write("×", percent_text(formula.percent), total, note=note, clause=formula.clause)
    if sheet.rule.caps.item:
        total = sheet.cut_lines(due)
    left = max(Fraction(formula.yearly_face) - Fraction(sheet.facts.paid_this_year), NOTHING_YET)
    if total > left:
        note = f"每年 {money(formula.yearly_face)}，今年已用 {money(sheet.facts.paid_this_year)}"
        sheet.write("≤", "券面余额", left, note=note, clause=formula.clause, tone=CUT)
    return min(total, left)


def increment(sheet: Sheet, formula: Increment) -> Fraction:
    """A share of the growth above a rate."""
    this, before = sheet.figure(formula.this), sheet.figure(formula.before)
    names = sheet.name_of(formula.this), sheet.name_of(formula.before)
    if before <= 0:
        write_unmet(sheet, f"{names[1]}不是正数，不能计算增长", formula.clause)
        return NOTHING_YET
    sheet.write("−", names[1], before)
    growth = Fraction(this) - Fraction(before)
    floor = share(formula.above) * Fraction(before)
    if growth <= floor:
        asked = percent_text(formula.above)
        why = f"{names[0]}比{names[1]}增长 {_growth(growth, before)}，要求高于 {asked}"
        write_unmet(sheet, why, formula.clause)
        return NOTHING_YET
    counted = growth
    if formula.above and formula.counts == "above":
        sheet.write(
            "−", f"{money(before)} × {percent_text(formula.above)}", floor, note="这一增幅以内不计"
        )
        counted = growth - floor
    sheet.write("", "计奖的增长", counted, tone=SUBTOTAL)
    given = share(formula.percent) * counted
    sheet.write("×", percent_text(formula.percent), given, clause=formula.clause)
    return given


def _growth(growth: Fraction, before: Decimal) -> str:
    return percent_text(round(exact(growth / Fraction(before) * 100), 2))


_WORK: dict[str, Callable[[Sheet, Any], Fraction]] = {
    "ratios": ratios,
    "fixed": events,
    "bands": bands,
    "staged": staged,
    "interest": interest,
    "premium": premium,
    "per_unit": units,
    "voucher": voucher,
    "increment": increment,
}
