"""The verdicts of a scheme on one enterprise: pure, fast enough for a whole registry.

`schemes.evaluation.evaluate` puts them into words.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from schemes.definition.criteria import Case, CriteriaGroup, Criterion
from schemes.definition.scheme import SchemeDefinition
from schemes.evaluation.indicators import Inputs, compiled
from schemes.evaluation.missing import is_beyond_data
from schemes.evaluation.scoring import ScoreResult, Span, Values, Wait, score
from schemes.expressions.compiler import Run, Scope
from schemes.expressions.numbers import Exact
from schemes.expressions.types import Scalar


class Verdict(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"
    NEEDS_PERSON = "needs_person"


MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
CANNOT_TELL, NEEDS_PERSON = Verdict.CANNOT_TELL, Verdict.NEEDS_PERSON
Compare = Callable[[Exact, Exact], bool]
COMPARISONS: dict[str, Compare] = {
    ">=": lambda value, threshold: value >= threshold,
    ">": lambda value, threshold: value > threshold,
    "<=": lambda value, threshold: value <= threshold,
    "<": lambda value, threshold: value < threshold,
}


class Ruling(NamedTuple):
    """The verdict on one criterion, by which value and which threshold; `occasion` names the case
    that applied. `undecided` is the span of a score that is not known yet, `for_experts` tells that
    it waits for their marks."""

    verdict: Verdict
    value: Exact | bool | None = None
    threshold: Decimal | None = None
    occasion: str = ""
    undecided: Span | None = None
    for_experts: bool = False


class Judgement(NamedTuple):
    """What one enterprise came to: `values` by indicator, `rulings` by criterion."""

    values: Values
    score: ScoreResult | None
    rulings: dict[str, Ruling]


class _Seen(NamedTuple):
    """What the rules of one judgement look at; of `beyond` no further data would tell."""

    scope: Scope
    values: Values
    result: ScoreResult | None
    files: Set[str]
    beyond: Set[str]


Rule = Callable[[_Seen], Ruling]
UNTOLD = Ruling(CANNOT_TELL)
WHOLE = 100  # per cent
FOR_A_PERSON = Ruling(NEEDS_PERSON)


class Judge:
    """A scheme made ready to judge many: its expressions are compiled once."""

    def __init__(self, definition: SchemeDefinition) -> None:
        """Raises `ExpressionError` for a definition with a wrong expression."""
        self.definition = definition
        expressions = {
            one.key: compiled(one.expression, definition) for one in definition.indicators
        }
        self._indicators = [(key, one.run) for key, one in expressions.items()]
        self.reads = {key: one.reads for key, one in expressions.items()}
        self._shares = {one.key for one in definition.indicators if one.is_share}
        self._rules = [
            (criterion.key, self._rule(criterion))
            for group in definition.criteria
            for criterion in group.all_criteria()
        ]

    def __call__(self, inputs: Inputs, marks: Mapping[str, Decimal] | None = None) -> Judgement:
        """Judge one enterprise; `marks` are those of an expert panel, by score item."""
        scope = inputs.scope()
        values = {key: run(scope) for key, run in self._indicators}
        beyond = {
            key
            for key, value in values.items()
            if value is None and is_beyond_data(self.reads[key], inputs, scope)
        }
        scoring = self.definition.scoring
        result = score(scoring, values, marks, inputs.files, beyond) if scoring else None
        seen = _Seen(scope, values, result, inputs.files, beyond)
        return Judgement(values, result, {key: rule(seen) for key, rule in self._rules})

    def values(self, inputs: Inputs) -> Values:
        """Each indicator's value, None where it is missing."""
        scope = inputs.scope()
        return {key: run(scope) for key, run in self._indicators}

    def verdict(self, judgement: Judgement) -> Verdict:
        """The verdict on the whole: every group must be met."""
        groups = [self.group_verdict(group, judgement) for group in self.definition.criteria]
        return joined(groups, len(groups))

    def group_verdict(self, group: CriteriaGroup, judgement: Judgement) -> Verdict:
        verdicts = [judgement.rulings[one.key].verdict for one in group.criteria]
        verdicts += [self.group_verdict(one, judgement) for one in group.groups]
        return joined(verdicts, group.at_least or len(verdicts))

    # --- one criterion ----------------------------------------------------------------------

    def _rule(self, criterion: Criterion) -> Rule:
        rule = self._plain_rule(criterion)
        if not criterion.stated:
            return rule

        def proven(seen: _Seen) -> Ruling:
            if criterion.known and seen.values.get(criterion.known) is True:
                return Ruling(MET, True)
            ruling = rule(seen)
            if ruling.verdict != MET or not seen.files.isdisjoint(criterion.proof):
                return ruling
            return ruling._replace(verdict=NEEDS_PERSON)

        return proven

    def _plain_rule(self, criterion: Criterion) -> Rule:
        name = criterion.indicator
        if criterion.comparison == "person":
            return lambda seen: FOR_A_PERSON
        if criterion.comparison == "is_true":
            return lambda seen: _truth(seen, name)
        compare = COMPARISONS[criterion.comparison]
        threshold_for = self._threshold(criterion)
        if name == "score" or name.startswith("score_"):
            return lambda seen: _scored(seen.result, name, compare, threshold_for(seen.scope))

        is_share = name in self._shares

        def rule(seen: _Seen) -> Ruling:
            value = seen.values.get(name)
            if not isinstance(value, Decimal | Fraction):
                return FOR_A_PERSON if name in seen.beyond else UNTOLD
            if is_share and value > WHOLE:
                # Amounts in two units, or a slip: neither met nor missed before somebody looked.
                return Ruling(NEEDS_PERSON, value)
            threshold, occasion = threshold_for(seen.scope)
            if threshold is None:
                return _whichever(criterion, compare, value)
            verdict = MET if compare(value, threshold) else NOT_MET
            return Ruling(verdict, value, threshold, occasion)

        return rule

    def _threshold(self, criterion: Criterion) -> Callable[[Scope], tuple[Decimal | None, str]]:
        """The threshold that applies and for whom; None while that cannot be told."""
        general = criterion.threshold, ""
        if not criterion.cases:
            return lambda scope: general
        cases: list[tuple[Run, Case]] = [
            (compiled(case.condition, self.definition, Scalar.TRUTH).run, case)
            for case in criterion.cases
        ]

        def threshold_for(scope: Scope) -> tuple[Decimal | None, str]:
            for when, case in cases:
                holds = when(scope)
                if holds is None:
                    return None, ""
                if holds:
                    return case.threshold, case.words
            return general

        return threshold_for


