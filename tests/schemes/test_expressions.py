"""Expressions: values, missing figures, and mistakes with their place."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemes.expressions.compiler import compile_expression
from schemes.expressions.types import ExpressionError, ListOf, Scalar, row

NAMES = {
    "figures": row({"revenue": Scalar.NUMBER, "rd_cost": Scalar.NUMBER}),
    "answers": row(
        {
            "level": Scalar.TEXT,
            "ticked": ListOf(Scalar.TEXT),
            "parts": ListOf(row({"share": Scalar.NUMBER, "name": Scalar.TEXT})),
        }
    ),
    "certificates": ListOf(Scalar.TEXT),
    "since": Scalar.DATE,
    "today": Scalar.DATE,
}
SCOPE = {
    "figures": {"revenue": Decimal(200), "rd_cost": "8"},
    "answers": {
        "level": "own",
        "ticked": ["a", "b"],
        "parts": [{"share": "60", "name": "泵"}, {"share": "15", "name": "阀"}],
    },
    "certificates": ["certified_product"],
    "since": date(2016, 3, 1),
    "today": date(2026, 2, 28),
}


def value(text, scope=SCOPE):
    return compile_expression(text, NAMES)(scope)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 / 2", Decimal("3.5")),
        ("7 % 4", 3),
        ("-figures.revenue", -200),
        ("0.1 + 0.2 == 0.3", True),
        ("ratio(figures.rd_cost, figures.revenue)", 4),
        ("growth(12, 10)", 20),
        ("compound_growth(121, 100, 2)", 10),
        ("sum([1, 2, figures.revenue])", 203),
        ("mean([1, 2])", Decimal("1.5")),
        ("min([3, 1]) + max([3, 1])", 4),
        ("floor(7 / 2)", 3),
        ("floor(-7 / 2)", -4),
        ("round(2.345, 2)", Decimal("2.35")),
        ("abs(-3)", 3),
        ("figures.revenue >= 200 ? 2 : 3", 2),
        ("answers.level == 'own' && !(figures.rd_cost > 8)", True),
        ("answers.level in ['own', 'none']", True),
        ("'certified_product' in certificates", True),
        ("size(answers.ticked)", 2),
        ("size(answers.parts.filter(p, p.share >= 50))", 1),
        ("sum(answers.parts.map(p, p.share))", 75),
        ("answers.parts.exists(p, p.name == '泵')", True),
        ("answers.parts.all(p, p.share > 20)", False),
        ("answers.level.startsWith('o')", True),
        ("years_since(since)", 9),
        ("since < today", True),
        ("has(figures.revenue)", True),
    ],
)
def test_value_of_an_expression(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "figures.revenue + 1",
        "ratio(figures.rd_cost, figures.revenue)",
        "sum([1, figures.revenue])",
        "mean([figures.revenue])",
        "figures.revenue > 1",
        "figures.revenue > 1 ? 1 : 2",
        "answers.level == 'own'",
        "size(answers.ticked)",
        "'a' in answers.ticked",
        "answers.parts.exists(p, p.share > 1)",
        "answers.parts.all(p, p.share > 1)",
        "sum(answers.parts.map(p, p.share))",
        "1 / 0",
        "growth(1, 0)",
        "compound_growth(1, -1, 2)",
        "999999999999999 * 999999999999999",
    ],
)
def test_what_is_missing_or_out_of_bounds_is_none(text):
    assert value(text, {"today": SCOPE["today"]}) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("has(figures.revenue)", False),
        ("figures.revenue > 1 || true", True),
        ("figures.revenue > 1 && false", False),
        ("figures.revenue > 1 || false", None),
        ("has(figures.revenue) ? figures.revenue : 7", 7),
        ("sum_known([figures.revenue, 3])", 3),
    ],
)
def test_only_what_can_be_told_without_the_missing_figure_is_told(text, expected):
    assert value(text, {}) == expected


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("", 1, "请填写"),
        ("1 +", 4, "没有写完"),
        ("1 + + 2", 5, "看不懂"),
        ("figures.profit", 9, "没有“profit”"),
        ("profit", 1, "没有名为“profit”"),
        ("1 + answers.level", 5, "这里应是数字"),
        ("figures.revenue == 'x'", 20, "不能与"),
        ("answers.level > 'x'", 1, "不能比大小"),
        ("ratio(1)", 1, "要 2 个参数"),
        ("eval('x')", 1, "没有名为“eval”"),
        ("[1, 'x']", 5, "各项应都是"),
        ("'a\\x41'", 1, "反斜杠"),
        ("1e400", 1, "太大"),
        ("figures.__class__", 9, "没有"),
        ("answers.parts.map(figures, 1)", 19, "已是数据的名字"),
        ("{'a': 1}", 1, "不能用"),
    ],
)
def test_mistake_is_named_with_its_place(text, column, words):
    with pytest.raises(ExpressionError) as wrong:
        compile_expression(text, NAMES)
    assert words in str(wrong.value)
    assert wrong.value.column == column


def test_mistake_in_the_second_line_names_the_line():
    with pytest.raises(ExpressionError) as wrong:
        compile_expression("1 +\n figures.profit", NAMES)
    assert (wrong.value.line, wrong.value.column) == (2, 10)


@pytest.mark.parametrize(
    "text",
    [
        "-" * 400 + "1",
        "+".join(["1"] * 400),
        "!" * 999,
        "[" * 999,
        "1" * 1001,
        "answers.parts.map(a, answers.parts.map(b, answers.parts.map(c, c.share)))",
    ],
)
def test_what_is_too_deep_or_too_long_is_refused(text):
    with pytest.raises(ExpressionError):
        compile_expression(text, NAMES)


def test_result_of_another_type_is_refused():
    with pytest.raises(ExpressionError, match="结果应是是否"):
        compile_expression("1 + 1", NAMES, Scalar.TRUTH)


@given(st.text(alphabet="figures.revnuanw[](){}'\"\\+-*/%!=<>&|?:,01e \n", max_size=60))
def test_any_text_is_an_expression_or_a_told_mistake(text):
    try:
        compile_expression(text, NAMES)(SCOPE)
    except ExpressionError as wrong:
        assert wrong.line >= 1
        assert wrong.column >= 1


numbers = st.one_of(st.none(), st.decimals(-(10**15), 10**15, places=6))


@given(numbers, numbers)
def test_arithmetic_is_missing_or_bounded(left, right):
    scope = {"figures": {"revenue": left, "rd_cost": right}}
    for text in ("figures.revenue * figures.rd_cost", "ratio(figures.rd_cost, figures.revenue)"):
        got = value(text, scope)
        assert got is None or abs(got) < Decimal(10) ** 15
