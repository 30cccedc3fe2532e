"""What comes back of money that was paid: which part by which cause, the interest by days, and in
which order receipts settle it. Pure; amounts in 元, days local.

Source: domain facts A7 (追回: principal, and interest if the scheme says so); the rates and shares
are the rule's own (示例 where the rule is).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from schemes.amounts.exact import exact, grouped, percent_text, plain, share, to_cent, together
from schemes.amounts.paying import is_met, last_day_to_ask
from schemes.amounts.worked_sum import NOTHING, RESULT, SUBTOTAL, SumLine, WorkedSum
from schemes.definition.amount_terms import (
    BY_TIME,
    CAUSES,
    Clawback,
    ClawbackCause,
    ClawbackInterest,
    Goal,
)

ZERO, WHOLE = Fraction(0), Fraction(1)
# Causes that ask back what was too much, which somebody has to say.
EXCESS = ("overpaid", "double_paid")


@dataclass(frozen=True, slots=True)
class PaidPart:
    """A payment that arrived on a day; `lpr` is the one-year LPR of that day as a fraction of 1,
    zero where none is on record. `gone` is what was asked back of it before."""

    label: str
    amount: Decimal
    paid_on: date
    lpr: Decimal = Decimal(0)
    gone: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        return self.amount - self.gone


@dataclass(frozen=True, slots=True)
class Unmet:
    """The share of a promise that was not kept, of 0 to 1, and in words how it was found."""

    share: Fraction
    words: str


def unmet_of(goals: Sequence[Goal], actual: Mapping[str, Decimal | None]) -> Unmet | None:
    """How far the goal that was missed most is from its target; None where none was missed. What
    goes the wrong way (below zero, twice an upper limit) is all of it."""
    found = []
    for one in goals:
        value = actual.get(one.key)
        if value is None or is_met(one, value):
            continue
        target, reached = Fraction(one.target), Fraction(value)
        missed = abs(target - reached) / abs(target) if target else WHOLE
        aim, got = (f"{plain(Decimal(number))}{one.unit}" for number in (one.target, value))
        words = f"“{one.label}”目标 {aim}，实际 {got}"
        found.append(Unmet(min(missed, WHOLE), words))
    return max(found, key=lambda one: one.share, default=None)


def without_the_last(paid: Sequence[PaidPart], gone: Decimal) -> list[PaidPart]:
    """The payments less `gone`, which was asked back before: of the latest payments first."""
    found = []
    for one in sorted(paid, key=lambda one: one.paid_on, reverse=True):
        taken = min(gone, one.amount)
        gone -= taken
        found.append(replace(one, gone=taken))
    return found[::-1]


def worked_demand(
    clawback: Clawback, cause: str, paid: Sequence[PaidPart], until: date,
    *, amount: Decimal | None = None, unmet: Unmet | None = None, arose: date | None = None,
) -> WorkedSum:  # fmt: skip
    """What is asked back on `until` for `cause`: `counted` of the sum is the principal, the rest of
    its amount interest.

    `amount` is the principal that somebody names, taken from the latest payments; None for what the
    rule asks. Interest runs from the day of payment to `until`, that day left out; all is computed
    in fractions, principal and interest each rounded once. The rule's years are counted to the day
    on which the cause `arose`, `until` where none is given.
    """
    arose = arose or until
    rule = next((one for one in clawback.causes if one.cause == cause), None)
    lines, bases = _payments(rule, paid, arose)
    refusals = [] if bases else ["没有可以追回的支付，或已过办法规定的追回年限"]
    if rule is None:
        note = "请在“情况和依据”里写明依据的文件和条款"
        label = f"办法没有写明“{CAUSES[cause]}”"
        lines.append(SumLine("", label, note, tone=NOTHING, key="no rule"))
    most = sum((base for _, base in bases), ZERO)
    if amount is not None:
        bases = _latest_first(bases, Fraction(amount))
        lines.append(SumLine("", "其中应追回", "后付的先退", key="named", amount=amount))
        if not 0 < amount <= most:
            refusals.append(f"追回的金额应大于零，不超过已支付而未追回的 {grouped(exact(most))} 元")
    elif cause in EXCESS:
        refusals.append(f"请填写{CAUSES[cause]}的金额")
    elif rule is not None and rule.asks == "unmet_share":
        bases, said = _unmet_bases(rule, bases, arose, unmet)
        lines += said
        if not said:
            refusals.append("还没有核实的未完成比例，请填写金额")
    principal = to_cent(sum((base for _, base in bases), ZERO))
    if not refusals and not principal:
        refusals.append("按办法计算没有应追回的金额")
    lines.append(SumLine("", "应追回本金", "", _clause(rule), principal, SUBTOTAL, "principal"))
    owed, said = _interest(clawback.interest, rule, bases, until)
    lines += said
    total = principal + to_cent(owed)
    lines.append(SumLine("=", "应缴回合计", "", "", total, RESULT, "total"))
    if refusals:
        return WorkedSum(tuple(lines), Decimal("0.00"), Decimal("0.00"), tuple(refusals))
    return WorkedSum(tuple(lines), principal, total)


Bases = list[tuple[PaidPart, Fraction]]


def _clause(rule: ClawbackCause | None) -> str:
    return rule.clause if rule else ""


def _payments(
    rule: ClawbackCause | None, paid: Sequence[PaidPart], arose: date
) -> tuple[list[SumLine], Bases]:
    """A line for each payment, and those that may still be asked back with what is left of them."""
    lines, bases = [], []
    for number, one in enumerate(sorted(paid, key=lambda one: one.paid_on), 1):
        note = f"此前已追回 {grouped(one.gone)} 元" if one.gone else ""
        tone = ""
        if rule is not None and rule.years and arose > last_day_to_ask(one.paid_on, rule.years):
            note, tone = f"已过支付后 {rule.years} 年，不追回", NOTHING
        elif one.left > 0:
            bases.append((one, Fraction(one.left)))
        label = f"{one.label}，{one.paid_on.isoformat()} 支付"
        lines.append(SumLine("", label, note, "", one.left, tone, f"paid {number}"))
    if len(lines) > 1:
        whole = together(one.left for one, _ in bases)
        lines.append(SumLine("", "已支付而未追回", "", "", whole, SUBTOTAL, "kept"))
    return lines, bases


def _latest_first(bases: Bases, amount: Fraction) -> Bases:
    found = []
    for one, base in reversed(bases):
        taken = min(base, max(amount, ZERO))
        amount -= taken
        if taken:
            found.append((one, taken))
    return found[::-1]


def _unmet_bases(
    rule: ClawbackCause, bases: Bases, arose: date, unmet: Unmet | None
) -> tuple[Bases, list[SumLine]]:
    """What of each payment comes back by the unmet share, and the lines that say so; no line where
    the share is not known."""
    if rule.cause in BY_TIME:
        assert rule.years is not None, "the rule was checked"
        return _by_time(rule, bases, arose, rule.years)
    if unmet is None:
        return bases, []
    return (
        [(one, base * unmet.share) for one, base in bases],
        [
            SumLine(
                "×", f"未完成的比例 {_percent(unmet.share)}", unmet.words, rule.clause, None, "",
                "unmet",
            )
        ],
    )  # fmt: skip


def _by_time(
    rule: ClawbackCause, bases: Bases, arose: date, years: int
) -> tuple[Bases, list[SumLine]]:
    found, lines = [], []
    for number, (one, base) in enumerate(bases, 1):
        last = last_day_to_ask(one.paid_on, years)
        whole, open_ = (last - one.paid_on).days, (last - arose).days
        part = Fraction(open_, whole)
        found.append((one, base * part))
        note = f"{arose.isoformat()} 至 {last.isoformat()} 未满 {open_} 天 ÷ {years} 年 {whole} 天"
        label = f"{one.label}未满期限的比例 {_percent(part)}"
        lines.append(SumLine("×", label, note, rule.clause, None, "", f"unmet {number}"))
    return found, lines


def _interest(
    terms: ClawbackInterest | None, rule: ClawbackCause | None, bases: Bases, until: date
) -> tuple[Fraction, list[SumLine]]:
    if rule is None or not rule.with_interest:
        return ZERO, [SumLine("", "不计利息", "办法没有规定这一情形加收利息", key="no interest")]
    if terms is None:
        return ZERO, [
            SumLine("", "加收利息", "办法没有写明利率，没有计算", tone=NOTHING, key="no rate")
        ]
    total, lines = ZERO, []
    for number, (one, base) in enumerate(bases, 1):
        rate, said = share(terms.percent), f"年利率 {percent_text(terms.percent)}"
        if terms.kind == "lpr":
            rate *= Fraction(one.lpr)
            market = _percent(Fraction(one.lpr)) if one.lpr else "（没有登记）"
            said = f"支付日一年期 LPR {market} 的 {percent_text(terms.percent)}"
        days = max((until - one.paid_on).days, 0)
        given = base * rate * days / terms.basis
        total += given
        lines.append(
            SumLine(
                "+",
                f"利息：{grouped(to_cent(base))} × {_percent(rate)} × {days} 天 ÷ {terms.basis}",
                f"{one.paid_on.isoformat()} 至 {until.isoformat()}（不含），{said}",
                terms.clause,
                exact(given),
                "",
                f"interest {number}",
            )
        )
    if len(lines) > 1:
        lines.append(SumLine("", "利息小计", "", "", exact(total), SUBTOTAL, "interest"))
    return total, lines


def _percent(part: Fraction) -> str:
    return percent_text(exact(part * 100))


@dataclass(frozen=True, slots=True)
class Settled:
    """What a receipt settles, in 元."""

    principal: Decimal
    interest: Decimal


def settled(
    amount: Decimal, principal: Decimal, interest: Decimal, *, interest_first: bool = True
) -> Settled:
    """How a receipt of `amount` is divided between what is open of both, which it does not exceed.

    Source: 民法典第五百六十一条 (interest first), where the scheme says nothing else.
    """
    if interest_first:
        of_interest = min(amount, interest)
        return Settled(amount - of_interest, of_interest)
    of_principal = min(amount, principal)
    return Settled(of_principal, amount - of_principal)
