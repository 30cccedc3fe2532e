"""What the editor's form holds: at the beginning, of a definition that is there, and after an act
that changes its shape."""

import re

from django.http import QueryDict

from pages.report_sources import ReportSource
from reports.builder.conditions import OPERATORS, Asks
from reports.builder.definition import (
    MOST_COLUMNS,
    MOST_FILTERS,
    MOST_MEASURES,
    Bucket,
    Condition,
    Definition,
    Function,
    Measure,
    Shape,
)

COUNT = Measure(function=Function.COUNT).key
MOST = {"condition": MOST_FILTERS, "measure": MOST_MEASURES}
DIMENSIONS = ("row-0", "row-1", "across")
USUAL = {"shape": "list", "match": "all", "drawing": "none"}


def indexes(data: QueryDict, kind: str) -> list[int]:
    """The numbers of the form's conditions or measures, in their order, up to the most of them."""
    found = (
        int(match[1])
        for name in data
        if (match := re.fullmatch(rf"{kind}-(\d{{1,2}})(?:-field)?", name))
    )
    return sorted(found)[: MOST[kind]]


def begun(source: ReportSource) -> QueryDict:
    """A new report's form."""
    data = QueryDict(mutable=True)
    data.update({**USUAL, "measure-0": COUNT})
    data.setlist("columns", list(source.usual))
    return data


def of_definition(definition: Definition, source: ReportSource) -> QueryDict:
    """The form of a definition of `source`."""
    data = QueryDict(mutable=True)
    data.update(
        {
            "shape": definition.shape,
            "match": definition.match,
            "order": definition.order.by,
            "direction": "down" if definition.order.descending else "",
            "top": str(definition.top or ""),
            "drawing": definition.drawing,
        }
    )
    data.setlist("columns", list(definition.columns))
    for number, condition in enumerate(definition.conditions):
        name = f"condition-{number}"
        data[f"{name}-field"], data[f"{name}-operator"] = condition.field, condition.operator
        if _is_chosen(condition, source):
            data.setlist(f"{name}-value-0", list(condition.values))
        else:
            data.update({f"{name}-value-{n}": value for n, value in enumerate(condition.values)})
    dimensions = [(f"row-{n}", one) for n, one in enumerate(definition.rows)]
    if definition.across:
        dimensions.append(("across", definition.across))
    for name, dimension in dimensions:
        data[f"{name}-field"] = dimension.field
        data[f"{name}-bucket"] = dimension.bucket or ""
    for number, measure in enumerate(definition.measures):
        data[f"measure-{number}"] = measure.key
    return data


def _is_chosen(condition: Condition, source: ReportSource) -> bool:
    """Whether the values of a condition are ticked, and not written one by one."""
    field = source.by_key.get(condition.field)
    operator = OPERATORS[field.kind].get(condition.operator) if field else None
    return operator is not None and operator.asks == Asks.CHOICES


def changed_by(act: str, sent: QueryDict, source: ReportSource) -> QueryDict:
    """The form after an act such as "column_up:name"; an act that is not there changes nothing.
    What must be chosen and is not yet is set to what is usual."""
    data = sent.copy()
    name, _, what = act.partition(":")
    columns = [one for one in dict.fromkeys(data.getlist("columns")) if one]
    match name:
        case "column_add" if what in source.by_key and len(columns) < MOST_COLUMNS:
            columns.append(what)
        case "column_remove":
            columns = [one for one in columns if one != what]
        case "column_up" | "column_down":
            columns = _moved(columns, what, -1 if name == "column_up" else 1)
        case "condition_add" if what in source.by_key:
            _add(data, "condition", "-field", what)
        case "condition_remove" | "measure_remove":
            _remove(data, name.removesuffix("_remove"), what)
        case "measure_add":
            _add(data, "measure", "", COUNT)
    data.setlist("columns", columns)
    _settle(data, source)
    return data


def _moved(columns: list[str], key: str, by: int) -> list[str]:
    if key not in columns:
        return columns
    place = columns.index(key)
    rest = [one for one in columns if one != key]
    to = max(0, place + by)
    return [*rest[:to], key, *rest[to:]]


def _add(data: QueryDict, kind: str, ending: str, value: str) -> None:
    there = indexes(data, kind)
    if len(there) < MOST[kind]:
        free = next(n for n in range(99) if n not in there)
        data[f"{kind}-{free}{ending}"] = value


def _remove(data: QueryDict, kind: str, number: str) -> None:
    for name in [one for one in data if re.fullmatch(rf"{kind}-{re.escape(number)}(-.*)?", one)]:
        del data[name]


def _settle(data: QueryDict, source: ReportSource) -> None:
    """Give what has no answer yet the usual one: an operator that is none of a field's, the order
    of another shape."""
    for name, usual in USUAL.items():
        data.setdefault(name, usual)
    for number in indexes(data, "condition"):
        name = f"condition-{number}"
        field = source.by_key.get(data.get(f"{name}-field", ""))
        operators = OPERATORS[field.kind] if field else {}
        if operators and data.get(f"{name}-operator") not in operators:
            data[f"{name}-operator"] = next(iter(operators))
            for value in (f"{name}-value-0", f"{name}-value-1"):
                data.pop(value, None)
    for name in DIMENSIONS:
        field = source.by_key.get(data.get(f"{name}-field", ""))
        if field is not None and field.kind.is_time and not data.get(f"{name}-bucket"):
            data[f"{name}-bucket"] = Bucket.YEAR
    is_sums = data["shape"] == Shape.SUMS
    if is_sums and not indexes(data, "measure"):
        data["measure-0"] = COUNT
    measures = [data[f"measure-{n}"] for n in indexes(data, "measure")]
    if data.get("order", "") not in (measures if is_sums else data.getlist("columns")):
        data["order"] = ""
