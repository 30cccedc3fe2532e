"""Judging an enterprise and its answers by the criteria of a scheme: pure, and the same for
self-check, review, simulation and replay."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from schemes.definition.criteria import CriteriaGroup, Criterion
from schemes.definition.scheme import SchemeDefinition
from schemes.evaluation.indicators import Inputs
from schemes.evaluation.judging import Judge, Judgement, Ruling, Verdict, joined
from schemes.evaluation.scoring import ScoreResult, shown

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
SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}


DECIDED = ("for_a_person", "judged", "waived")


@dataclass(frozen=True)
class Finding:
    """The verdict on one criterion; `shortfall` is positive, in the criterion's unit.

    The last three are no part of what is computed and kept: that a reviewer is to judge it, has
    judged it, or that the city let it not count.
    """

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
    for_a_person: bool = False
    judged: bool = False
    waived: bool = False

    @property
    def tone(self) -> str:
        return TONES[self.verdict]

    @property
    def verdict_label(self) -> str:
        if self.waived:
            return "已豁免"
        if self.judged:
            return "判断符合" if self.verdict == Verdict.MET else "判断不符合"
        return LABELS[self.verdict]

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Finding":
        return cls(**{**kept, "verdict": Verdict(kept["verdict"])})

    def as_json(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name not in DECIDED}


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

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "GroupFinding":
        return cls(
            title=kept["title"],
            requirement=kept["requirement"],
            verdict=Verdict(kept["verdict"]),
            findings=tuple(Finding.from_json(one) for one in kept["findings"]),
            groups=tuple(cls.from_json(one) for one in kept["groups"]),
            at_least=kept["at_least"],
        )

    def as_json(self) -> dict[str, object]:
        return {
            "title": self.title,
            "requirement": self.requirement,
            "verdict": self.verdict,
            "at_least": self.at_least,
            "findings": [finding.as_json() for finding in self.findings],
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
        return joined([group.verdict for group in self.groups], len(self.groups))

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

    def as_json(self) -> dict[str, object]:
        return {
            "groups": [group.as_json() for group in self.groups],
            "score": self.score.as_json() if self.score else None,
        }


def groups_of(kept: Mapping[str, Any] | None) -> list[GroupFinding]:
    """The groups of a kept evaluation (`Evaluation.as_json`); none where nothing was kept."""
    return [GroupFinding.from_json(group) for group in kept["groups"]] if kept else []


def evaluate(
    definition: SchemeDefinition, inputs: Inputs, marks: Mapping[str, Decimal] | None = None
) -> Evaluation:
    """Judge `inputs` by every criterion of `definition`, with the panel's `marks` where there are
    any. Never raises for missing figures."""
    judge = Judge(definition)
    return in_words(judge, judge(inputs, marks))


def in_words(judge: Judge, judgement: Judgement) -> Evaluation:
    """The verdicts as people read them."""
    words = _Words(judge, judgement)
    groups = tuple(words.group(group) for group in judge.definition.criteria)
    return Evaluation(groups, judgement.score)


class _Words:
    """One judgement put into words."""

    def __init__(self, judge: Judge, judgement: Judgement) -> None:
        self.judge, self.judgement = judge, judgement
        self.decimals = {one.key: one.decimals for one in judge.definition.indicators}

    def group(self, group: CriteriaGroup) -> GroupFinding:
        return GroupFinding(
            title=group.title,
            requirement=f"须满足至少 {group.at_least} 项" if group.at_least else "各项都须满足",
            verdict=self.judge.group_verdict(group, self.judgement),
            findings=tuple(self.criterion(criterion) for criterion in group.criteria),
            groups=tuple(self.group(one) for one in group.groups),
            at_least=group.at_least,
        )

    def criterion(self, criterion: Criterion) -> Finding:
        ruling = self.judgement.rulings[criterion.key]
        if ruling.undecided is not None:
            return _undecided(criterion, ruling)
        if ruling.verdict == Verdict.NEEDS_PERSON:
            return _finding(criterion, ruling, criterion.hint or "由审核人根据材料判断")
        if ruling.verdict == Verdict.CANNOT_TELL:
            cases = "、".join(
                f"{case.label} {SIGNS[criterion.comparison]} {shown(case.threshold, 4)}"
                f" {criterion.unit}".rstrip()
                for case in criterion.cases
            )
            missing = f"要求因情形不同（{cases}，其他按一般要求），填写申报后才能确定"
            if ruling.value is None:
                missing = criterion.hint or "缺少计算所需的数据"
            return _finding(criterion, ruling, missing)
        if criterion.comparison == "is_true":
            met = ruling.verdict == Verdict.MET
            return _finding(criterion, ruling, "符合" if met else criterion.hint or "不符合")
        return _compared(criterion, ruling, self.decimals.get(criterion.indicator, 2))


def _finding(criterion: Criterion, ruling: Ruling, sentence: str) -> Finding:
    return Finding(
        key=criterion.key,
        label=criterion.label,
        verdict=ruling.verdict,
        sentence=sentence,
        source=criterion.source,
        hint=criterion.hint,
        hint_url_name=criterion.hint_url_name,
    )


def _undecided(criterion: Criterion, ruling: Ruling) -> Finding:
    assert ruling.threshold is not None
    value, threshold = str(ruling.undecided), shown(ruling.threshold)
    waits = "待专家评分" if ruling.verdict == Verdict.NEEDS_PERSON else "缺数据"
    sentence = f"{waits}，目前 {value} 分，要求 {SIGNS[criterion.comparison]} {threshold} 分"
    return replace(_finding(criterion, ruling, sentence), value=value, threshold=threshold)


def _compared(criterion: Criterion, ruling: Ruling, decimals: int) -> Finding:
    assert isinstance(ruling.value, Decimal) and ruling.threshold is not None
    unit = criterion.unit
    value, threshold = shown(ruling.value, decimals), shown(ruling.threshold, decimals)
    sentence = f"{value}{unit}，要求 {SIGNS[criterion.comparison]} {threshold}{unit}"
    if ruling.occasion:
        sentence += f"（{ruling.occasion}）"
    shortfall = ""
    if ruling.verdict == Verdict.NOT_MET:
        shortfall = shown(abs(ruling.value - ruling.threshold), decimals)
        sentence += f"，还差 {shortfall}{unit}"
    found = _finding(criterion, ruling, sentence)
    return replace(found, value=value, threshold=threshold, shortfall=shortfall)
