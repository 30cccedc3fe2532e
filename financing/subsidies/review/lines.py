"""The lines of a claim as a stage of the review has them: before, counted, difference."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from financing.models import (
    AuditAssignment,
    LineDecision,
    ReviewStage,
    SubsidyClaim,
    SubsidyLine,
)
from financing.subsidies.line_words import in_words
from financing.subsidies.shape import PURPOSES

ZERO = Decimal(0)
Verdict = LineDecision.Verdict
# What explanations of a proof that stands on another line too begin with.
PROOF_IS_KNOWN = ("there-proof", "here-proof")


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
    def terms(self) -> str:
        """What a loan, a policy or a contract says, in words."""
        return in_words(self.line)

    @property
    def counted(self) -> Decimal:
        if self.is_withdrawn:
            return ZERO
        return self.decision.counted if self.decision else self.before

    @property
    def is_doubled(self) -> bool:
        """Whether the line counts nothing only because it seems to be counted elsewhere."""
        if self._is_piece and any(key.startswith(PROOF_IS_KNOWN) for key in self.line.explanations):
            return True
        return not self.declared and whole_of(self.line) > 0

    @property
    def _is_piece(self) -> bool:
        """Whether the line counts by the piece, so that its amount says nothing."""
        return self.line.kind == SubsidyLine.Kind.UNIT

    @property
    def at_most(self) -> Decimal:
        """The most that a reviewer may count of it: of a doubled line, all of it."""
        return whole_of(self.line) if self.is_doubled else self.declared

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
    def is_out(self) -> bool:
        """Whether nothing of the line counts: struck at this stage, or before and not taken up
        again; or doubled, and nobody has found that it is not."""
        word = self.decision
        if word is None or word.verdict == Verdict.ACCEPT:
            word = self.earlier or word
        is_struck = word is not None and word.verdict == Verdict.STRIKE
        is_cleared = bool(self.counted) or (self._is_piece and word is not None)
        return is_struck or (self.is_doubled and not is_cleared)

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
    return line.counted if line.counted is not None else whole_of(line)


def whole_of(line: SubsidyLine) -> Decimal:
    """The line's amount, whether or not it is counted elsewhere; of a loan and of a policy what was
    paid."""
    if line.kind in (SubsidyLine.Kind.LOAN, SubsidyLine.Kind.INSURANCE):
        return line.paid or ZERO
    return min((one for one in (line.net, line.paid) if one is not None), default=ZERO)


def last_decisions(claim: SubsidyClaim, stage: str) -> dict[int, LineDecision]:
    """Line -> its last decision of the stage."""
    rows = LineDecision.objects.filter(claim=claim, stage=stage).select_related("decided_by")
    return {one.line_id: one for one in rows.order_by("line_id", "-id").distinct("line_id")}


def line_rows(claim: SubsidyClaim, stage: str) -> list[LineRow]:
    """All lines of the claim at the stage, by their numbers; two to four queries."""
    lines = list(SubsidyLine.objects.filter(claim=claim).order_by("number"))
    decided = last_decisions(claim, stage)
    earlier: dict[int, LineDecision] = {}
    recused: set[str] = set()
    if stage == ReviewStage.AUDITED:
        earlier, recused = last_decisions(claim, ReviewStage.DISTRICT), recused_firms(claim)
    rows = []
    for line in lines:
        declared, word, own = declared_of(line), earlier.get(line.pk), decided.get(line.pk)
        word = word if word and _is_of_this(line, word) else None
        before = word.counted if word else declared
        if own and not (_is_of_this(line, own) and _holds(own, word, recused)):
            own = None
        rows.append(LineRow(line, declared, before, own, word))
    return rows


def recused_firms(claim: SubsidyClaim) -> set[str]:
    """The names of the audit firms whose last assignment to the claim ended without a report."""
    rows = AuditAssignment.objects.filter(claim=claim).order_by("id")
    last = dict(rows.values_list("firm__name", "state"))
    ended = (AuditAssignment.State.DECLINED, AuditAssignment.State.WITHDRAWN)
    return {name for name, state in last.items() if state in ended}


def _is_of_this(line: SubsidyLine, word: LineDecision) -> bool:
    """Whether the line is as it was when the word was given."""
    return word.line_version in (None, line.version)


def _holds(own: LineDecision, word: LineDecision | None, recused: Collection[str]) -> bool:
    """Whether the city's word came after the district's, and from nobody who was recused."""
    if word is not None and own.pk < word.pk:
        return False
    return own.organisation_name not in recused


def counted_in(claim: SubsidyClaim, stage: str) -> dict[int, Decimal | None]:
    """Line number -> what the stage counts of it, in 元, None for one that is out. What the amount
    of the stage is worked out of. Lines that count as they were declared are left out: their own
    figures are not rounded."""
    return {
        one.line.number: None if one.is_out else one.counted
        for one in line_rows(claim, stage)
        if not one.is_withdrawn and (one.is_out or one.counted != one.declared)
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
