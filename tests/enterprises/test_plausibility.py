"""Doubts about yearly figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.rules.plausibility import comparable, doubt_about_share, doubts

PLAIN = {
    "revenue": Decimal(5000),
    "main_revenue": Decimal(4800),
    "rd_cost": Decimal(300),
    "assets": Decimal(8000),
    "liabilities": Decimal(3000),
    "net_profit": Decimal(400),
    "tax": Decimal(200),
    "export": Decimal(900),
    "staff": 120,
    "rd_staff": 15,
}


def fields(figures, last_year=None):
    return {warning.field for warning in doubts(figures, last_year)}


def test_plain_figures_raise_no_doubt():
    assert doubts(PLAIN, PLAIN) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rd_cost", Decimal(5001)),
        ("main_revenue", Decimal(5001)),
        ("export", Decimal(5001)),
        ("net_profit", Decimal(5001)),
        ("liabilities", Decimal(8001)),
        ("rd_staff", 121),
        ("tax", Decimal(2501)),
        ("staff", 0),
        ("export", Decimal(-1)),
        ("rd_staff", -1),
    ],
)
def test_doubt_names_its_field(field, value):
    assert field in fields(PLAIN | {field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rd_cost", Decimal(5000)),
        ("main_revenue", Decimal(5000)),
        ("liabilities", Decimal(8000)),
        ("rd_staff", 120),
        ("tax", Decimal(2500)),
        ("net_profit", Decimal(-400)),
    ],
)
def test_equal_values_and_losses_are_no_doubt(field, value):
    assert field not in fields(PLAIN | {field: value})


@pytest.mark.parametrize(("factor", "doubted"), [("9.99", False), ("10", True), ("0.1", True)])
def test_tenfold_jump_is_doubted_from_exactly_ten(factor, doubted):
    now = PLAIN | {"assets": PLAIN["assets"] * Decimal(factor), "liabilities": None}
    assert ("assets" in fields(now, PLAIN)) == doubted


def test_small_numbers_do_not_jump():
    assert "staff" not in fields({"staff": 12}, {"staff": 1})


def test_comparison_is_with_the_last_known_year_before_else_with_the_registration():
    reported = {
        2023: {"revenue": 4000, "staff": None},
        2024: {"revenue": None},
        2026: {"revenue": 9, "staff": 9},
    }
    figures, called = comparable(reported, 2025, {"revenue": 1, "staff": 30, "assets": None})
    assert figures == {"revenue": 4000, "staff": 30}
    assert called == {"revenue": " 2023 年度", "staff": "登记的数据"}


def test_jump_names_what_it_is_compared_with():
    found = doubts({"staff": 300}, *comparable({}, 2025, {"staff": 30}))
    assert [one.text for one in found] == ["从业人员与登记的数据相差十倍以上，请核对单位。"]


def test_where_nothing_is_known_there_is_nothing_to_compare():
    assert doubts({"staff": 300}, *comparable({}, 2025, {})) == []


@pytest.mark.parametrize(
    ("share", "said"),
    [("0.35", "请核对占有率是 0.35%，还是 35%。"), ("1", ""), ("35", ""), ("0", "")],
)
def test_share_below_one_may_be_a_fraction(share, said):
    assert doubt_about_share(Decimal(share)) == said


@given(st.dictionaries(st.sampled_from(sorted(PLAIN)), st.none()))
def test_missing_figures_are_never_doubted(missing):
    doubted = fields(PLAIN | missing, PLAIN)
    assert not doubted & set(missing)


@pytest.mark.parametrize(
    ("figures", "asked"),
    [
        ({"assets": Decimal(60_000_000)}, {"assets", "liabilities"}),
        ({"liabilities": Decimal("0.35")}, {"liabilities"}),
        ({"liabilities": Decimal(0)}, set()),
        ({"assets": Decimal(400_000), "liabilities": Decimal(3000)}, set()),
    ],
)
def test_assets_and_liabilities_in_another_unit_are_asked_about(figures, asked):
    assert fields({**PLAIN, **figures}) == asked


def test_first_report_after_a_later_year_is_compared_with_that_one():
    figures, called = comparable({2025: {"assets": Decimal(6000)}}, 2024, {})
    assert (figures["assets"], called["assets"]) == (Decimal(6000), " 2025 年度")
