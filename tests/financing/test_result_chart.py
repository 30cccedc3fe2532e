"""How far a rate lies from the market's in words, and the chart of the results."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.http import QueryDict

from financing.feedback.result_chart import MEASURES, result_chart
from financing.feedback.results import Result
from financing.feedback.summary_forms import ResultsForm
from financing.templatetags.rates import margin_text, margin_tone
from pages.charts.data import read_chart


@pytest.mark.parametrize(
    ("margin", "text", "tone"),
    [
        ("0", "持平", "calm"), ("-0.004", "持平", "calm"), ("0.0049", "持平", "calm"),
        ("-0.005", "低 0.01 个百分点", "ok"), ("-0.5", "低 0.50 个百分点", "ok"),
        ("1.234", "高 1.23 个百分点", "wait"),
    ],
)  # fmt: skip
def test_margin_in_words(margin, text, tone):
    assert (margin_text(Decimal(margin)), margin_tone(Decimal(margin))) == (text, tone)


def chart_of(*values):
    rows = [SimpleNamespace(label=str(place), margin=one) for place, one in enumerate(values)]
    return read_chart(result_chart("margin", "银行", rows, "全部"))


def test_every_figure_that_can_be_asked_for_is_one_of_a_result_with_a_unit():
    asked = ResultsForm(QueryDict(), ()).fields["sort"].choices
    assert [name for name, _ in asked] == list(MEASURES)
    assert all(hasattr(Result, name) or name in Result.__annotations__ for name in MEASURES)
    assert all(one.unit for one in MEASURES.values())


def test_chart_is_called_after_its_figure():
    chart = chart_of(Decimal(1)).chart
    assert (chart.title, chart.unit) == ("按银行：与一年期 LPR 之差", "百分点")


def test_rows_without_the_figure_are_not_drawn():
    data = chart_of(Decimal("-0.25"), None)
    assert [row.texts[1] for row in data.drawn] == ["−0.25"] and data.left_out == 1
