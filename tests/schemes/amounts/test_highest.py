"""What a rule gives at the most before any claim is made."""

from decimal import Decimal

import pytest

from schemes.amounts.highest import highest_of
from tests.schemes.amounts.rules import EQUIPMENT_2021, rule

UNITS = {"kind": "units"}
EVENTS = {"kind": "events"}
TWO_EVENTS = [
    {"key": "first", "label": "甲", "amount": 300_000},
    {"key": "second", "label": "乙", "amount": 200_000},
]


def test_cap_of_a_project_is_the_most_of_shares():
    assert highest_of(EQUIPMENT_2021) == Decimal(6_000_000)


def test_units_of_a_year_at_the_dearest_rate():
    made = rule(UNITS, {"kind": "per_unit", "most": 5, "units": [{"amount": 7000}]})
    assert highest_of(made) == Decimal(35_000)


def test_units_without_end_have_no_most():
    assert highest_of(rule(UNITS, {"kind": "per_unit", "units": [{"amount": 7000}]})) is None


@pytest.mark.parametrize(("together", "most"), [("sum", 500_000), ("highest", 300_000)])
def test_events_add_up_or_the_highest_counts(together, most):
    made = rule(EVENTS, {"kind": "fixed", "events": TWO_EVENTS, "together": together})
    assert highest_of(made) == Decimal(most)


def test_formula_that_ends_below_the_cap_says_so():
    caps = {"enterprise_year": {"amount": 6_000_000}}
    made = rule(EVENTS, {"kind": "fixed", "events": TWO_EVENTS}, caps=caps)
    assert highest_of(made) == Decimal(500_000)
