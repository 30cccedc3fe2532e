"""The form of a report: from what the browser sends to a definition, and back.

The whole form is sent with every change and comes back with what it asks for next: a condition's
operators follow its field, its values its operator. A button that changes the form's shape sends
an act besides (`changed_by`), so that everything works without a script, too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from pages.report_sources import ReportField, ReportSource
from reports.builder.conditions import OPERATORS, Asks, Operator, Unreadable, read_values
from reports.builder.definition import (
    LONGEST_VALUE,
    MOST_COLUMNS,
    MOST_FILTERS,
    MOST_TOP,
    Bucket,
    Condition,
    Definition,
    Dimension,
    Drawing,
    Function,
    Measure,
    Order,
    Shape,
)
from reports.builder.editor_acts import indexes
from reports.builder.faults import FUNCTIONS, faults, functions_of, words_of

SHAPES = ((Shape.LIST, "明细：逐行列出"), (Shape.SUMS, "汇总：分组统计"))
BUCKETS = (
    ("", "请选择"),
    (Bucket.YEAR, "按年"),
    (Bucket.QUARTER, "按季度"),
    (Bucket.MONTH, "按月"),
)
DRAWINGS = (
    (Drawing.NONE, "不画图"), (Drawing.BAR, "条形图"), (Drawing.STACKED, "堆积图"),
    (Drawing.LINE, "折线图"),
)  # fmt: skip
MATCHES = (("all", "同时满足全部条件"), ("any", "满足任一条件"))
DIRECTIONS = (("", "从小到大"), ("down", "从大到小"))
DIMENSIONS = (("row-0", "行分组一"), ("row-1", "行分组二"), ("across", "列分组"))
NOT_THERE = "“%(value)s”已不存在，请重新选择。"
LONGEST_KEY = 60
Choices = list[tuple[Any, Any]]


@dataclass(frozen=True)
class ConditionRow:
    """The fields of one condition as a page shows them; `number` names it in acts."""

    number: int
    label: str
    field: BoundField
    operator: BoundField | None
    values: tuple[BoundField, ...]


class ReportEditor(forms.Form):
    """The definition of a report of one source, as it is being put together. `names` are the
    labels that fields had, for those that are gone. Until it `is_final`, a condition that nothing
    was written into yet is left out, and no mistake."""

    def __init__(
        self,
        source: ReportSource,
        data: QueryDict,
        names: Mapping[str, str] | None = None,
        *,
        is_final: bool = True,
    ) -> None:
        super().__init__(data)
        self._is_final = is_final
        self._needed: list[str] = []
        self.report_source, self.sent, self.names = source, data, names or {}
        # What each condition asks for, by its number, where its field and operator are known.
        self._asked: dict[int, tuple[ReportField, Operator]] = {}
        self._add_shape()
        for number in indexes(data, "condition"):
            self._add_condition(number)
        self._add_dimensions()
        for number in indexes(data, "measure"):
            self._add(f"measure-{number}", "统计量", self._measures())
        self._add_order()

    # --- fields ---------------------------------------------------------------------------------

    def _add(self, name: str, label: str, choices: Choices, *, required: bool = True) -> None:
        """A choice; what is chosen and gone stays in it, with words."""
        value = self.sent.get(name, "")
        gone = self.names.get(value.split(":")[-1], value)
        if required:
            self._needed.append(name)
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=choices,
            # Nearly all of them are needed and none is ever empty: marks would be noise.
            required=False,
            error_messages={"invalid_choice": NOT_THERE.replace("%(value)s", gone[:60])},
        )

    def _add_shape(self) -> None:
        self._add("shape", "报表类型", list(SHAPES))
        self.fields["shape"].widget = forms.RadioSelect(choices=SHAPES)
        self._add("match", "条件之间", list(MATCHES))

    def _add_condition(self, number: int) -> None:
        name = f"condition-{number}"
        choices = [(one.key, one.label) for one in self.filtered_fields]
        self._add(f"{name}-field", "字段", choices)
        field = self.report_source.by_key.get(self.sent.get(f"{name}-field", ""))
        if field is None or not field.may_be_filtered:
            return
        operators = OPERATORS[field.kind]
        compared = [(one.key, one.label) for one in operators.values()]
        self._add(f"{name}-operator", "比较方式", compared)
        operator = operators.get(self.sent.get(f"{name}-operator", ""))
        if operator is None:
            return
        self._asked[number] = field, operator
        for place, made in enumerate(_value_fields(field, operator)):
            self.fields[f"{name}-value-{place}"] = made

    def _add_dimensions(self) -> None:
        fields = [one for one in self.report_source.fields if one.may_be_grouped]
        choices: Choices = [("", "（不分组）"), *((one.key, one.label) for one in fields)]
        for name, label in DIMENSIONS:
            self._add(f"{name}-field", label, choices, required=False)
            field = self.report_source.by_key.get(self.sent.get(f"{name}-field", ""))
            if field is not None and field.kind.is_time:
                self._add(f"{name}-bucket", "时间单位", list(BUCKETS), required=False)

    def _measures(self) -> Choices:
        source = self.report_source
        count = Measure(function=Function.COUNT)
        grouped: Choices = [(count.key, words_of(count, source))]
        for field in source.fields:
            options = [
                (Measure(function=one, field=field.key).key, f"{field.label}：{FUNCTIONS[one]}")
                for one in functions_of(field)
            ]
            if options:
                grouped.append((field.heading, options))
        return grouped

    def _add_order(self) -> None:
        self._add("order", "排序", self._orders(), required=False)
        self._add("direction", "次序", list(DIRECTIONS), required=False)
        self.fields["top"] = forms.IntegerField(
            label="只取前几名",
            required=False,
            min_value=1,
            max_value=MOST_TOP,
            help_text="留空为全部；汇总时其余的并为一行。",
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        )
        self._add("drawing", "图表", list(DRAWINGS))

    def _orders(self) -> Choices:
        usual = [("", "默认顺序")]
        if self.sent.get("shape") == Shape.SUMS:
            words = dict(_flat(self._measures()))
            keys = [self.sent.get(f"measure-{one}", "") for one in indexes(self.sent, "measure")]
            return [*usual, *((key, words[key]) for key in dict.fromkeys(keys) if key in words)]
        known = self.report_source.by_key
        return [*usual, *((key, known[key].label) for key in self.column_keys if key in known)]

    # --- what the page shows --------------------------------------------------------------------

    @property
    def is_list(self) -> bool:
        return self.sent.get("shape") != Shape.SUMS

    @cached_property
    def column_keys(self) -> list[str]:
        sent = (one[:LONGEST_KEY] for one in self.sent.getlist("columns") if one)
        return list(dict.fromkeys(sent))[:MOST_COLUMNS]

    @property
    def columns(self) -> list[tuple[str, str, bool]]:
        """The chosen columns in their order: key, label, and whether it is gone."""
        known = self.report_source.by_key
        return [
            (key, known[key].label if key in known else self.names.get(key, key), key not in known)
            for key in self.column_keys
        ]

    @property
    def other_columns(self) -> list[ReportField]:
        return [one for one in self.report_source.fields if one.key not in self.column_keys]

    @property
    def condition_rows(self) -> Iterator[ConditionRow]:
        for place, number in enumerate(indexes(self.sent, "condition"), 1):
            name = f"condition-{number}"
            operator = f"{name}-operator"
            yield ConditionRow(
                number,
                f"条件 {place}",
                self[f"{name}-field"],
                self[operator] if operator in self.fields else None,
                tuple(self[one] for one in self.fields if one.startswith(f"{name}-value-")),
            )

    @property
    def condition_count(self) -> int:
        return len(indexes(self.sent, "condition"))

    @property
    def may_add_condition(self) -> bool:
        return self.condition_count < MOST_FILTERS

    @property
    def filtered_fields(self) -> list[ReportField]:
        return [one for one in self.report_source.fields if one.may_be_filtered]

    @property
    def dimension_fields(self) -> list[tuple[BoundField, BoundField | None]]:
        return [
            (
                self[f"{name}-field"],
                self[f"{name}-bucket"] if f"{name}-bucket" in self.fields else None,
            )
            for name, _ in DIMENSIONS
        ]

    @property
    def measure_fields(self) -> list[tuple[int, BoundField]]:
        return [(one, self[f"measure-{one}"]) for one in indexes(self.sent, "measure")]

    # --- the definition -------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        for name in self._needed:
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, "请选择一项。")
        for number, (field, operator) in list(self._asked.items()):
            if self.is_waiting(number):
                continue
            try:
                read_values(field, operator, self._written(number))
            except Unreadable as wrong:
                name = f"condition-{number}-value-0"
                self.add_error(name if name in self.fields else None, str(wrong))
        for name, _ in DIMENSIONS:
            bucket = f"{name}-bucket"
            if bucket in self.fields and not self.cleaned_data.get(bucket):
                self.add_error(bucket, "请选择按年、按季度还是按月分组。")
        if not self.errors:
            for fault in faults(self.definition, self.report_source):
                self.add_error(None, fault)
        return self.cleaned_data

    def is_waiting(self, number: int) -> bool:
        """Whether a condition waits for its values."""
        is_empty = self._asked[number][1].asks != Asks.NOTHING and not self._written(number)
        return is_empty and not self._is_final

    @property
    def waits(self) -> bool:
        """Whether any condition does not count yet."""
        return any(map(self.is_waiting, self._asked))

    def _written(self, number: int) -> tuple[str, ...]:
        name = f"condition-{number}-value-"
        asks = self._asked[number][1].asks
        if asks == Asks.CHOICES:
            return tuple(self.sent.getlist(f"{name}0"))
        found = (self.sent.get(f"{name}{place}", "") for place in range(2))
        return tuple(one[:LONGEST_VALUE] for one in found if one)

    @cached_property
    def definition(self) -> Definition:
        """What the form asks for; for one without errors at its fields."""
        data, known = self.cleaned_data, self.report_source.by_key
        shape = Shape(data["shape"])
        made = Definition(
            source=self.report_source.key,
            shape=shape,
            columns=tuple(self.column_keys) if shape == Shape.LIST else (),
            match=data["match"],
            conditions=tuple(
                Condition(field=field.key, operator=one.key, values=self._written(number))
                for number, (field, one) in self._asked.items()
                if not self.is_waiting(number)
            ),
            rows=tuple(filter(None, (self._dimension(name) for name in ("row-0", "row-1")))),
            across=self._dimension("across"),
            measures=tuple(_measure(data[f"measure-{n}"]) for n in indexes(self.sent, "measure")),
            order=Order(by=data.get("order") or "", descending=bool(data.get("direction"))),
            top=data.get("top"),
            drawing=Drawing(data["drawing"]) if shape == Shape.SUMS else Drawing.NONE,
        )
        names = {key: known[key].label for key in made.fields_named() if key in known}
        return made.model_copy(update={"names": names})

    def _dimension(self, name: str) -> Dimension | None:
        key, bucket = self.cleaned_data[f"{name}-field"], self.cleaned_data.get(f"{name}-bucket")
        return Dimension(field=key, bucket=Bucket(bucket) if bucket else None) if key else None


def _measure(key: str) -> Measure:
    function, _, field = key.partition(":")
    return Measure(function=Function(function), field=field)


def _flat(choices: Choices) -> Iterator[tuple[str, str]]:
    for key, label in choices:
        if isinstance(label, list):
            yield from label
        else:
            yield key, label


def _value_fields(field: ReportField, operator: Operator) -> Iterator[forms.Field]:
    """What a condition's values are written into. They are checked all together, by `clean`."""
    match operator.asks:
        case Asks.TEXT | Asks.NUMBER | Asks.COUNT:
            yield forms.CharField(label="内容", max_length=200, required=False)
        case Asks.LINES:
            area = forms.Textarea(attrs={"rows": 3})
            yield forms.CharField(
                label="内容", max_length=LONGEST_VALUE, widget=area, required=False
            )
        case Asks.NUMBERS:
            yield forms.CharField(label="从", max_length=40, required=False)
            yield forms.CharField(label="到", max_length=40, required=False)
        case Asks.DAY:
            yield _day("日期")
        case Asks.DAYS:
            yield _day("从")
            yield _day("到")
        case Asks.CHOICES:
            choices = [(str(key), label) for key, label in field.labels().items()]
            yield forms.MultipleChoiceField(
                label="选项", choices=choices, widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": NOT_THERE}, required=False,
            )  # fmt: skip


def _day(label: str) -> forms.Field:
    widget = forms.TextInput(attrs={"type": "date"})
    return forms.CharField(label=label, max_length=40, widget=widget, required=False)
