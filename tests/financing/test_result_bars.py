"""How far a rate lies from the market's in words, and the bars of the results."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from financing.feedback.result_bars import MOST, bars
from financing.templatetags.rates import margin_text, margin_tone


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


def rows(*values):
    return [SimpleNamespace(label=str(place), margin=one) for place, one in enumerate(values)]


def test_bars_start_from_a_common_zero():
    chart = bars("margin", "差", rows(Decimal("-0.25"), Decimal("0.75"), None))
    below, above = chart.bars
    assert (below.start, below.width, below.is_below) == (0, 25, True)
    assert (above.start, above.width, above.is_below) == (25, 75, False)
    assert (chart.zero, chart.left_out) == (25, 1)


@pytest.mark.parametrize("values", [(), (None, None)])
def test_nothing_known_has_no_chart(values):
    assert bars("margin", "差", rows(*values)) is None


def test_what_rounds_to_nothing_has_no_sign():
    (bar,) = bars("margin", "差", rows(Decimal("-0.004"))).bars
    assert bar.text == "0.00"


def test_zeros_have_bars_without_a_length():
    (bar,) = bars("margin", "差", rows(Decimal(0))).bars
    assert (bar.start, bar.width) == (0, 0)


def test_long_list_is_cut():
    chart = bars("margin", "差", rows(*[Decimal(1)] * (MOST + 3)))
    assert len(chart.bars) == MOST and chart.left_out == 3
