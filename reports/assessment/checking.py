"""What is wrong with an indicator or a set of them, in Chinese words beside the field."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reports.assessment.indicators import BONUS, PENALTY, Indicator, IndicatorSet
from reports.assessment.parameters import CompletionScorer, PlanTask
from schemes.checking.problems import path_of_error, words_of

WHOLE = Decimal(100)

FIELD_WORDS = {
    "code": "编号", "name": "名称", "head": "一级指标", "kind": "类别", "weight": "权重",
    "unit": "单位", "digits": "小数位", "factor": "倍数", "direction": "方向",
    "numerator": "分子（统计内容）", "denominator": "分母", "source": "数据来源",
    "window": "统计期", "scorer": "计分办法", "missing": "缺数据时", "example": "算例",
    "owner": "责任单位", "title": "名称", "bonus_ceiling": "加分上限",
    "penalty_ceiling": "扣分上限", "vetoes": "一票否决情形", "indicators": "指标",
    "x_no": "不容许值", "x_yes": "满意值", "value": "数值", "share": "占任务的比例",
    "percent": "百分位", "above": "超过满分", "ceiling": "最高分", "task": "任务", "cap": "上限",
    "c": "极差分 c", "d": "起点分 d", "anchors": "分段", "points": "分数", "each": "每次分值",
    "most_points": "最多得分", "metrics": "计划指标", "figure": "数据项",
    "department": "填报部门", "manual": "填写依据", "first": "起日", "last": "止日",
    "cause": "情形",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong. `indicator` is the code of the indicator ("" for the set as a whole), `field`
    the name of its field, dotted where it lies inside another ("scorer.x_yes"); `message` names
    both in words."""

    indicator: str
    field: str
    message: str


def read_indicator(data: Mapping[str, Any]) -> tuple[Indicator | None, list[Problem]]:
    """An indicator as a form or a file holds it, or what is wrong with it."""
    try:
        return Indicator.model_validate(data), []
    except ValidationError as wrong:
        code, name = str(data.get("code") or ""), str(data.get("name") or "")
        return None, [
            _problem(code, name, _field(path_of_error(error)), _words(error))
            for error in wrong.errors()
        ]


def problems_of(
    indicators: IndicatorSet,
    *,
    figures: Collection[str],
    metrics: Collection[str] | None = None,
) -> list[Problem]:
    """What keeps a set from being used. `figures` are the keys of `pages.district_figures` that
    are registered, `metrics` those of `pages.metrics` (None: not checked)."""
    return [
        *_codes_used_twice(indicators),
        *_wrong_weights(indicators),
        *_sources_gone(indicators, figures, metrics),
    ]


def _codes_used_twice(indicators: IndicatorSet) -> Iterator[Problem]:
    used = Counter(one.code for one in indicators.indicators)
    for one in indicators.indicators:
        if used[one.code] > 1:
            yield _problem(one.code, one.name, "code", f"编号“{one.code}”用了 {used[one.code]} 次")
    causes = Counter(one.code for one in indicators.vetoes)
    for code in (code for code, times in causes.items() if times > 1):
        yield Problem("", "vetoes", f"一票否决情形的编号“{code}”用了 {causes[code]} 次。")


def _wrong_weights(indicators: IndicatorSet) -> Iterator[Problem]:
    if not indicators.indicators:
        yield Problem("", "indicators", "还没有指标。")
    elif (total := indicators.weight) != WHOLE:
        gap = abs(WHOLE - total)
        way = "少" if total < WHOLE else "多"
        yield Problem("", "weight", f"计分指标的权重合计应为 100，现在是 {total}，{way} {gap}。")
    for kind, ceiling, field in (
        (BONUS, indicators.bonus_ceiling, "bonus_ceiling"),
        (PENALTY, indicators.penalty_ceiling, "penalty_ceiling"),
    ):
        for one in indicators.of_kind(kind):
            if one.weight > ceiling:
                words = f"单项最多 {one.weight} 分，超过了{FIELD_WORDS[field]} {ceiling} 分"
                yield _problem(one.code, one.name, "weight", words)


def _sources_gone(
    indicators: IndicatorSet, figures: Collection[str], metrics: Collection[str] | None
) -> Iterator[Problem]:
    for one in indicators.indicators:
        if one.figure and one.figure not in figures:
            words = f"平台没有“{one.figure}”这项数据，请改选数据项，或改由部门填报"
            yield _problem(one.code, one.name, "source", words)
        match one.scorer:
            case CompletionScorer(task=PlanTask(metrics=keys)) if metrics is not None:
                if gone := [key for key in keys if key not in metrics]:
                    words = f"计划里没有“{'、'.join(gone)}”这项指标，请改选，或逐区填写任务"
                    yield _problem(one.code, one.name, "scorer.task", words)


def _words(error: ErrorDetails) -> str:
    return "请选择" if error["type"].startswith("union_tag") else words_of(error)


def _field(path: tuple[str | int, ...]) -> str:
    """The path of an error without the tags of unions, which are no fields."""
    tags = {
        "figure", "department", "manual", "power", "completion", "range", "anchors", "count",
        "lateness", "yes_no", "fixed", "last_year", "target", "percentile", "plan", "typed",
        "round", "custom",
    }  # fmt: skip
    steps = [
        str(step)
        for place, step in enumerate(path)
        if not (place and step in tags and path[place - 1] in _UNIONS)
    ]
    return ".".join(steps)


_UNIONS = {"source", "window", "scorer", "x_no", "x_yes", "task"}


def _problem(code: str, name: str, field: str, words: str) -> Problem:
    named = code + (f"“{name}”" if name else "")
    said = " ".join(f"第 {int(step) + 1} 项" if step.isdigit() else FIELD_WORDS.get(step, step)
                    for step in field.split(".") if step)  # fmt: skip
    return Problem(code, field, f"指标 {named}的{said}：{words.rstrip('。')}。")
