"""A scheme before an enterprise, and all of them together, as pages show them. Amounts in 元."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from enterprises.figures import Facts
from financing.subsidies.find.amounts import Worked, is_voucher
from financing.subsidies.find.calls import MoneyCall
from financing.subsidies.find.drafts import Begun
from financing.subsidies.find.known import Known
from procedures.cases.applicant.remedies import Remedy
from procedures.cases.parts import in_words_of
from procedures.cases.standings import Standing
from procedures.models import Application
from schemes.amounts.spoken import Said, amount_in_words
from schemes.definition.scheme import SUBSIDY
from schemes.evaluation.evaluate import Finding
from schemes.evaluation.judging import Verdict

ZERO = Decimal("0.00")
MOST_OPEN = 3


@dataclass(frozen=True)
class Lack:
    """Something that is missing, and where it is mended; `url` is "" where there is nothing to
    open."""

    label: str
    text: str
    url: str = ""
    url_words: str = ""


@dataclass
class Offer:
    """A scheme before the enterprise. Amounts in 元.

    `lacks` keep it from being had now, `to_do` is what a filing still asks for. `counts` is what it
    adds to the total, and `beside` says why it is not all of its amount.
    """

    call: MoneyCall
    standing: Standing
    worked: Worked
    begun: Begun | None = None
    running: Application | None = None
    lacks: list[Lack] = field(default_factory=list)
    to_do: list[Lack] = field(default_factory=list)
    remedies: dict[str, Remedy] = field(default_factory=dict)
    counts: Decimal = ZERO
    beside: list[str] = field(default_factory=list)
    place: int = 0

    @property
    def name(self) -> str:
        return self.call.name

    @property
    def running_state(self) -> str:
        """Where the case under way is, in the words of money."""
        return in_words_of(SUBSIDY, self.running.get_state_display()) if self.running else ""

    @property
    def amount(self) -> Decimal:
        return self.worked.amount

    @property
    def findings(self) -> list[Finding]:
        return self.standing.evaluation.findings

    @property
    def for_a_person(self) -> int:
        """How many conditions a reviewer judges, whatever the portal knows."""
        return sum(one.verdict == Verdict.NEEDS_PERSON for one in self.findings)

    @property
    def is_voucher(self) -> bool:
        return is_voucher(self.call.rule)

    @property
    def is_left_out(self) -> bool:
        """Whether it has an amount of which nothing counts, or earlier money leaves nothing."""
        made = self.worked.sum
        return bool(made) and not self.counts and not self.is_voucher

    @property
    def closeness(self) -> Fraction:
        """1 where nothing is missing; half for one thing, a third for two. What a person is to
        judge counts as one thing."""
        open_ones = len(self.lacks) + bool(self.to_do) + bool(self.for_a_person)
        return Fraction(1, 1 + open_ones)

    @property
    def likely(self) -> Fraction:
        """By what offers are put in order: the amount that is likely × how close it is. Where the
        sum cannot be made yet, the tenth of the most (示例)."""
        guess = Fraction(self.amount or ((self.worked.most or ZERO) / 10))
        return (guess * self.closeness) if not self.is_voucher else Fraction(0)

    @property
    def is_open(self) -> bool:
        """Whether the page shows its conditions at once; those of the others come when asked."""
        return 0 < self.place <= MOST_OPEN

    @property
    def in_words(self) -> tuple[Said, ...]:
        return amount_in_words(self.call.rule)

    @property
    def clauses(self) -> str:
        """Where the parameters come from."""
        rule = self.call.rule
        if not rule.is_example:
            return rule.source
        return f"参数为示例，借鉴{rule.borrowed_from}" if rule.borrowed_from else "参数为示例"


@dataclass(frozen=True)
class FoundMoney:
    """All that the page says."""

    facts: Facts
    known: Known
    ready: list[Offer]
    near: list[Offer]
    far: list[Offer]
    coming: list[Offer]
    running: list[Offer]
    barred: str = ""

    def offer_of(self, batch_id: int) -> Offer | None:
        every = (*self.ready, *self.near, *self.far, *self.coming, *self.running)
        return next((one for one in every if one.call.batch.pk == batch_id), None)

    @property
    def total(self) -> Decimal:
        return sum((one.counts for one in self.ready), ZERO)

    @property
    def number(self) -> int:
        return (
            len(self.ready) + len(self.near) + len(self.far) + len(self.coming) + len(self.running)
        )

    @property
    def gettable(self) -> list[Offer]:
        """Those of the ready ones of which something can be had beside the others."""
        return [one for one in self.ready if not one.is_left_out]

    @property
    def untold(self) -> int:
        """How many of them tell their amount only once they are filled in."""
        return sum(one.worked.sum is None for one in self.gettable)
