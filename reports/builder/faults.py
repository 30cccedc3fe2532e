"""What is wrong with a definition, in words: what a report without faults asks for can be run."""

from collections import Counter
from collections.abc import Iterator

from pages.report_sources import FieldKind, ReportField, ReportSource
from reports.builder.conditions import OPERATORS, Unreadable, read_values
from reports.builder.definition import (
    Condition,
    Definition,
    Dimension,
    Drawing,
    Function,
    Measure,
    Shape,
)

FUNCTIONS: dict[Function, str] = {
    Function.COUNT: "数量",
    Function.SUM: "合计",
    Function.MEAN: "平均",
    Function.MIN: "最小",
    Function.MAX: "最大",
    Function.DISTINCT: "不重复个数",
}
MOST_MEASURES_DRAWN = 4
GONE_SOURCE = "这张报表的数据来源已不存在或不向您开放，请另建报表。"


def functions_of(field: ReportField) -> tuple[Function, ...]:
    """What may be computed of a field."""
    if field.personal:
        return ()
    if field.kind.is_figure and field.summed:
        return (Function.SUM, Function.MEAN, Function.MIN, Function.MAX, Function.DISTINCT)
    if field.kind.is_time or field.kind.is_figure:
        return (Function.MIN, Function.MAX, Function.DISTINCT)
    return (Function.DISTINCT,)


def faults(definition: Definition, source: ReportSource | None) -> list[str]:
    """All that keeps a report from being run."""
    if source is None:
        return [GONE_SOURCE]
    gone = [key for key in dict.fromkeys(definition.fields_named()) if key not in source.by_key]
    if gone:
        names = "、".join(f"“{definition.names.get(key, key)}”" for key in gone)
        return [f"数据来源中已没有字段{names}，请在编辑页删去或换一个。"]
    found = [*_of_conditions(definition, source)]
    if definition.shape == Shape.LIST:
        found += _of_list(definition)
    else:
        found += [*_of_sums(definition, source), *_of_drawing(definition)]
    return found


def _of_conditions(definition: Definition, source: ReportSource) -> Iterator[str]:
    for one in definition.conditions:
        field = source.by_key[one.field]
        if problem := problem_of(one, field):
            yield f"筛选条件“{field.label}”：{problem}"


def problem_of(condition: Condition, field: ReportField) -> str:
    """What is wrong with a condition on `field`; "" if nothing is."""
    if not field.may_be_filtered:
        return "个人信息不能作为筛选条件。"
    operator = OPERATORS[field.kind].get(condition.operator)
    if operator is None:
        return "请选择比较方式。"
    try:
        read_values(field, operator, condition.values)
    except Unreadable as wrong:
        return str(wrong)
    return ""


def _of_list(definition: Definition) -> Iterator[str]:
    if not definition.columns:
        yield "请至少选择一列。"
    if definition.order.by and definition.order.by not in definition.columns:
        yield "排序的列不在所选的列中，请重新选择排序。"


def _of_sums(definition: Definition, source: ReportSource) -> Iterator[str]:
    if not definition.measures:
        yield "请至少选择一个统计量。"
    for dimension in definition.dimensions:
        yield from _of_dimension(dimension, source.by_key[dimension.field])
    if twice := [key for key, n in Counter(definition.dimensions).items() if n > 1]:
        labels = "、".join(source.by_key[one.field].label for one in twice)
        yield f"“{labels}”用了两次，行和列请选不同的字段。"
    for measure in definition.measures:
        yield from _of_measure(measure, source)
    if len(set(definition.measures)) < len(definition.measures):
        yield "有两个统计量相同，请删去一个。"
    keys = [one.key for one in definition.measures]
    if definition.order.by and definition.order.by not in keys:
        yield "排序的统计量不在所选的统计量中，请重新选择排序。"
    if definition.top and not definition.rows:
        yield "没有按行分组，不能只取前几名。"


def _of_dimension(dimension: Dimension, field: ReportField) -> Iterator[str]:
    if not field.may_be_grouped:
        yield f"“{field.label}”不能用来分组。"
    elif field.kind.is_time and dimension.bucket is None:
        yield f"“{field.label}”请选择按年、按季度还是按月分组。"


def _of_measure(measure: Measure, source: ReportSource) -> Iterator[str]:
    if measure.function == Function.COUNT:
        return
    field = source.by_key.get(measure.field)
    if field is None:
        yield f"统计量“{FUNCTIONS[measure.function]}”请选择字段。"
    elif measure.function not in functions_of(field):
        yield f"“{field.label}”不能计算{FUNCTIONS[measure.function]}。"


def _of_drawing(definition: Definition) -> Iterator[str]:
    if definition.drawing == Drawing.NONE:
        return
    if len(definition.rows) != 1:
        yield "图表只画一个行分组，请只选一个行分组，或不画图。"
    if definition.drawing == Drawing.STACKED and definition.across is None:
        yield "堆积图需要列分组，请选择列分组，或改画条形图。"


def unit_of(measure: Measure, source: ReportSource) -> str:
    """What the figures of a measure are counted in."""
    if measure.function == Function.COUNT:
        return source.counter
    if measure.function == Function.DISTINCT:
        return "个"
    field = source.by_key[measure.field]
    return field.unit or ("万元" if field.kind == FieldKind.MONEY else "")


def words_of(measure: Measure, source: ReportSource) -> str:
    """What a measure is called: 企业数量（家）, 营业收入合计（万元）."""
    if measure.function == Function.COUNT:
        name = f"{source.noun}数量"
    else:
        name = f"{source.by_key[measure.field].label}{FUNCTIONS[measure.function]}"
    unit = unit_of(measure, source)
    return f"{name}（{unit}）" if unit else name
