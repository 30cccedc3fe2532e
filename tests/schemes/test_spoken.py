"""An expression said in a line: in words, and in the figures themselves."""

import pytest

from schemes.expressions.spoken import names_in, spoken

WORDS = {
    "figures.rd_cost": "研发费用",
    "figures.revenue": "营业收入",
    "previous.revenue": "前一年营业收入",
    "answers.patents": "发明专利",
    "answers.others": "其他",
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ratio(figures.rd_cost, figures.revenue)", "研发费用 ÷ 营业收入"),
        (
            "growth(figures.revenue, previous.revenue)",
            "（营业收入 − 前一年营业收入）÷ 前一年营业收入",
        ),
        ("sum_known([answers.patents, answers.others])", "发明专利 + 其他"),
        ("2 * (answers.patents + answers.others)", "2 × （发明专利 + 其他）"),
        ("min([figures.revenue, previous.revenue])", "营业收入、前一年营业收入中最小的"),
        ("has(answers.patents) ? answers.patents : answers.others", "发明专利"),
        ("has(answers.absent) ? answers.absent : answers.others", "其他"),
        ("figures.revenue", "营业收入"),
        ("figures.assets", ""),
        ("answers.level == 'own' ? 4 : 0", ""),
        ("size(certificates) > 0", ""),
    ],
)
def test_sum_is_said_in_words_or_not_at_all(text, said):
    assert spoken(text, WORDS) == said


def test_sum_is_said_in_figures():
    figures = {"figures.rd_cost": "61.40", "figures.revenue": "3,412.60"}
    assert spoken("ratio(figures.rd_cost, figures.revenue)", figures) == "61.40 ÷ 3,412.60"


def test_names_are_those_that_are_read_each_once():
    text = "has(answers.a) ? answers.a : 'x' in certificates ? figures.b : answers.a"
    assert names_in(text) == ["answers.a", "certificates", "figures.b"]
