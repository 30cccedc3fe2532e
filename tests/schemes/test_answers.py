"""From typed text to an answer: each kind of field, each wrong cell by its place."""

import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemes.answers import WrongAnswer, kept_as_typed, parse_answer, stored_as_typed
from schemes.definition.form import NUMERIC, Choice, Column, Condition, FieldKind, FormField

CHOICES = (Choice(value="a", label="甲"), Choice(value="b", label="乙"))
COLUMNS = (
    Column(key="name", label="名称", kind=FieldKind.TEXT, max_length=10),
    Column(key="share", label="占比", kind=FieldKind.PERCENT, minimum=0, maximum=100),
    Column(key="since", label="日期", kind=FieldKind.DATE, required=False),
    Column(key="level", label="级别", kind=FieldKind.CHOICE, choices=CHOICES, required=False),
)


def asked(kind, **values):
    choices = CHOICES if kind in (FieldKind.CHOICE, FieldKind.CHOICES) else ()
    columns = COLUMNS if kind == FieldKind.TABLE else ()
    given = {"choices": choices, "columns": columns, **values}
    return FormField(key="field", label="字段", kind=kind, **given)


NUMBERS = st.from_regex(r"[+-]?[0-9,.eE%１２]{0,50}", fullmatch=True)


@pytest.mark.parametrize("kind", [kind for kind in FieldKind if kind != FieldKind.FILE])
@given(values=st.lists(st.text(max_size=300) | NUMBERS, max_size=3))
def test_any_text_is_an_answer_or_a_wrong_answer(kind, values):
    try:
        answer = parse_answer(asked(kind), values)
    except WrongAnswer as wrong:
        assert str(wrong)
    else:
        assert answer is None or isinstance(answer, str | list)


@pytest.mark.parametrize("kind", sorted(NUMERIC))
@given(text=NUMBERS, decimals=st.integers(0, 4))
def test_accepted_numbers_are_plain_decimals_within_the_limits(kind, text, decimals):
    field = asked(kind, decimals=decimals, minimum=Decimal(-5), maximum=Decimal("99999.5"))
    try:
        answer = parse_answer(field, [text])
    except WrongAnswer:
        return
    if answer is None:
        assert not text.strip()
        return
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", answer)
    number = Decimal(answer)
    assert -5 <= number <= Decimal("99999.5")
    allowed = 0 if kind == FieldKind.INTEGER else decimals
    assert number == round(number, allowed)


@given(number=st.decimals(-1000, 1000, places=2))
def test_plain_number_comes_back_as_it_was_typed(number):
    assert Decimal(parse_answer(asked(FieldKind.MONEY), [f"{number:f}"])) == number


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("１２３", "123"),
        ("1,234.5", "1234.5"),
        ("１，２３４．５", "1234.5"),
        (" 12 ", "12"),
        ("120万元", "120"),
        ("007", "7"),
        ("12.340", "12.340"),
    ],
)
def test_number_is_read_as_people_type_it(text, answer):
    assert parse_answer(asked(FieldKind.MONEY), [text]) == answer


def test_sign_of_per_cent_belongs_to_a_percentage_alone():
    assert parse_answer(asked(FieldKind.PERCENT), ["3.5%"]) == "3.5"
    with pytest.raises(WrongAnswer, match="这里以万元计"):
        parse_answer(asked(FieldKind.MONEY), ["3.5%"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1e1000000", "科学计数法"),
        ("1e5", "科学计数法"),
        ("NaN", "应为数字"),
        ("Infinity", "应为数字"),
        ("12,34", "逗号位置不对"),
        ("¥2400", "去掉货币符号“¥”"),
        ("1200000元", "这里以万元计，现为“1200000元”，请换算后填写。"),
        ("12.345", "最多 2 位小数"),
        ("123456789012345", "超出范围"),
        ("9" * 5000, "数字太长"),
        ("٣", "应为数字"),
        ("-1", "不能小于 0"),
        ("101", "不能大于 100"),
    ],
)
def test_number_that_will_not_do_is_refused_with_the_reason(text, message):
    field = asked(FieldKind.MONEY, decimals=2, minimum=Decimal(0), maximum=Decimal(100))
    with pytest.raises(WrongAnswer, match=message):
        parse_answer(field, [text])


def test_integer_takes_no_fraction():
    with pytest.raises(WrongAnswer, match="整数"):
        parse_answer(asked(FieldKind.INTEGER), ["3.5"])
    assert parse_answer(asked(FieldKind.INTEGER), ["3.0"]) in ("3", "3.0")


@pytest.mark.parametrize("kind", [FieldKind.CHOICE, FieldKind.CHOICES])
def test_choice_outside_the_list_is_refused(kind):
    with pytest.raises(WrongAnswer, match="选项"):
        parse_answer(asked(kind), ["c"])


def test_several_choices_come_in_the_order_of_the_form_and_once():
    assert parse_answer(asked(FieldKind.CHOICES), ["b", "a", "b"]) == ["a", "b"]


