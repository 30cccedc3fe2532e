"""What the public reads of yearly figures: growth gives no amount away."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.casebook.figures import FIGURES, change_in_words, told, why_not_told
from reports.models.casebook import Shown

REVENUE = FIGURES[0]
YEARS = {
    year: {"revenue": Decimal(value)}
    for year, value in ((2022, "8000"), (2023, "10000"), (2024, "9500"), (2025, "12350.5"))
}
AMOUNTS = st.decimals(min_value=1, max_value=10**9, places=4)


def test_growth_is_an_index_from_the_first_year_and_the_change_on_the_year_before():
    found = told(REVENUE, Shown.GROWTH, YEARS)
    assert [one["index"] for one in found["years"]] == ["100.0", "125.0", "118.8", "154.4"]
    assert [one["change"] for one in found["years"]] == ["", "+25.0%", "−5.0%", "+30.0%"]
    assert found["unit"] == "首年为 100"


def test_amounts_are_told_with_their_unit_where_the_enterprise_lets_them():
    found = told(REVENUE, Shown.FULL, YEARS)
    assert [one["amount"] for one in found["years"]] == ["8,000", "10,000", "9,500", "12,350.5"]
    assert found["unit"] == "万元"


def test_hidden_figure_is_not_told():
    assert told(REVENUE, Shown.HIDDEN, YEARS) is None
    assert why_not_told(REVENUE, Shown.HIDDEN, YEARS) == ""


@pytest.mark.parametrize(
    ("years", "why"),
    [
        ({}, "近几年没有上报这项数据。"),
        ({2025: {"revenue": None}}, "近几年没有上报这项数据。"),
        ({2025: {"revenue": 5}}, "可比的数据不足两年，说不出增长。"),
        ({2024: {"revenue": 0}, 2025: {"revenue": 5}}, "可比的数据不足两年，说不出增长。"),
    ],
)
def test_growth_that_cannot_be_told_says_why(years, why):
    assert told(REVENUE, Shown.GROWTH, years) is None
    assert why_not_told(REVENUE, Shown.GROWTH, years) == why


def test_year_without_report_has_no_change_after_it():
    years = {2022: {"revenue": 100}, 2023: {"revenue": None}, 2024: {"revenue": 150}}
    found = told(REVENUE, Shown.GROWTH, years)
    assert [(one["year"], one["change"]) for one in found["years"]] == [(2022, ""), (2024, "")]


def test_only_the_last_five_years_are_told():
    years = {year: {"revenue": 100} for year in range(2015, 2026)}
    assert [one["year"] for one in told(REVENUE, Shown.FULL, years)["years"]] == [
        2021, 2022, 2023, 2024, 2025
    ]  # fmt: skip


@given(first=AMOUNTS, second=AMOUNTS, scale=st.integers(2, 1000))
def test_growth_is_the_same_for_amounts_of_any_size(first, second, scale):
    """Whoever reads only growth cannot tell an enterprise from one a thousand times its size."""
    small = {2024: {"revenue": first}, 2025: {"revenue": second}}
    large = {year: {"revenue": row["revenue"] * scale} for year, row in small.items()}
    assert told(REVENUE, Shown.GROWTH, small) == told(REVENUE, Shown.GROWTH, large)


@pytest.mark.parametrize(
    ("change", "said"),
    [("+25.0%", "增长 25.0%"), ("−5.0%", "下降 5.0%"), ("0.0%", "持平"), ("", "—")],
)
def test_change_is_worded_as_growth_or_decline(change, said):
    assert change_in_words(change) == said
