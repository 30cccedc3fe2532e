"""Trying a scheme's conditions on the whole registry: who would pass, and what fails most."""

import gc
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone

from enterprises.figures import Facts, facts_between
from enterprises.models import Enterprise
from procedures.cases.actions.start_application import prefilled
from procedures.cases.outcomes import held_between
from procedures.cases.submission import inputs_with_answers
from procedures.models import Application
from schemes.answers import Answers
from schemes.evaluation.judging import Judge, Judgement, Ruling, Verdict
from schemes.models import SchemeVersion

CHUNK = 4000
ANSWER = re.compile(r"answers\.(\w+)")
PASSED = (Verdict.MET, Verdict.NEEDS_PERSON)


@dataclass
class Tally:
    """Counts over enterprises, each by the verdict on the whole of its conditions.

    `by_district` and `by_industry` hold, for each name or two-digit code, how many enterprises
    there are, how many passed, of how many it cannot be told, and how many of those that passed
    have points of experts still to come (`waiting` in all); `by_criterion` the verdicts on
    each condition; `only` how many would pass but for that one, which they fail or cannot be told
    of.
    """

    enterprises: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    by_district: dict[str, list[int]] = field(default_factory=dict)
    by_industry: dict[str, list[int]] = field(default_factory=dict)
    by_criterion: dict[str, Counter[str]] = field(default_factory=dict)
    only: Counter[str] = field(default_factory=Counter)
    waiting: int = 0

    def count(self, facts: Facts, verdict: Verdict, judgement: Judgement) -> None:
        """Count one enterprise."""
        passed = verdict in PASSED
        waits = verdict == Verdict.NEEDS_PERSON and any(
            map(_waits_for_experts, judgement.rulings.values())
        )
        self.enterprises += 1
        self.waiting += waits
        self.verdicts[verdict] += 1
        industry = (facts.enterprise["industry_code"] or "")[:2]
        for counts, name in (
            (self.by_district, facts.enterprise["district"]),
            (self.by_industry, industry),
        ):
            entry = counts.get(name) or counts.setdefault(name, [0, 0, 0, 0])
            entry[0] += 1
            entry[1] += passed
            entry[2] += verdict == Verdict.CANNOT_TELL
            entry[3] += waits
        open_ = []
        for key, ruling in judgement.rulings.items():
            counted = self.by_criterion.get(key) or self.by_criterion.setdefault(key, Counter())
            counted[ruling.verdict] += 1
            if ruling.verdict not in PASSED:
                open_.append(key)
        if len(open_) == 1 and not passed:
            self.only[open_[0]] += 1

    @property
    def passed(self) -> int:
        return sum(self.verdicts[verdict] for verdict in PASSED)

    @property
    def fulfilled(self) -> int:
        """Those whose conditions leave nothing open that a computer or an expert counts."""
        return self.passed - self.waiting

    def add(self, other: "Tally") -> None:
        """Count what `other` has counted, too."""
        self.enterprises += other.enterprises
        self.verdicts += other.verdicts
        self.only += other.only
        self.waiting += other.waiting
        for key, counts in other.by_criterion.items():
            self.by_criterion.setdefault(key, Counter()).update(counts)
        for mine, theirs in (
            (self.by_district, other.by_district),
            (self.by_industry, other.by_industry),
        ):
            for name, entry in theirs.items():
                present = mine.get(name, [0] * len(entry))
                mine[name] = [one + more for one, more in zip(present, entry, strict=True)]

    def as_json(self) -> dict[str, object]:
        return {
            "enterprises": self.enterprises,
            "verdicts": dict(self.verdicts),
            "by_district": self.by_district,
            "by_industry": self.by_industry,
            "by_criterion": {key: dict(counts) for key, counts in self.by_criterion.items()},
            "only": dict(self.only),
            "waiting": self.waiting,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Tally":
        """What `as_json` kept."""
        return cls(
            enterprises=kept["enterprises"],
            verdicts=Counter(kept["verdicts"]),
            by_district=kept["by_district"],
            by_industry=kept["by_industry"],
            by_criterion={key: Counter(counts) for key, counts in kept["by_criterion"].items()},
            only=Counter(kept["only"]),
            waiting=kept.get("waiting", 0),
        )


def _waits_for_experts(ruling: Ruling) -> bool:
    return ruling.verdict == Verdict.NEEDS_PERSON and ruling.for_experts


@dataclass
class Comparison:
    """The same enterprises under an earlier version: who gains, who loses."""

    passed: int = 0
    gained: int = 0
    lost: int = 0

    def add(self, other: "Comparison") -> None:
        self.passed += other.passed
        self.gained += other.gained
        self.lost += other.lost

    def count(self, passed_before: bool, passes_now: bool) -> None:
        self.passed += passed_before
        self.gained += passes_now and not passed_before
        self.lost += passed_before and not passes_now


def chunks() -> Iterator[tuple[int, int]]:
    """First and last id of successive parts of the registry, in the active scope."""
    ends = Enterprise.objects.aggregate(first=Min("organisation_id"), last=Max("organisation_id"))
    if ends["first"] is None:
        return
    for first in range(ends["first"], ends["last"] + 1, CHUNK):
        yield first, min(first + CHUNK - 1, ends["last"])


class Trial:
    """A version made ready to be tried on many enterprises."""

    def __init__(self, version: SchemeVersion, *, is_filed: bool = True) -> None:
        """Judge as if filings were made today; where nothing `is_filed`, by the last reported year.

        Raises `ValidationError` or `ExpressionError` for a version that has problems.
        """
        self.version = version
        self.last_year = timezone.localdate().year - 1 if is_filed else None
        self.judge = Judge(version.parsed)
        expressions = [one.expression for one in version.parsed.indicators]
        expressions += [
            case.when
            for group in version.parsed.criteria
            for criterion in group.all_criteria()
            for case in criterion.cases
        ]
        # Of what the registry could fill in, only what a condition looks at.
        self.asked = {name for text in expressions for name in ANSWER.findall(text)}

    def results(self, first: int, last: int, facts: list[Facts]) -> list[tuple[Verdict, Judgement]]:
        """The verdict on each of `facts`, which are those of organisations `first` to `last`.

        The answers are those of the last filing under the scheme, else what the registry fills in.
        """
        held = held_between(first, last)
        filed = self._filed(first, last)
        results = []
        for one in facts:
            answers = filed.get(one.organisation_id)
            if answers is None:
                answers = prefilled(self.version, one, self.last_year, only=self.asked)
            certificates = held.get(one.organisation_id, ())
            inputs = inputs_with_answers(one, answers, certificates, last_year=self.last_year)
            judgement = self.judge(inputs)
            results.append((self.judge.verdict(judgement), judgement))
        return results

    def _filed(self, first: int, last: int) -> dict[int, Answers]:
        rows = (
            Application.objects.filter(
                organisation_id__gte=first,
                organisation_id__lte=last,
                scheme_version__scheme_id=self.version.scheme_id,
                submitted_at__isnull=False,
            )
            .order_by("organisation_id", "-id")
            .distinct("organisation_id")
        )
        return dict(rows.values_list("organisation_id", "answers"))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing here makes cycles, and the collector would walk a part's hundred thousand values
    again and again: a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collector()
def try_part(
    trial: Trial, earlier: Trial | None, first: int, last: int
) -> tuple[Tally, Comparison]:
    """What organisations `first` to `last` come to, in the active scope."""
    tally, comparison = Tally(), Comparison()
    facts = facts_between(first, last)
    results = trial.results(first, last, facts)
    for one, (verdict, judgement) in zip(facts, results, strict=True):
        tally.count(one, verdict, judgement)
    if earlier is not None:
        before = earlier.results(first, last, facts)
        for (verdict, _), (verdict_before, _) in zip(results, before, strict=True):
            comparison.count(verdict_before in PASSED, verdict in PASSED)
    return tally, comparison