def _whichever(criterion: Criterion, compare: Compare, value: Exact) -> Ruling:
    """The verdict where it is not known which case applies: that of all, if they agree."""
    assert criterion.threshold is not None
    possible = sorted({criterion.threshold, *(case.threshold for case in criterion.cases)})
    held = {compare(value, threshold) for threshold in possible}
    if len(held) > 1:
        return Ruling(CANNOT_TELL, value)
    rises = criterion.comparison in (">=", ">")
    hardest, easiest = (possible[-1], possible[0]) if rises else (possible[0], possible[-1])
    return Ruling(MET, value, hardest) if held == {True} else Ruling(NOT_MET, value, easiest)


def _truth(seen: _Seen, name: str) -> Ruling:
    value = seen.values.get(name)
    if value is None:
        return FOR_A_PERSON if name in seen.beyond else UNTOLD
    return Ruling(MET if value is True else NOT_MET, value)


def _scored(
    result: ScoreResult | None,
    name: str,
    compare: Compare,
    applies: tuple[Decimal | None, str],
) -> Ruling:
    span = result.spans.get(name) if result else None
    threshold, occasion = applies
    if result is None or span is None or threshold is None:
        return UNTOLD
    if compare(span.low, threshold) == compare(span.high, threshold):
        verdict = MET if compare(span.low, threshold) else NOT_MET
        return Ruling(verdict, span.low, threshold, occasion)
    waits = result.waits_of(name)
    verdict = CANNOT_TELL if Wait.DATA in waits else NEEDS_PERSON
    return Ruling(verdict, None, threshold, occasion, span, Wait.EXPERTS in waits)


def joined(verdicts: Sequence[Verdict], needed: int) -> Verdict:
    """The verdict on `needed` of the members."""
    met = verdicts.count(MET)
    if met >= needed:
        return MET
    if len(verdicts) - verdicts.count(NOT_MET) < needed:
        return NOT_MET
    return CANNOT_TELL if CANNOT_TELL in verdicts else NEEDS_PERSON
