"""Judging an enterprise and its answers by the criteria of a scheme: pure, and the same for
self-check, review, simulation and replay."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from procedures.expressions.types import Scalar
from procedures.indicators import Inputs, compiled
from procedures.scheme_criteria import CriteriaGroup, Criterion, Indicator
from procedures.scheme_definition import SchemeDefinition
from procedures.scoring import ScoreResult, Span, score, shown


class Verdict(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"
    NEEDS_PERSON = "needs_person"


LABELS = {
    Verdict.MET: "已满足",
    Verdict.NOT_MET: "未满足",
    Verdict.CANNOT_TELL: "缺数据",
    Verdict.NEEDS_PERSON: "需人工判断",
}
TONES = {
    Verdict.MET: "ok",
    Verdict.NOT_MET: "bad",
    Verdict.CANNOT_TELL: "wait",
    Verdict.NEEDS_PERSON: "wait",
}
COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": lambda value, threshold: value >= threshold,
    ">": lambda value, threshold: value > threshold,
    "<=": lambda value, threshold: value <= threshold,
    "<": lambda value, threshold: value < threshold,
}
SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}


@dataclass(frozen=True)
class Finding:
    """The verdict on one criterion; `shortfall` is positive, in the criterion's unit."""

    key: str
    label: str
    verdict: Verdict
    sentence: str
    source: str
    value: str = ""
    threshold: str = ""
    shortfall: str = ""
    hint: str = ""
    hint_url_name: str = ""

    @property
    def tone(self) -> str:
        return TONES[self.verdict]

    @property
    def verdict_label(self) -> str:
        return LABELS[self.verdict]


@dataclass(frozen=True)
class GroupFinding:
    """The verdict on a group: of its criteria, and of the groups in it."""

    title: str
    requirement: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    groups: tuple["GroupFinding", ...] = ()
    at_least: int | None = None

    @property
    def tone(self) -> str:
        return TONES[self.verdict]

    @property
    def verdict_label(self) -> str:
        return LABELS[self.verdict]

    @property
    def distance(self) -> int:
        """How many conditions must still be met at the least; those for a person count nothing."""
        own = [1 if finding.verdict in TO_DO else 0 for finding in self.findings]
        ways = sorted(own + [group.distance for group in self.groups])
        return sum(ways[: self.at_least] if self.at_least else ways)

    def all_findings(self) -> Iterator[Finding]:
        yield from self.findings
        for group in self.groups:
            yield from group.all_findings()

    def steps(self) -> Iterator[str]:
        """What to do next, a line each; of alternatives only that one of them is needed."""
        if self.distance and self.at_least:
            yield f"{self.title}：{self.requirement}"
        elif self.distance:
            yield from (
                f"{one.label}：{one.sentence}" for one in self.findings if one.verdict in TO_DO
            )
            for group in self.groups:
                yield from group.steps()

    def open_findings(self) -> Iterator[Finding]:
        """What still keeps the group from being met; nothing once it is."""
        if self.verdict == Verdict.MET:
            return
        yield from (one for one in self.findings if one.verdict in TO_DO)
        for group in self.groups:
            yield from group.open_findings()

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "requirement": self.requirement,
            "verdict": self.verdict,
            "at_least": self.at_least,
            "findings": [dict(vars(finding)) for finding in self.findings],
            "groups": [group.as_json() for group in self.groups],
        }


TO_DO = (Verdict.NOT_MET, Verdict.CANNOT_TELL)


@dataclass(frozen=True)
class Evaluation:
    """The verdict on all criteria of a scheme version, with the score where there is a table."""

    groups: tuple[GroupFinding, ...]
    score: ScoreResult | None = None

    @property
    def findings(self) -> list[Finding]:
        return [finding for group in self.groups for finding in group.all_findings()]

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole: every group must be met."""
        return _joined([group.verdict for group in self.groups], len(self.groups))

    def count(self, *verdicts: Verdict) -> int:
        return sum(finding.verdict in verdicts for finding in self.findings)

    @property
    def distance(self) -> int:
        """How many conditions must still be met, or told, at the least."""
        return sum(group.distance for group in self.groups)

    @property
    def met(self) -> int:
        return self.count(Verdict.MET)

    @property
    def open(self) -> list[Finding]:
        """What is still to do for the enterprise: unmet first, then missing data."""
        todo = [finding for group in self.groups for finding in group.open_findings()]
        return sorted(todo, key=lambda finding: TO_DO.index(finding.verdict))

    def as_json(self) -> dict[str, Any]:
        return {
            "groups": [group.as_json() for group in self.groups],
            "score": self.score.as_json() if self.score else None,
        }


def groups_of(kept: Any) -> list[dict[str, Any]]:
    """The groups of a kept evaluation, also in its earlier form, which was a list of them."""
    groups: list[dict[str, Any]] = kept if isinstance(kept, list) else kept["groups"]
    return groups


def evaluate(definition: SchemeDefinition, inputs: Inputs) -> Evaluation:
    """Judge `inputs` by every criterion of `definition`. Never raises for missing figures."""
    return Judge(definition)(inputs)


class Judge:
    """A scheme made ready to judge many: its expressions are compiled once."""

    def __init__(self, definition: SchemeDefinition) -> None:
        """Raises `ExpressionError` for a definition with a wrong expression."""
        self.definition = definition
        self._indicators = {one.key: one for one in definition.indicators}
        self._runs = {
            one.key: compiled(one.expression, definition) for one in definition.indicators
        }
        self._cases = {
            (criterion.key, place): compiled(case.when, definition, Scalar.TRUTH)
            for group in definition.criteria
            for criterion in group.all_criteria()
            for place, case in enumerate(criterion.cases)
        }

    def __call__(self, inputs: Inputs) -> Evaluation:
        return _Judgement(self, inputs.scope()).evaluation()

    def values(self, inputs: Inputs) -> dict[str, Any]:
        """Each indicator's value, None where it is missing."""
        scope = inputs.scope()
        return {key: run(scope) for key, run in self._runs.items()}


