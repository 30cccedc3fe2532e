"""Totals, trimming, spread."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.experts.panels.results import PanelItem, panel_items, read_mark, result_of, total_of
from tests.schemes.shipped import FOLDER, load_definition

TWO = [
    PanelItem("distinct", "特色化", Decimal(15), Decimal(1)),
    PanelItem("novelty", "创新成果", Decimal(10), Decimal(3)),
]


def marks(distinct, novelty):
    return {"distinct": Decimal(distinct), "novelty": Decimal(novelty)}


def test_total_weighs_the_shares_of_the_maxima():
    assert total_of(TWO, marks(15, 0)) == Decimal("25.00")
    assert total_of(TWO, marks(0, 10)) == Decimal("75.00")
    assert total_of(TWO, marks("7.5", 5)) == Decimal("50.00")


def test_means_are_by_item_and_total():
    result = result_of(TWO, [marks(15, 10), marks(0, 0), marks(6, 5)], trimming=False)
    assert result.marks == {"distinct": Decimal("7.00"), "novelty": Decimal("5.00")}
    assert result.total == Decimal("49.17")
    assert result.spread == Decimal("100.00")
    assert result.dropped == ()


def test_trimming_leaves_out_the_highest_and_the_lowest_total():
    sheets = [marks(15, 10), marks(6, 5), marks(0, 0), marks(9, 5)]
    result = result_of(TWO, sheets, trimming=True)
    assert set(result.dropped) == {0, 2}
    assert result.marks["distinct"] == Decimal("7.50")


def test_trimming_of_three_leaves_all():
    assert result_of(TWO, [marks(1, 1)] * 3, trimming=True).dropped == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 150), st.integers(0, 100)).map(
            lambda pair: marks(Decimal(pair[0]) / 10, Decimal(pair[1]) / 10)
        ),
        min_size=1,
        max_size=9,
    ),
    st.booleans(),
)
def test_result_lies_between_its_sheets(sheets, trimming):
    result = result_of(TWO, sheets, trimming=trimming)
    assert min(result.totals) <= result.total <= max(result.totals)
    assert 0 <= result.spread <= 100
    for item in TWO:
        assert 0 <= result.marks[item.key] <= item.maximum


def test_scheme_without_marks_of_experts_asks_for_one_overall():
    product = load_definition(FOLDER / "certified_product_2018.yaml")
    assert [item.key for item in panel_items(product)] == ["overall"]


def test_scheme_with_marks_of_experts_asks_for_those():
    demonstration = load_definition(FOLDER / "demonstration_enterprise_2018.yaml")
    assert [item.key for item in panel_items(demonstration)] == ["distinct", "novelty"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [("8", 8), (" 7.5 ", Decimal("7.5")), ("7，5", Decimal("7.5")), ("0", 0), ("10", 10)],
)
def test_mark_is_read(text, mark):
    assert read_mark(TWO[1], text) == mark


@pytest.mark.parametrize("text", ["", "-1", "10.1", "好", "NaN", "Infinity", "7.55", "1e9"])
def test_what_is_no_mark_is_refused(text):
    with pytest.raises(ValueError, match="数字|小数"):
        read_mark(TWO[1], text)
