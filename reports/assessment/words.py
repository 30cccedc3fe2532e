"""An indicator in Chinese words: what is counted, and how it becomes points."""

from decimal import Decimal

from reports.assessment.basis import Basis
from reports.assessment.indicators import (
    LESS,
    DepartmentSource,
    FigureSource,
    Indicator,
    Source,
)
from reports.assessment.parameters import (
    AnchorsScorer,
    CompletionScorer,
    CountScorer,
    FixedMark,
    FixedTask,
    LastYearMark,
    LatenessScorer,
    ManualScorer,
    Mark,
    PercentileMark,
    PlanTask,
    PowerScorer,
    RangeScorer,
    YesNoScorer,
)
from reports.assessment.written import plain, written

CHANGE = "个百分点"


def value_in_words(indicator: Indicator, value: Decimal | None) -> str:
    """4.6%, 48 天, +0.21 个百分点 (a change has its sign); — where there is none."""
    if value is None:
        return "—"
    unit = indicator.unit
    sign = "+" if unit == CHANGE and value > 0 else ""
    return f"{sign}{written(value, indicator.digits)}{unit if unit == '%' else f' {unit}'.rstrip()}"


def definition(indicator: Indicator) -> str:
    """What the figure is: numerator, and what it is divided by."""
    if not indicator.denominator:
        return indicator.numerator
    return f"{indicator.numerator} ÷ {indicator.denominator}"


def how(indicator: Indicator, basis: Basis | None = None) -> str:
    """How the figure becomes points, with the marks that were resolved where `basis` is given."""
    scorer = indicator.scorer
    match scorer:
        case PowerScorer():
            marks = basis or Basis()
            no = _mark(indicator, scorer.x_no, marks.x_no, "最差值")
            yes = _mark(indicator, scorer.x_yes, marks.x_yes, "最好值")
            rest = f"，超过满分最多记 {plain(scorer.most)} 分" if scorer.most > 100 else ""
            turned = "，越低越好" if indicator.direction == LESS else ""
            return f"{no}记 60 分，{yes}记 100 分，按比例计{rest}{turned}"
        case CompletionScorer(task=task):
            match task:
                case FixedTask(value=value):
                    asked = value_in_words(indicator, value)
                case PlanTask():
                    asked = "计划分解到本区市的任务"
                case _:
                    asked = "本轮确定的任务"
            return f"实际 ÷ {asked}，上限 {plain(scorer.most)}%"
        case RangeScorer(c=c, d=d):
            return f"最差的区市记 {plain(d)} 分，最好的记 {plain(c + d)} 分，其余按比例计"
        case AnchorsScorer(anchors=anchors):
            return "，".join(
                f"{value_in_words(indicator, one.value)} 记 {plain(one.points)} 分"
                for one in anchors
            )
        case CountScorer(each=each):
            return f"每{indicator.unit or '次'} {plain(each)} 分，最多 {plain(indicator.most)} 分"
        case LatenessScorer(each=each):
            weight = plain(indicator.weight)
            return f"满分 {weight} 分，每{indicator.unit or '次'}扣 {plain(each)} 分，扣完为止"
        case YesNoScorer():
            return "否记满分，是不得分" if indicator.direction == LESS else "是记满分，否不得分"
        case ManualScorer():
            return "由人按佐证评定，0 至 100 分"


def source_in_words(source: Source, labels: dict[str, str]) -> str:
    """Where the figure comes from; `labels` are those of the registered figures by key. One that
    is gone is named as such."""
    match source:
        case FigureSource(figure=key):
            return f"平台数据：{labels[key]}" if key in labels else f"平台数据“{key}”已不存在"
        case DepartmentSource(department=name):
            return f"{name}填报确认"
        case _:
            return f"市级录入：{source.manual}"


def _mark(indicator: Indicator, mark: Mark, resolved: Decimal | None, end: str) -> str:
    match mark:
        case FixedMark(value=value):
            return f"{value_in_words(indicator, value)} "
        case LastYearMark():
            words = f"上期各区市{end}"
        case PercentileMark(percent=percent):
            words = f"各区市第 {plain(percent)} 百分位"
        case _:
            words = f"任务的 {plain(mark.share * 100)}%"
    return words if resolved is None else f"{words}（{value_in_words(indicator, resolved)}）"