def test_text_that_is_too_long_names_both_lengths():
    with pytest.raises(WrongAnswer, match="最多 5 个字，现在是 6 个"):
        parse_answer(asked(FieldKind.TEXT, max_length=5), ["一二三四五六"])


def test_single_line_stays_one_line():
    assert parse_answer(asked(FieldKind.TEXT), ["减速机\r\nBcc: x\u2028二"]) == "减速机 Bcc: x 二"
    assert parse_answer(asked(FieldKind.LONG_TEXT), ["一\n二"]) == "一\n二"


def table(*rows, **limits):
    text = rows[0] if len(rows) == 1 and isinstance(rows[0], str) else json.dumps(rows)
    return parse_answer(asked(FieldKind.TABLE, **limits), [text])


def test_rows_of_a_table_are_parsed_cell_by_cell():
    assert table({"name": " 泵 ", "share": "６0%", "since": "2021-05-01", "level": "a"}) == [
        {"name": "泵", "share": "60", "since": "2021-05-01", "level": "a"}
    ]


def test_empty_rows_and_unknown_columns_are_left_out():
    rows = table({"name": "泵", "share": "1", "colour": "red"}, {"name": " "}, {})
    assert rows == [{"name": "泵", "share": "1"}]


def test_table_without_a_filled_row_is_no_answer():
    assert table({}, {"name": ""}) is None


def test_each_wrong_cell_is_named_by_row_and_column():
    with pytest.raises(WrongAnswer) as wrong:
        table({"name": "泵", "share": "200"}, {"share": "1", "since": "昨天", "level": "z"})
    assert str(wrong.value) == (
        "第 1 行“占比”：不能大于 100；第 2 行“名称”：请填写；"
        "第 2 行“日期”：应为日期，例如 2012-05-18；第 2 行“级别”：请从列出的选项中选择"
    )


def test_more_rows_than_allowed_are_refused():
    with pytest.raises(WrongAnswer, match="最多 2 行，现在是 3 行"):
        table(*[{"name": "泵", "share": "1"}] * 3, max_rows=2)


@pytest.mark.parametrize(
    "text",
    ["{", "[1]", '"x"', '{"name": 1}', "[NaN]", "[[" * 50_000, "[" + "{}," * 90_000, "null"],
    ids=["cut", "numbers", "text", "no list", "NaN", "deep", "long", "null"],
)  # fmt: skip
def test_what_is_no_table_is_refused(text):
    with pytest.raises(WrongAnswer, match="表格内容"):
        table(text)


rows_of = st.lists(
    st.dictionaries(
        st.sampled_from(["name", "share", "since", "level", "other"]),
        st.one_of(st.text(max_size=12), st.integers(), st.none(), st.lists(st.integers())),
    ),
    max_size=4,
)


@given(rows_of)
def test_any_rows_are_a_table_or_a_wrong_answer_and_are_read_again_as_they_were(rows):
    field = asked(FieldKind.TABLE)
    try:
        answer = parse_answer(field, [json.dumps(rows)])
    except WrongAnswer:
        return
    assert parse_answer(field, stored_as_typed(field, answer)) == answer


def test_wrong_table_is_kept_as_it_was_typed():
    text = '[{"name": "泵", "share": "很多"}]'
    assert kept_as_typed(asked(FieldKind.TABLE), [text]) == text


def test_declaration_is_ticked_or_not_answered():
    declaration = asked(FieldKind.DECLARATION)
    assert parse_answer(declaration, ["yes"]) == "yes"
    assert parse_answer(declaration, [""]) is None
    with pytest.raises(WrongAnswer, match="请勾选"):
        parse_answer(declaration, ["no"])


@pytest.mark.parametrize(("answer", "needed"), [("a", True), ("b", False), (None, False)])
def test_answer_may_be_needed_because_of_another(answer, needed):
    condition = Condition(field="other", values=("a",))
    field = asked(FieldKind.TEXT, required=False, required_if=condition)
    assert field.is_required({"other": answer}) is needed


@pytest.mark.parametrize("label", ["电话", "联系电话", "联系人手机", "手机号码"])
@pytest.mark.parametrize("text", ["abc", "电话", "12"])
def test_what_is_no_telephone_number_is_no_answer_to_one(label, text):
    field = FormField(key="phone", label=label, kind=FieldKind.TEXT, max_length=20)
    with pytest.raises(WrongAnswer, match="电话号码"):
        parse_answer(field, [text])


def test_telephone_number_is_kept_as_every_form_keeps_it():
    field = FormField(key="phone", label="联系电话", kind=FieldKind.TEXT, max_length=30)
    assert parse_answer(field, ["（0532）88888888转8001"]) == "0532-88888888转8001"


def test_text_that_only_speaks_of_telephones_is_any_text():
    field = FormField(key="use", label="电话会议系统", kind=FieldKind.TEXT)
    assert parse_answer(field, ["自建"]) == "自建"


def test_error_value_is_no_answer():
    with pytest.raises(WrongAnswer, match="这一格是错误值 #N/A"):
        parse_answer(asked(FieldKind.TEXT), ["#N/A"])
