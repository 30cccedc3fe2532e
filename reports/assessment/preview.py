"""A trial of an indicator on the figures as they stand today, before it is saved."""

from dataclasses import dataclass
from decimal import Decimal

from reports.assessment.basis import resolve
from reports.assessment.figures import measured
from reports.assessment.indicators import Indicator
from reports.assessment.parameters import CompletionScorer, PlanTask
from reports.assessment.plan_tasks import plan_tasks
from reports.assessment.rounds import participants
from reports.assessment.scorers import Line, score
from reports.assessment.scoring import values_of
from reports.assessment.words import value_in_words
from reports.assessment.written import written
from reports.models import AssessmentRound


@dataclass(frozen=True)
class TrialLine:
    """What a district would get."""

    district: str
    value: str
    points: str
    formula: str
    note: str


@dataclass(frozen=True)
class Preview:
    """The lines of all districts, and why there may be none."""

    lines: tuple[TrialLine, ...]
    why: str = ""


def preview_of(one: AssessmentRound, indicator: Indicator) -> Preview:
    """Score the indicator by its registered figure as it stands now, over the round's period."""
    found = measured(indicator, one)
    if found is None:
        gone = indicator.figure and f"平台没有“{indicator.figure}”这项数据，请改选。"
        return Preview((), gone or "这一项由部门填报或人工填写，录入数值后才有得分。")
    places = participants()
    values: dict[int, Decimal | None] = {
        place.pk: indicator.value_of(found.get(place.pk)) for place in places
    }
    last = values_of(one.based_on).get(indicator.code, {}) if one.based_on_id else {}
    scorer, tasks = indicator.scorer, {}
    if isinstance(scorer, CompletionScorer) and isinstance(scorer.task, PlanTask):
        tasks = plan_tasks(scorer.task.metrics, *indicator.days(one.starts_on, one.ends_on))
    lines = score(indicator, values, resolve(indicator, values, last=last, tasks=tasks))
    return Preview(tuple(_shown(place.short_name, indicator, lines[place.pk]) for place in places))


def _shown(name: str, indicator: Indicator, line: Line) -> TrialLine:
    return TrialLine(
        name, value_in_words(indicator, line.value), written(line.weighted), line.formula, line.note
    )