class _Judgement:
    """One enterprise before the judge."""

    def __init__(self, judge: Judge, scope: dict[str, Any]) -> None:
        self.judge, self.scope = judge, scope
        self.values = {key: run(scope) for key, run in judge._runs.items()}
        scoring = judge.definition.scoring
        self.score = score(scoring, self.values) if scoring else None
        self.spans = self.score.spans if self.score else {}

    def evaluation(self) -> Evaluation:
        groups = tuple(self._group(group) for group in self.judge.definition.criteria)
        return Evaluation(groups, self.score)

    def _group(self, group: CriteriaGroup) -> GroupFinding:
        findings = tuple(self._criterion(criterion) for criterion in group.criteria)
        groups = tuple(self._group(one) for one in group.groups)
        verdicts = [one.verdict for one in findings] + [one.verdict for one in groups]
        needed = group.at_least or len(verdicts)
        requirement = f"须满足至少 {needed} 项" if group.at_least else "各项都须满足"
        return GroupFinding(
            title=group.title,
            requirement=requirement,
            verdict=_joined(verdicts, needed),
            findings=findings,
            groups=groups,
            at_least=group.at_least,
        )

    def _criterion(self, criterion: Criterion) -> Finding:
        if criterion.comparison == "person":
            return _finding(
                criterion, Verdict.NEEDS_PERSON, criterion.hint or "由审核人根据材料判断"
            )
        if criterion.indicator in self.spans:
            return self._scored(criterion, self.spans[criterion.indicator])
        value = self.values.get(criterion.indicator)
        if value is None:
            return _finding(criterion, Verdict.CANNOT_TELL, criterion.hint or "缺少计算所需的数据")
        if criterion.comparison == "is_true":
            verdict = Verdict.MET if value is True else Verdict.NOT_MET
            return _finding(
                criterion, verdict, "符合" if value is True else criterion.hint or "不符合"
            )
        threshold, occasion = self._threshold(criterion)
        if threshold is None:
            return _finding(criterion, Verdict.CANNOT_TELL, "缺少数据，不能确定适用哪一条要求")
        indicator = self.judge._indicators[criterion.indicator]
        return _compared(criterion, value, threshold, occasion, indicator)

    def _threshold(self, criterion: Criterion) -> tuple[Decimal | None, str]:
        """The threshold that applies and for whom; None while that cannot be told."""
        for place, case in enumerate(criterion.cases):
            holds = self.judge._cases[criterion.key, place](self.scope)
            if holds is None:
                return None, ""
            if holds:
                return case.threshold, case.label
        return criterion.threshold, ""

    def _scored(self, criterion: Criterion, span: Span) -> Finding:
        threshold, occasion = self._threshold(criterion)
        if threshold is None:
            return _finding(criterion, Verdict.CANNOT_TELL, "缺少数据，不能确定适用哪一条要求")
        compare = COMPARISONS[criterion.comparison]
        if compare(span.low, threshold) == compare(span.high, threshold):
            return _compared(criterion, span.low, threshold, occasion)
        assert self.score is not None
        waits = self.score.waits_for_experts
        return _finding(
            criterion,
            Verdict.NEEDS_PERSON if waits else Verdict.CANNOT_TELL,
            f"{'待专家评分' if waits else '缺数据'}，目前 {span} 分，"
            f"要求 {SIGNS[criterion.comparison]} {shown(threshold)} 分",
            value=str(span),
            threshold=shown(threshold),
        )


def _joined(verdicts: list[Verdict], needed: int) -> Verdict:
    """The verdict on `needed` of the members."""
    met = verdicts.count(Verdict.MET)
    if met >= needed:
        return Verdict.MET
    if len(verdicts) - verdicts.count(Verdict.NOT_MET) < needed:
        return Verdict.NOT_MET
    return Verdict.CANNOT_TELL if Verdict.CANNOT_TELL in verdicts else Verdict.NEEDS_PERSON


def _finding(criterion: Criterion, verdict: Verdict, sentence: str, **more: str) -> Finding:
    return Finding(
        key=criterion.key,
        label=criterion.label,
        verdict=verdict,
        sentence=sentence,
        source=criterion.source,
        hint=criterion.hint,
        hint_url_name=criterion.hint_url_name,
        **more,
    )


def _compared(
    criterion: Criterion,
    value: Decimal,
    threshold: Decimal,
    occasion: str,
    indicator: Indicator | None = None,
) -> Finding:
    met = COMPARISONS[criterion.comparison](value, threshold)
    unit, decimals = criterion.unit, indicator.decimals if indicator else 2
    requirement = f"要求 {SIGNS[criterion.comparison]} {shown(threshold, decimals)}{unit}"
    sentence = f"{shown(value, decimals)}{unit}，{requirement}"
    if occasion:
        sentence += f"（{occasion}）"
    shortfall = ""
    if not met:
        shortfall = shown(abs(value - threshold), decimals)
        sentence += f"，还差 {shortfall}{unit}"
    return _finding(
        criterion,
        Verdict.MET if met else Verdict.NOT_MET,
        sentence,
        value=shown(value, decimals),
        threshold=shown(threshold, decimals),
        shortfall=shortfall,
    )
