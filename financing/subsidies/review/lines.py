"""The lines of a claim as a stage of the review has them: before, counted, difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from financing.models import LineDecision, ReviewStage, SubsidyClaim, SubsidyLine
from financing.subsidies.shape import PURPOSES

ZERO = Decimal(0)
Verdict = LineDecision.Verdict


@dataclass(frozen=True)
class LineRow:
    """One line at a stage, in 元. `declared` is what the enterprise asks to be counted, `before`
    what stood when the stage began, `decision` the stage's last word, None while nobody has
    looked at it; `earlier` the district's word, where the city reviews."""

    line: SubsidyLine
    declared: Decimal
    before: Decimal
    decision: LineDecision | None
    earlier: LineDecision | None = None

    @property
    def is_withdrawn(self) -> bool:
        return self.line.withdrawn_at is not None

    @property
    def purpose(self) -> str:
        """What the line is for, in words."""
        return PURPOSES.get(self.line.purpose, "")

    @property
    def counted(self) -> Decimal:
        if self.is_withdrawn:
            return ZERO
        return self.decision.counted if self.decision else self.before

    @property
    def difference(self) -> Decimal:
        return ZERO if self.is_withdrawn else self.counted - self.before

    @property
    def was_cut(self) -> bool:
        """Whether the district counted less than was declared."""
        return self.earlier is not None and self.earlier.counted < self.declared

    @property
    def is_seen(self) -> bool:
        return self.is_withdrawn or self.decision is not None

    @property
    def is_cut(self) -> bool:
        return self.difference < 0

    @property
    def is_struck(self) -> bool:
        """Whether nothing of the line counts: struck at this stage, or before and not taken up
        again."""
        word = self.decision
        if word is None or word.verdict == Verdict.ACCEPT:
            return self.earlier is not None and self.earlier.verdict == Verdict.STRIKE
        return word.verdict == Verdict.STRIKE

    @property
    def verdict(self) -> str:
        return self.decision.verdict if self.decision else ""

    @property
    def decision_choices(self) -> list[tuple[str, str]]:
        return [(str(one.value), str(one.label)) for one in Verdict]

    @property
    def tone(self) -> str:
        if self.verdict == Verdict.STRIKE:
            return "tb"
        return "tw" if self.verdict == Verdict.REDUCE else "out" if self.is_withdrawn else ""


def declared_of(line: SubsidyLine) -> Decimal:
    """What the line adds to the base as declared: as the rule counted it, or else the smaller of
    invoice and payment (从小, domain file A2)."""
    if line.counted is not None:
        return line.counted
    given = [one for one in (line.net, line.paid) if one is not None]
    return min(given, default=ZERO)


def last_decisions(claim: SubsidyClaim, stage: str) -> dict[int, LineDecision]:
    """Line -> its last decision of the stage."""
    rows = LineDecision.objects.filter(claim=claim, stage=stage).select_related("decided_by")
    return {one.line_id: one for one in rows.order_by("line_id", "-id").distinct("line_id")}


def line_rows(claim: SubsidyClaim, stage: str) -> list[LineRow]:
    """All lines of the claim at the stage, by their numbers; two or three queries."""
    lines = list(SubsidyLine.objects.filter(claim=claim).order_by("number"))
    decided = last_decisions(claim, stage)
    earlier = last_decisions(claim, ReviewStage.DISTRICT) if stage == ReviewStage.AUDITED else {}
    rows = []
    for line in lines:
        declared = declared_of(line)
        word = earlier.get(line.pk)
        before = word.counted if word else declared
        rows.append(LineRow(line, declared, before, decided.get(line.pk), word))
    return rows


def counted_in(claim: SubsidyClaim, stage: str) -> dict[int, Decimal | None]:
    """Line number -> what the stage counts of it, in 元, None for a struck one; withdrawn lines are
    left out. What the amount of the stage is worked out of."""
    return {
        one.line.number: None if one.is_struck else one.counted
        for one in line_rows(claim, stage)
        if not one.is_withdrawn
    }


@dataclass(frozen=True)
class Totals:
    """The foot of the table, in 元."""

    number: int
    declared: Decimal
    before: Decimal
    counted: Decimal
    unseen: int
    cut: int

    @property
    def difference(self) -> Decimal:
        return self.counted - self.before


def totals_of(rows: Sequence[LineRow]) -> Totals:
    """What the rows come to, those that were withdrawn left out."""
    live = [one for one in rows if not one.is_withdrawn]
    return Totals(
        number=len(live),
        declared=sum((one.declared for one in live), ZERO),
        before=sum((one.before for one in live), ZERO),
        counted=sum((one.counted for one in live), ZERO),
        unseen=sum(not one.is_seen for one in live),
        cut=sum(one.is_cut for one in live),
    )
