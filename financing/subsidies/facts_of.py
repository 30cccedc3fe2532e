"""The facts of a claim as its amount rule asks for them: declared, or as they were counted."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from django.db import connection

from financing.models import SubsidyClaim, SubsidyLine
from financing.money import WAN
from financing.subsidies.claims import Window, rule_of, window_of
from financing.subsidies.duplicates import hits_of_lines
from financing.subsidies.line_rules import repayments
from procedures.models import Application
from schemes.amounts.facts import AmountFacts, AmountItem, EarlierPay, LoanPart
from schemes.definition.amount import AmountRule
from schemes.definition.form import FieldKind
from schemes.definition.scheme import SchemeDefinition
from schemes.expressions.numbers import number

Stage = Literal["declared", "district", "audited"]
ZERO = Decimal(0)
Kind = SubsidyLine.Kind
# stage -> what reviewers counted of each line, by its number, None for a struck one; filled by who
# reviews.
Counted = Callable[[SubsidyClaim], Mapping[int, Decimal | None]]
_counted: dict[str, Counted] = {}
# The case -> the keys of the events that are on record for it, besides what its form says.
Events = Callable[[Application], Iterable[str]]
_events_of: list[Events] = []


def register_counting(stage: Stage, counted: Counted) -> None:
    """Let `counted` say what lines count at `stage`; a line that it does not name counts as the
    enterprise declared it."""
    _counted[stage] = counted


def register_events(events: Events) -> None:
    """Let `events` name what the portal knows to have happened, such as confirmed milestones."""
    _events_of.append(events)


@dataclass(frozen=True, slots=True)
class _Decided:
    """A row of `financing_group_pays`."""

    claim_id: int
    year: int
    amount: Decimal
    is_own: bool
    same_group: bool
    same_scheme: bool
    same_project: bool


def facts_of(
    claim: SubsidyClaim, stage: Stage, doubled: Collection[int] | None = None
) -> AmountFacts:
    """What the rule is worked out of at `stage`. Lines of the numbers `doubled` are left out of
    what is declared; None asks what is doubled."""
    application = claim.application
    rule = rule_of(application)
    # A claim that nobody filed has the portal's own answers, whatever its form asks.
    asked: Mapping[str, object] = application.answers
    if claim.origin != SubsidyClaim.Origin.AUTO:
        asked = application.scheme_version.parsed.asked_answers(application.answers)
    lines = list(claim.lines.filter(withdrawn_at=None).order_by("number"))
    if stage == "declared":
        numbers = doubled_lines(claim, lines) if doubled is None else doubled
        lines = [line for line in lines if line.number not in numbers]
    said = _counted[stage](claim) if stage in _counted else {}
    # A struck line is none: its units and its loan's balance count no more than its money.
    counted = {number: amount for number, amount in said.items() if amount is not None}
    lines = [line for line in lines if line.number in counted or line.number not in said]
    loans = [line for line in lines if line.kind == Kind.LOAN]
    decided = _decided_before(claim)
    # Its stages are one project, whatever the year: what earlier ones paid is taken off.
    by_stages = rule is not None and rule.formula.kind == "staged"
    return AmountFacts(
        items=tuple(
            item_of(line, counted, gross=counts_tax(rule))
            for line in lines
            if line.kind != Kind.LOAN
        ),
        figures=figures_in(application.scheme_version.parsed, rule, application.answers),
        events=events_in(rule, asked, _known_events(application)),
        loans=tuple(part for line in loans for part in stretches(line, window_of(claim))),
        interest_paid=interest_of(loans, counted) if loans else None,
        paid_of_loans=paid_of(loans, counted),
        earlier=tuple(
            EarlierPay("贵公司" if one.is_own else "关联企业", one.amount, one.year)
            for one in decided
            if one.same_group and not one.same_scheme and _excludes(rule, one, claim, stage)
        ),
        paid_this_year=_sum(
            one for one in decided
            if one.is_own and one.same_scheme and one.year == claim.fiscal_year
        ),
        paid_for_project=_sum(
            one for one in decided
            if one.is_own and one.same_scheme and (one.same_project or by_stages)
        ),
    )  # fmt: skip


def _excludes(rule: AmountRule | None, one: _Decided, claim: SubsidyClaim, stage: Stage) -> bool:
    """Whether money of the same group counts: within the rule's years, of the same project where
    the rule says so, and a related enterprise's once a bureau has the claim. What others got is not
    told to who only declares."""
    exclusion = rule.exclusion if rule else None
    if exclusion is None:
        return False
    if not exclusion.reaches(one.year, claim.fiscal_year):
        return False
    if not exclusion.concerns(claim.project, one.same_project):
        return False
    return one.is_own or (exclusion.related and stage != "declared")


def doubled_lines(claim: SubsidyClaim, lines: Sequence[SubsidyLine]) -> set[int]:
    """The numbers of the lines whose invoice, loan or policy is counted elsewhere already."""
    return {hit.line for hit in hits_of_lines(claim, lines) if hit.is_double}


def counts_tax(rule: AmountRule | None) -> bool:
    """Whether the rule counts invoices with their tax."""
    return rule is not None and rule.base.tax == "gross"


def item_of(
    line: SubsidyLine, counted: Mapping[int, Decimal], *, gross: bool = False
) -> AmountItem:
    """A line as the engine takes it, with what reviewers counted of it where they have; `gross`
    takes the invoice with its tax where it names it."""
    net, paid = line.net if line.net is not None else line.paid, line.paid
    if gross and line.gross is not None:
        net = line.gross
    if line.number in counted and line.kind != Kind.INSURANCE:
        net = paid = counted[line.number]
    elif line.number in counted:
        paid = counted[line.number]
    return AmountItem(
        number=line.number,
        net=net if net is not None else ZERO,
        paid=paid if paid is not None else (net or ZERO),
        count=Decimal(str(line.more.get("count", 1))),
        kind=str(line.more.get("level", "")),
        year=int(Decimal(str(line.more.get("year", 1)))),
    )


def stretches(line: SubsidyLine, window: Window) -> list[LoanPart]:
    """A loan's balance in the days of the window, from its drawing to the end of its interest,
    split where it was repaid: what is paid is one year's interest (domain-2 A3: up to three years,
    a claim a year)."""
    more = line.more
    rate, reference = (Decimal(str(more[name])) / 100 for name in ("rate", "reference_rate"))
    begins, last = (date.fromisoformat(str(more[name])) for name in ("drawn_on", "interest_to"))
    drawn, balance, parts = begins, Decimal(str(more["drawn"])), []
    beyond = window.last + timedelta(days=1)
    for day, amount in [*repayments(str(more.get("repayments", ""))), (last, ZERO)]:
        ends = min(day, last)
        first, end = max(begins, window.first), min(ends, beyond)
        if balance > 0 and first < end:
            loan = str(line.number)
            parts.append(LoanPart(balance, first, end, rate, reference, loan=loan, since=drawn))
        begins, balance = max(begins, ends), balance - amount
    return parts


def paid_of(loans: Sequence[SubsidyLine], counted: Mapping[int, Decimal]) -> dict[str, Decimal]:
    """The interest of each loan, by what tells its stretches of balance apart."""
    return {str(line.number): counted.get(line.number, line.paid or ZERO) for line in loans}


def interest_of(loans: Sequence[SubsidyLine], counted: Mapping[int, Decimal]) -> Decimal:
    return sum(paid_of(loans, counted).values(), ZERO)


def figures_in(
    definition: SchemeDefinition, rule: AmountRule | None, answers: Mapping[str, object]
) -> dict[str, Decimal]:
    """The figures that the rule names, from the answers of the form; 万元 made 元."""
    found = {}
    for key in {one.key for one in rule.figures} if rule else ():
        field = definition.field(key)
        # What was typed is kept while it is no number yet: the figure is missing.
        answer = number(answers.get(key)) if field else None
        if field is not None and isinstance(answer, Decimal):
            found[key] = answer * WAN if field.kind == FieldKind.MONEY else answer
    return found


def events_in(
    rule: AmountRule | None, answers: Mapping[str, object], known: Iterable[str] = ()
) -> tuple[str, ...]:
    """The events that the rule names and that have happened, the payer's consent among them, by
    `answers` to what the form asks or as the portal's own records have `known` them."""
    if rule is None or not rule.stated:
        return ()
    chosen = set(known)
    for key, answer in answers.items():
        if isinstance(answer, list):
            chosen.update(str(one) for one in answer if isinstance(one, str))
        elif answer is True:
            chosen.add(key)
        elif isinstance(answer, str):
            chosen.add(answer)
    return tuple(key for key in rule.stated if key in chosen)


def _known_events(application: Application) -> set[str]:
    return {key for events in _events_of for key in events(application)}


def _decided_before(claim: SubsidyClaim) -> list[_Decided]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM financing_group_pays(%s)", [claim.pk])
        found = [_Decided(*row) for row in cursor.fetchall()]
    return found if not found else _before_it(claim, found)


def _before_it(claim: SubsidyClaim, found: list[_Decided]) -> list[_Decided]:
    """Without what was decided after the claim itself: a decision that is worked out again comes
    to what it came to."""
    decided_at = claim.application.decided_at
    if decided_at is None:
        return found
    later = SubsidyClaim.objects.filter(
        pk__in=[one.claim_id for one in found], application__decided_at__gt=decided_at
    )
    keys = set(later.values_list("pk", flat=True))
    return [one for one in found if one.claim_id not in keys]


def _sum(rows: Iterable[_Decided]) -> Decimal:
    return sum((one.amount for one in rows), ZERO)
