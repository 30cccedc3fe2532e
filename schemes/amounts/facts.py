"""What an amount is worked out of: the accepted lines, figures, events, loans and earlier money.

Pure values; whoever calls the engine fills them from a claim, a calculator's form or a snapshot.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

# 10,000 billion 元: no enterprise of the city comes near it, a figure typed in the wrong unit does.
LARGEST = Decimal(10) ** 13
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class AmountItem:
    """One accepted (or declared) line; money in 元. `net` and `paid` are net or gross of VAT as the
    rule's base says; of an insurance policy `net` is the insured value, `paid` the premium and
    `year` the year of insurance."""

    number: int  # line number, never changes
    net: Decimal
    paid: Decimal
    count: Decimal = Decimal(1)
    kind: str = ""
    year: int = 1


@dataclass(frozen=True, slots=True)
class LoanPart:
    """A stretch of balance, from `begins` to before `ends`; money in 元, rates as fractions of 1.
    `loan` tells the stretches of several loans apart, `since` is the day on which it was drawn
    where the stretches begin later."""

    balance: Decimal
    begins: date
    ends: date
    rate: Decimal
    reference_rate: Decimal
    loan: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class EarlierPay:
    """What the same exclusion group already got, in 元."""

    label: str
    amount: Decimal
    year: int


@dataclass(frozen=True, slots=True)
class AmountFacts:
    """All that a rule may ask for. `figures` are by the keys that the rule names, `events` the keys
    of stages and events on record, `paid_this_year` what the same scheme paid the enterprise in
    the year, `paid_for_project` what it paid for the project, `factor` the budget's share of 1.
    `interest_paid` is that of all loans, `paid_of_loans` that of each as far as it is known."""

    items: tuple[AmountItem, ...] = ()
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    events: tuple[str, ...] = ()
    loans: tuple[LoanPart, ...] = ()
    interest_paid: Decimal | None = None
    paid_of_loans: Mapping[str, Decimal] = field(default_factory=dict)
    earlier: tuple[EarlierPay, ...] = ()
    paid_this_year: Decimal = ZERO
    paid_for_project: Decimal = ZERO
    factor: Decimal | None = None


class WrongFacts(ValueError):
    """Facts that no amount can be worked out of; each problem has its place and Chinese words."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("；".join(message for _, message in problems))
        self.problems = problems


def check(facts: AmountFacts) -> None:
    """Raise `WrongFacts` where an amount is negative, no number or beyond all measure, a loan ends
    before it begins, or a line stands twice."""
    if not _all_lines_are_right(facts.items) and (problems := list(_line_problems(facts.items))):
        raise WrongFacts(problems)
    if problems := list(_problems(facts)):
        raise WrongFacts(problems)


def _all_lines_are_right(items: tuple[AmountItem, ...]) -> bool:
    """The quick look, for claims of thousands of lines."""
    try:
        return len({item.number for item in items}) == len(items) and all(
            ZERO <= item.net < LARGEST
            and ZERO <= item.paid < LARGEST
            and ZERO <= item.count < LARGEST
            for item in items
        )
    except InvalidOperation:  # what is no number cannot be compared
        return False


def _line_problems(items: tuple[AmountItem, ...]) -> Iterator[tuple[str, str]]:
    if len({item.number for item in items}) != len(items):
        yield "items", "同一行号出现了两次"
    for item in items:
        for amount in (item.net, item.paid, item.count):
            if not _is_amount(amount):
                yield f"items.{item.number}", f"第 {item.number} 行：{_words(amount)}"
                break


def _problems(facts: AmountFacts) -> Iterator[tuple[str, str]]:
    for key, figure in facts.figures.items():
        if not figure.is_finite() or abs(figure) >= LARGEST:
            yield f"figures.{key}", "数字太大，请核对单位是否为元"
    for number, part in enumerate(facts.loans, 1):
        place = f"loans.{number}"
        if not _is_amount(part.balance):
            yield place, f"贷款第 {number} 段：{_words(part.balance)}"
        if part.begins >= part.ends:
            yield place, f"贷款第 {number} 段：起始日应早于截止日"
        if not (ZERO <= part.rate < 1 and ZERO <= part.reference_rate < 1):
            yield place, f"贷款第 {number} 段：利率应在 0 到 100% 之间"
    earlier = [(f"earlier.{n}", one.amount) for n, one in enumerate(facts.earlier, 1)]
    paid = [("paid_this_year", facts.paid_this_year), ("paid_for_project", facts.paid_for_project)]
    interest = [] if facts.interest_paid is None else [("interest_paid", facts.interest_paid)]
    for place, amount in [*earlier, *paid, *interest]:
        if not _is_amount(amount):
            yield place, _words(amount)
    if facts.factor is not None and not ZERO <= facts.factor <= 1:
        yield "factor", "预算系数应在 0 到 1 之间"


def _is_amount(amount: Decimal) -> bool:
    return amount.is_finite() and ZERO <= amount < LARGEST


def _words(amount: Decimal) -> str:
    if not amount.is_finite():
        return "应是数字"
    return "不能为负数" if amount < 0 else "数字太大，请核对单位是否为元"
