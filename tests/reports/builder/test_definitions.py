"""What is wrong with a definition is said in words, and the form gives back what it was given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.report_sources import report_sources
from reports.builder.conditions import OPERATORS, Asks
from reports.builder.definition import Condition, Definition, Function, Measure, Order
from reports.builder.editor import ReportEditor
from reports.builder.editor_acts import of_definition
from reports.builder.faults import faults, functions_of, words_of
from tests.reports.builder.conftest import listed, summed, where

SOURCE = report_sources()["enterprises"]
FAULTS = [
    (listed(), "请至少选择一列"),
    (listed("name", order={"by": "staff"}), "排序的列不在所选的列中"),
    (listed("name", conditions=(where("contact_phone", "is", "1"),)), "个人信息不能作为筛选条件"),
    (listed("name", conditions=(where("revenue", "contains", "1"),)), "请选择比较方式"),
    (listed("name", conditions=(where("revenue", "least", "很多"),)), "筛选条件“营业收入”"),
    (listed("name", conditions=(where("revenue", "between", "9", "1"),)), "后一个值不能小于前一个"),
    (listed("name", conditions=(where("size", "among", "huge"),)), "1 个选项已不存在"),
    (listed("name", conditions=(where("created_at", "last_days", "0"),)), "应为 1 至"),
    (summed("industry", measures=()), "请至少选择一个统计量"),
    (summed("name"), "“企业名称”不能用来分组"),
    (summed("contact_name"), "“联系人”不能用来分组"),
    (summed("created_at"), "请选择按年、按季度还是按月分组"),
    (summed("size", across="size"), "“企业规模”用了两次"),
    (summed("size", measures=("sum:name",)), "“企业名称”不能计算合计"),
    (summed("size", measures=("distinct:contact_phone",)), "“联系电话”不能计算不重复个数"),
    (summed("size", measures=("sum:",)), "请选择字段"),
    (summed("size", measures=("count:", "count:")), "有两个统计量相同"),
    (summed(top=3), "不能只取前几名"),
    (summed("size", "industry", drawing="bar"), "图表只画一个行分组"),
    (summed("size", drawing="stacked"), "堆积图需要列分组"),
]


@pytest.mark.parametrize(("definition", "words"), FAULTS, ids=[words for _, words in FAULTS])
def test_fault_is_said_in_words(definition, words):
    (said,) = faults(definition, SOURCE)
    assert words in said


def test_source_that_is_gone_is_said_in_words():
    assert "数据来源已不存在" in faults(listed("name"), None)[0]


def test_measures_are_named_with_their_unit():
    named = [Measure(function=Function.COUNT), Measure(function=Function.SUM, field="revenue")]
    assert [words_of(one, SOURCE) for one in named] == ["企业数量（家）", "营业收入合计（万元）"]


@pytest.mark.parametrize("source", report_sources().values(), ids=lambda one: one.key)
def test_no_personal_field_is_measured_grouped_or_filtered(source):
    for field in source.fields:
        if field.personal:
            assert not (functions_of(field) or field.may_be_grouped or field.may_be_filtered)


# --- the form -----------------------------------------------------------------------------------

VALUES = {
    Asks.NOTHING: (), Asks.TEXT: ("轴承",), Asks.LINES: ("91\n92",), Asks.NUMBER: ("1,000.5",),
    Asks.NUMBERS: ("1", "20"), Asks.DAY: ("2026-01-01",), Asks.DAYS: ("2025-01-01", "2026-01-01"),
    Asks.COUNT: ("30",),
}  # fmt: skip
FILTERED = [one for one in SOURCE.fields if one.may_be_filtered and one.key != "district"]
GROUPED = [one for one in SOURCE.fields if one.may_be_grouped and one.key != "district"]


@st.composite
def conditions(draw):
    field = draw(st.sampled_from(FILTERED))
    operator = draw(st.sampled_from(list(OPERATORS[field.kind].values())))
    if operator.asks == Asks.CHOICES:
        keys = [str(key) for key in field.labels()]
        values = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True))
        return Condition(field=field.key, operator=operator.key, values=tuple(values))
    return Condition(field=field.key, operator=operator.key, values=VALUES[operator.asks])


@st.composite
def dimensions(draw):
    fields = draw(st.lists(st.sampled_from(GROUPED), max_size=3, unique_by=lambda one: one.key))
    bucket = draw(st.sampled_from(["year", "quarter", "month"]))
    return [f"{one.key}/{bucket}" if one.kind.is_time else one.key for one in fields]


@st.composite
def definitions(draw) -> Definition:
    more = {
        "conditions": tuple(draw(st.lists(conditions(), max_size=4))),
        "match": draw(st.sampled_from(["all", "any"])),
        "top": draw(st.none() | st.integers(1, 99)),
    }
    if draw(st.booleans()):
        keys = [one.key for one in SOURCE.fields]
        columns = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=6, unique=True))
        order = Order(by=draw(st.sampled_from(columns)), descending=draw(st.booleans()))
        return listed(*columns, order=order, **more)
    first, *others = draw(dimensions()) or ["size"]
    across = others.pop() if others else None
    measures = draw(st.sampled_from([("count:",), ("sum:revenue", "max:staff")]))
    return summed(first, *others, across=across, measures=measures, **more)


@given(definitions())
def test_form_of_a_definition_gives_it_back(definition):
    editor = ReportEditor(SOURCE, of_definition(definition, SOURCE))
    assert editor.is_valid(), editor.errors
    given_back = editor.definition.model_copy(update={"names": {}})
    assert given_back == definition
    assert Definition.model_validate_json(editor.definition.model_dump_json()) == editor.definition
