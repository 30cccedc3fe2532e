"""Doubts about yearly figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.rules.plausibility import doubts

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


@given(st.dictionaries(st.sampled_from(sorted(PLAIN)), st.none()))
def test_missing_figures_are_never_doubted(missing):
    doubted = fields(PLAIN | missing, PLAIN)
    assert not doubted & set(missing)
