"""How amounts of money are written."""

from decimal import Decimal

import pytest

from financing.money import in_wan, wan, wan_typed, yuan


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("1905550.00"), "190.56"),
        (Decimal("1905450.00"), "190.55"),
        (Decimal("-1905450.00"), "−190.55"),
        (Decimal("12345678901.00"), "1,234,567.89"),
        (0, "0.00"),
        (None, "—"),
        ("", "—"),
    ],
)
def test_wan_has_two_decimals_half_up(amount, written):
    assert wan(amount) == written


def test_yuan_rounds_half_up_and_has_a_true_minus():
    assert yuan(Decimal("-1809600.005")) == "−1,809,600.01"
    assert yuan(None) == ""


def test_field_and_workbook_lose_no_digit():
    assert wan_typed(Decimal("1905450.01")) == "190.545001"
    assert in_wan(Decimal("1905450.01")) == Decimal("190.545001")
