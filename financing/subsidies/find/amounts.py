"""What a scheme would give an enterprise, by the one engine and what the portal knows of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from financing.models import SubsidyLine
from financing.subsidies.claims import window_of
from financing.subsidies.facts_of import (
    ZERO,
    counts_tax,
    events_in,
    figures_in,
    interest_of,
    item_of,
    paid_of,
    stretches,
)
from financing.subsidies.find.calls import MoneyCall
from financing.subsidies.find.drafts import Begun
from financing.subsidies.find.known import Earlier, Known, interest_in
from schemes.amounts.engine import work_out
from schemes.amounts.facts import AmountFacts, EarlierPay, WrongFacts
from schemes.amounts.highest import highest_of
from schemes.amounts.worked_sum import WorkedSum
from schemes.definition.amount import AmountRule
from schemes.definition.amount_formulas import Staged, Voucher

BY_LINES = ("items", "units")
# Of a project nobody knows yet whether it is that of earlier money.
NOT_YET_NAMED = "?"


@dataclass(frozen=True)
class Worked:
    """The sum, where one can be made; `to_fill` says what has to be filled in first, `most` what
    it comes to at the most, in 元. `basis` says what it was made of."""

    sum: WorkedSum | None = None
    to_fill: str = ""
    lacks: str = ""
    most: Decimal | None = None
    basis: str = ""

    @property
    def amount(self) -> Decimal:
        return self.sum.amount if self.sum else ZERO


def worked_for(
    call: MoneyCall,
    answers: Mapping[str, object],
    known: Known,
    begun: Begun | None,
    last_year: int,
) -> Worked:
    """The sum by the claim that was begun, else by the registry."""
    rule = call.rule
    facts = _facts(call, answers, known, begun, last_year)
    most = highest_of(rule)
    if begun is None:
        if rule.base.kind in BY_LINES:
            return Worked(to_fill="填写明细后得出", most=most)
        if rule.base.kind == "loans" and not facts.loans:
            return Worked(to_fill="填写贷款后得出", most=most)
        if rule.base.kind == "events" and not set(facts.events) & set(rule.events):
            return Worked(lacks="还没有可以奖补的事件", most=most)
    lacking = [one.label for one in rule.figures if one.required and one.key not in facts.figures]
    if lacking and (begun is None or not begun.lines):
        return Worked(to_fill=f"填写“{'”“'.join(lacking)}”后得出", most=most)
    try:
        made = work_out(rule, facts)
    except WrongFacts as wrong:
        return Worked(to_fill=f"{wrong}，更正后得出", most=most)
    basis = "按申报草稿" if begun else "按银行反馈的贷款估算" if facts.loans else "按平台已有数据"
    if begun is not None and not begun.lines and rule.item_fields:
        return Worked(to_fill="填写明细后得出", most=most)
    return Worked(made, most=most, basis=basis)


def _facts(
    call: MoneyCall,
    answers: Mapping[str, object],
    known: Known,
    begun: Begun | None,
    last_year: int,
) -> AmountFacts:
    rule, scheme_id = call.rule, call.version.scheme_id
    asked = call.ready.definition.asked_answers(answers)
    lines = [one for one in begun.lines if one.number not in begun.doubled] if begun else []
    loans = [one for one in lines if one.kind == SubsidyLine.Kind.LOAN]
    window = window_of(begun.claim) if begun else None
    parts = tuple(part for one in loans if window for part in stretches(one, window))
    interest, of_loans = (interest_of(loans, {}) if loans else None), paid_of(loans, {})
    if begun is None and rule.base.kind == "loans":
        parts = known.loan_parts(last_year)
        interest = interest_in(parts) if parts else None
    own = [one for one in known.earlier if one.is_own]
    year = begun.claim.fiscal_year if begun else call.batch.year
    project = begun.claim.project if begun else NOT_YET_NAMED
    # Without a claim the stages of a total are taken to be those of one project.
    is_staged = isinstance(rule.formula, Staged) and begun is None
    events = dict.fromkeys(
        (*events_in(rule, asked), *known.events.get(call.version.scheme.code, ()))
    )
    return AmountFacts(
        items=tuple(
            item_of(one, {}, gross=counts_tax(rule))
            for one in lines
            if one.kind != SubsidyLine.Kind.LOAN
        ),
        figures=figures_in(call.ready.definition, rule, answers),
        events=tuple(key for key in events if key in rule.stated),
        loans=parts,
        interest_paid=interest,
        paid_of_loans=of_loans,
        earlier=tuple(
            EarlierPay("贵公司", one.amount, one.year)
            for one in earlier_of_group(call, known, year)
            if rule.exclusion and rule.exclusion.concerns(project, one.project == project)
        ),
        paid_this_year=_sum(
            one.amount for one in own if one.scheme_id == scheme_id and one.year == year
        ),
        paid_for_project=_sum(
            one.amount
            for one in own
            if one.scheme_id == scheme_id and ((project and one.project == project) or is_staged)
        ),
    )  # fmt: skip


def earlier_of_group(call: MoneyCall, known: Known, year: int) -> list[Earlier]:
    """What the enterprise got of the rule's exclusion group by other schemes, as far back as the
    rule looks from the fiscal year `year`."""
    exclusion = call.rule.exclusion
    if exclusion is None:
        return []
    return [
        one
        for one in known.earlier
        if one.is_own
        and one.group == exclusion.group
        and one.scheme_id != call.version.scheme_id
        and exclusion.reaches(one.year, year)
    ]


def is_voucher(rule: AmountRule) -> bool:
    """Whether what is given is no money but a voucher (服务券)."""
    return isinstance(rule.formula, Voucher)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
