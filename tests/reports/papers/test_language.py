"""The language of the texts: names that are known, sentences for something and for nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.paper_sections import Name
from reports.models import PaperKind
from reports.papers.compose import names_for
from reports.papers.language import TextProblem, names_used, problems_of, rendered
from reports.papers.shipped_texts import SHIPPED

NAMES = (
    Name("截止日", "最后一天"),
    Name("目标数", "几项"),
    Name("最难目标", "一项", (Name("名称", ""), Name("差额", ""))),
    Name("落后区市", "一组", (Name("名称", ""), Name("差额", "")), is_list=True),
)
VALUES = {
    "截止日": "10月31日", "目标数": 4, "最难目标": None,
    "落后区市": [{"名称": "平度市", "差额": 1200}, {"名称": "市北区", "差额": 12}],
}  # fmt: skip
LOOP = (
    "{% for 区 in 落后区市 %}{{ 区.名称 }}少 {{ 区.差额 }} 家"
    "{% if not forloop.last %}、{% endif %}{% endfor %}"
)


def test_loop_writes_each_thing_of_a_list():
    assert problems_of(LOOP, NAMES) == []
    assert rendered(LOOP, VALUES) == "平度市少 1,200 家、市北区少 12 家"


def test_nothing_is_said_otherwise_than_something():
    text = "{% if 最难目标 %}差 {{ 最难目标.差额 }}{% else %}都可完成{% endif %}"
    assert rendered(text, VALUES) == "都可完成"
    assert rendered(text, {**VALUES, "最难目标": {"差额": 53}}) == "差 53"


def test_filters_write_signs_and_numbers_of_things():
    assert rendered("{{ 目标数|带号 }} {{ 落后区市|个数 }}", VALUES) == "+4 2"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 不存在 }}",
        "{% if 目标数 %}好{% elif 没有 > 2 %}坏{% endif %}",
        "{% for 区 in 落后区市 %}{{ 区.人口 }}{% endfor %}",
        "{{ 区.名称 }}",
        "{{ 最难目标.没有 }}",
    ],
)
def test_unknown_name_is_refused_with_its_paragraph(text):
    (problem,) = problems_of(f"截至{{{{ 截止日 }}}}\n{text}", NAMES)
    assert problem.startswith("第 2 段：没有“")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{% include 'base.html' %}", "只能用"),
        ("{% load static %}", "只能用"),
        ("{% if 目标数 %}没有结束", "没有结束"),
        ("{{ 目标数|upper }}", "格式"),
        ("{% for 数 in 目标数 %}{% endfor %}", "不能循环"),
        ("{{ 落后区市.名称 }}", "请用循环"),
        ("{% for 区 in 落后区市|个数 %}x{% endfor %}", "不能带格式"),
        ("{{ 落后区市 }}", "名称、差额"),
        ("{{ 落后区市|带号 }}", "请用循环"),
        ("{{ 最难目标 }}", "可以印其中的：名称、差额"),
        ("{{ 最难目标|个数 }}", "不能整个印出"),
        ("{% for 区 in 落后区市 %}{{ 区 }}{% endfor %}", "可以印其中的：名称、差额"),
        ("{% for a in 落后区市 %}" * 3 + "x" + "{% endfor %}" * 3, "循环最多套 2 层"),
        (
            "{% for a in 落后区市 %}{% for b in 落后区市 %}" + "长" * 500 + "{% endfor %}" * 2,
            "太长",
        ),
        ("长" * 700, "最多"),
        ("{% if 目标数 %}" * 7 + "{% endif %}" * 7, "最多套"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(text, why):
    (problem,) = problems_of(text, NAMES)
    assert why in problem


def test_section_of_many_long_loops_is_refused():
    loop = "{% for a in 落后区市 %}{% for b in 落后区市 %}" + "长" * 120 + "{% endfor %}" * 2
    assert problems_of(loop, NAMES) == []
    assert "这一章印出来太长" in problems_of(f"{loop}\n{loop}", NAMES)[0]


@pytest.mark.parametrize(
    "text",
    [
        "{% for 区 in 落后区市|个数 %}x{% endfor %}",
        "{{ 落后区市 }}",
        "{{ 最难目标 }}",
        "{% for a in 落后区市 %}{% for b in 落后区市 %}x{% endfor %}{% endfor %}",
    ],
)
def test_saved_text_that_figures_break_is_a_problem_in_words(text):
    many = [{"名称": "示例"}] * 200
    with pytest.raises(TextProblem):
        rendered(text, {"落后区市": many, "最难目标": {"名称": "示例"}})


def test_names_made_by_a_loop_are_not_asked_of_the_parts():
    assert names_used(LOOP + "{{ 截止日 }}") == {"落后区市", "截止日"}


@pytest.mark.parametrize("kind", PaperKind)
def test_shipped_texts_use_known_names(kind):
    texts = SHIPPED[kind]
    for text in (texts.title, *(one["text"] for one in texts.rows)):
        assert problems_of(text, names_for(kind)) == []


@given(st.text(alphabet="{}%| .截止日ifendfor目标数x\"'#", max_size=40))
def test_any_text_is_printed_or_refused(text):
    if not problems_of(text, NAMES):
        for line in text.splitlines():
            if line.strip():
                try:
                    rendered(line.strip(), VALUES)
                except TextProblem:
                    raise AssertionError(line) from None
