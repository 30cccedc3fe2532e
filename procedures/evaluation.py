"""Judging an enterprise and its answers by the criteria of a scheme: pure, and the same for
self-check, review and replay."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from procedures.indicators import INDICATORS, Inputs, Value
from procedures.scheme_definition import Criterion, SchemeDefinition


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
COMPARISONS = {
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
    title: str
    requirement: str
    verdict: Verdict
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Evaluation:
    """The verdict on all criteria of a scheme version."""

    groups: tuple[GroupFinding, ...]

    @property
    def findings(self) -> list[Finding]:
        return [finding for group in self.groups for finding in group.findings]

    def count(self, *verdicts: Verdict) -> int:
        return sum(finding.verdict in verdicts for finding in self.findings)

    @property
    def met(self) -> int:
        return self.count(Verdict.MET)

    @property
    def open(self) -> list[Finding]:
        """What is still to do for the enterprise: unmet first, then missing data."""
        todo = (Verdict.NOT_MET, Verdict.CANNOT_TELL)
        return sorted(
            (finding for finding in self.findings if finding.verdict in todo),
            key=lambda finding: todo.index(finding.verdict),
        )

    def as_json(self) -> list[dict[str, Any]]:
        return [
            vars(group) | {"findings": [dict(vars(finding)) for finding in group.findings]}
            for group in self.groups
        ]


def evaluate(definition: SchemeDefinition, inputs: Inputs) -> Evaluation:
    """Judge `inputs` by every criterion of `definition`. Never raises for missing figures."""
    groups = []
    for group in definition.criteria:
        findings = tuple(judge(criterion, inputs) for criterion in group.criteria)
        needed = group.at_least or len(findings)
        requirement = f"须满足至少 {needed} 项" if group.at_least else "各项都须满足"
        groups.append(
            GroupFinding(group.title, requirement, _group_verdict(findings, needed), findings)
        )
    return Evaluation(tuple(groups))


def _group_verdict(findings: tuple[Finding, ...], needed: int) -> Verdict:
    verdicts = [finding.verdict for finding in findings]
    met = verdicts.count(Verdict.MET)
    if met >= needed:
        return Verdict.MET
    if met + len(verdicts) - met - verdicts.count(Verdict.NOT_MET) < needed:
        return Verdict.NOT_MET
    return Verdict.CANNOT_TELL if Verdict.CANNOT_TELL in verdicts else Verdict.NEEDS_PERSON


def judge(criterion: Criterion, inputs: Inputs) -> Finding:
    """Judge one criterion."""
    common = {
        "key": criterion.key,
        "label": criterion.label,
        "source": criterion.source,
        "hint": criterion.hint,
        "hint_url_name": criterion.hint_url_name,
    }
    if criterion.comparison == "person":
        return Finding(
            verdict=Verdict.NEEDS_PERSON, sentence=criterion.hint or "由审核人判断", **common
        )
    value = INDICATORS[criterion.indicator](inputs) if criterion.indicator in INDICATORS else None
    if value is None:
        return Finding(
            verdict=Verdict.CANNOT_TELL, sentence=criterion.hint or "缺少计算所需的数据", **common
        )
    if criterion.comparison == "is_true":
        verdict = Verdict.MET if value else Verdict.NOT_MET
        sentence = "符合" if value else (criterion.hint or "不符合")
        return Finding(verdict=verdict, sentence=sentence, **common)
    return _compared(criterion, Decimal(value), common)


def _compared(criterion: Criterion, value: Decimal, common: dict[str, str]) -> Finding:
    threshold = criterion.threshold
    assert threshold is not None, "the definition refuses a comparison without a threshold"
    met = COMPARISONS[criterion.comparison](value, threshold)
    requirement = f"要求 {SIGNS[criterion.comparison]} {shown(threshold)}{criterion.unit}"
    sentence = f"{shown(value)}{criterion.unit}，{requirement}"
    shortfall = ""
    if not met:
        shortfall = shown(abs(value - threshold))
        sentence += f"，还差 {shortfall}{criterion.unit}"
    return Finding(
        verdict=Verdict.MET if met else Verdict.NOT_MET,
        sentence=sentence,
        value=shown(value),
        threshold=shown(threshold),
        shortfall=shortfall,
        **common,
    )


def shown(value: Value) -> str:
    """A figure for people: two decimals at most, thousands separated."""
    rounded = Decimal(value or 0).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    text = f"{rounded:,.2f}"
    return text.rstrip("0").rstrip(".")
