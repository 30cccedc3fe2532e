"""Judging an enterprise and its answers by the criteria of a scheme: pure, and the same for
self-check, review, simulation and replay."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from enterprises.rules.size_class import LABELS as SIZES
from schemes.definition.criteria import CriteriaGroup, Criterion
from schemes.definition.scheme import SchemeDefinition
from schemes.evaluation.indicators import Inputs
from schemes.evaluation.judging import Judge, Judgement, Ruling, Verdict, joined
from schemes.evaluation.missing import what_gives_no_value, what_is_missing
from schemes.evaluation.scoring import ScoreResult, shown
from schemes.expressions.numbers import Exact

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
MOST_DECIMALS = 10
SIZE = "enterprise.size_class"


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
        return "需核对" if self.is_doubtful else LABELS[self.verdict]

    @property
    def is_doubtful(self) -> bool:
        """Whether its value cannot be right: somebody is to look before it counts."""
        doubted = self.verdict == Verdict.NEEDS_PERSON and not self.threshold
        return doubted and bool(self.value) and not self.judged

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
    def doubtful(self) -> int:
        """How many conditions have figures that are to be checked first."""
        return sum(finding.is_doubtful for finding in self.findings)

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
    return in_words(judge, judge(inputs, marks), inputs)


def in_words(judge: Judge, judgement: Judgement, inputs: Inputs) -> Evaluation:
    """The verdicts on `inputs` as people read them."""
    words = _Words(judge, judgement, inputs)
    groups = tuple(words.group(group) for group in judge.definition.criteria)
    return Evaluation(groups, judgement.score)


class _Words:
    """One judgement put into words."""

    def __init__(self, judge: Judge, judgement: Judgement, inputs: Inputs) -> None:
        self.judge, self.judgement, self.inputs = judge, judgement, inputs
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
        decimals = self.decimals.get(criterion.indicator, 2)
        if ruling.undecided is not None:
            return _undecided(criterion, ruling)
        if ruling.verdict == Verdict.NEEDS_PERSON and _is_doubted(ruling):
            return _doubted(criterion, ruling, decimals)
        if ruling.verdict == Verdict.NEEDS_PERSON:
            return _finding(criterion, ruling, self._for_a_person(criterion, ruling, decimals))
        if ruling.verdict == Verdict.CANNOT_TELL:
            return _finding(criterion, ruling, self._untold(criterion, ruling))
        if ruling.threshold is None:
            met = ruling.verdict == Verdict.MET
            told = "符合" if met else criterion.unmet or criterion.hint or "不符合"
            return _finding(criterion, ruling, f"{self._size(criterion)}{told}")
        return _compared(criterion, ruling, decimals)

    def _for_a_person(self, criterion: Criterion, ruling: Ruling, decimals: int) -> str:
        if criterion.comparison == "person":
            return criterion.hint or "由审核人根据材料判断"
        if ruling.value is not None:
            stated = "填报为符合"
            if ruling.threshold is not None:
                stated = f"填报为 {_told(criterion, ruling, decimals)}"
            return f"{stated}，没有证明材料，由审核人核实"
        reads = self.judge.reads.get(criterion.indicator, ())
        why = what_gives_no_value(reads, self.inputs)
        return f"{why}，算不出这一项，由审核人判断" if why else "按现有数据算不出，由审核人判断"

    def _size(self, criterion: Criterion) -> str:
        """By which year-end figures the enterprise is of which size, where that decides."""
        reads = self.judge.reads.get(criterion.indicator, frozenset())
        size = SIZES.get(str(self.inputs.enterprise.get("size_class")))
        if SIZE not in reads or not size or self.inputs.last_year is None:
            return ""
        return f"按 {self.inputs.last_year} 年末数据为{size}企业，"

    def _untold(self, criterion: Criterion, ruling: Ruling) -> str:
        if ruling.value is not None:
            cases = "、".join(
                f"{case.words} {SIGNS[criterion.comparison]} {shown(case.threshold, 4)}"
                f" {criterion.unit}".rstrip()
                for case in criterion.cases
            )
            return f"要求因情形不同（{cases}，其他按一般要求），填写申报后才能确定"
        reads = self.judge.reads.get(criterion.indicator, frozenset())
        if SIZE in reads and self.inputs.last_year is not None:
            return f"{self.inputs.last_year} 年末的企业规模不能确定；{criterion.hint}".rstrip("；")
        missing = what_is_missing(reads, self.inputs)
        told = [text for text in (missing, criterion.hint) if text]
        return "；".join(told) or "缺少计算所需的数据"


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


def _is_doubted(ruling: Ruling) -> bool:
    """Whether there is a value that cannot be right; what was only stated has its threshold."""
    return isinstance(ruling.value, Decimal | Fraction) and ruling.threshold is None


def _doubted(criterion: Criterion, ruling: Ruling, decimals: int) -> Finding:
    assert isinstance(ruling.value, Decimal | Fraction)
    # As many decimals as it takes to see that it is more.
    closer = (shown(ruling.value, digits) for digits in range(decimals, MOST_DECIMALS))
    value = next((text for text in closer if text != "100"), shown(ruling.value, MOST_DECIMALS))
    sentence = f"{value}{criterion.unit}，超过 100%，请核对填报的金额和单位"
    return replace(_finding(criterion, ruling, sentence), value=value)


def _undecided(criterion: Criterion, ruling: Ruling) -> Finding:
    assert ruling.threshold is not None
    value, threshold = str(ruling.undecided), shown(ruling.threshold)
    asked = f"目前 {value} 分，要求 {SIGNS[criterion.comparison]} {threshold} 分"
    if ruling.verdict == Verdict.NEEDS_PERSON and not ruling.for_experts:
        # No threshold is kept: it is for a reviewer to judge, not for a panel to mark.
        return _finding(criterion, ruling, f"{asked}，没有证明或算不出的评分项由审核人核实")
    waits = "待专家评分" if ruling.verdict == Verdict.NEEDS_PERSON else "缺数据"
    sentence = f"{waits}，{asked}"
    return replace(_finding(criterion, ruling, sentence), value=value, threshold=threshold)


def _compared(criterion: Criterion, ruling: Ruling, decimals: int) -> Finding:
    assert isinstance(ruling.value, Decimal | Fraction) and ruling.threshold is not None
    unit = criterion.unit
    decimals = _telling(ruling.value, ruling.threshold, decimals)
    value, threshold = shown(ruling.value, decimals), shown(ruling.threshold, decimals)
    sentence = _told(criterion, ruling, decimals)
    if ruling.occasion:
        sentence += f"（{ruling.occasion}）"
    shortfall = ""
    if ruling.verdict == Verdict.NOT_MET:
        short = abs(Fraction(ruling.value) - Fraction(ruling.threshold))
        shortfall = shown(short, decimals)
        sentence += f"，还差 {shortfall}{' 个百分点' if unit == '%' else unit}"
    found = _finding(criterion, ruling, sentence)
    return replace(found, value=value, threshold=threshold, shortfall=shortfall)


def _told(criterion: Criterion, ruling: Ruling, decimals: int) -> str:
    """The value and what is asked."""
    assert isinstance(ruling.value, Decimal | Fraction) and ruling.threshold is not None
    unit, sign = criterion.unit, SIGNS[criterion.comparison]
    value, threshold = shown(ruling.value, decimals), shown(ruling.threshold, decimals)
    return f"{value}{unit}，要求 {sign} {threshold}{unit}"


def _telling(value: Exact, threshold: Exact, decimals: int) -> int:
    """As many decimals as keep a value beside its threshold from looking like it."""
    while value != threshold and decimals < MOST_DECIMALS:
        if shown(value, decimals) != shown(threshold, decimals):
            break
        decimals += 1
    return decimals
