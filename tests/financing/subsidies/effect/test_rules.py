"""Lights, scores, grades, percentiles: worked examples of domain-2 A11, and properties."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from financing.subsidies.effect.rules import (
    HEADS,
    a_year_after,
    attained,
    grade_of,
    light_of,
    path_value,
    points_of,
    whole_of,
)
from financing.subsidies.effect.statistics import hidden_keys, percentile

D = Decimal
NUMBERS = st.decimals(0, 10**9, places=2)


@pytest.mark.parametrize(
    ("share", "tone"),
    [("95", "ok"), ("94.99", "wait"), ("80", "wait"), ("79.99", "bad"), ("120", "ok")],
)
def test_lights_at_their_edges(share, tone):
    assert light_of(D(share)) == tone


@pytest.mark.parametrize(
    ("score", "grade"),
    [("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("60", "中"), ("59.99", "差")],
)
def test_grades_at_their_edges(score, grade):
    assert grade_of(D(score)).label == grade


@pytest.mark.parametrize(
    ("direction", "actual", "wanted", "share"),
    [
        ("at_least", 1800, 2000, 90), ("at_least", 2600, 2000, 130), ("at_least", 0, 0, 100),
        ("at_most", 5, 10, 100), ("at_most", 20, 10, 50), ("at_most", 1, 0, 0),
        ("equal", 100, 100, 100), ("equal", 90, 100, 90), ("equal", 300, 100, 0),
    ],
)  # fmt: skip
def test_attainment(direction, actual, wanted, share):
    assert attained(direction, D(actual), D(wanted)) == share


def test_path_runs_from_the_base_to_the_target():
    goal = SimpleNamespace(base=D(100), target=D(200), due_on=date(2026, 1, 11))
    begins = date(2026, 1, 1)
    assert path_value(goal, begins, date(2026, 1, 6)) == 150
    assert path_value(goal, begins, date(2026, 1, 11)) == 200
    assert path_value(goal, begins, date(2027, 1, 1)) == 200


def test_worked_score():
    """90 % of the budget, outputs 100 %, benefits 80 %, satisfaction 95 %: 9 + 50 + 24 + 9.5."""
    shares = dict(zip(HEADS, (D(90), D(100), D(80), D(95)), strict=True))
    lines, score = points_of([(head, share, "") for head, share in shares.items()])
    assert [one.points for one in lines] == [9, 50, 24, D("9.5")]
    assert (score, grade_of(score).label) == (D("92.50"), "优")


def test_heading_without_goals_is_taken_off_the_full_points():
    lines, score = points_of([(one, D(50) if one.key == "output" else None, "") for one in HEADS])
    assert (sum(one.points for one in lines), score) == (25, D("50.00"))


@given(st.lists(st.tuples(st.decimals(1, 100, places=2), NUMBERS), min_size=1, max_size=9))
def test_whole_is_within_its_parts(parts):
    whole = whole_of(parts)
    capped = [min(one, D(100)) for _, one in parts]
    slack = D("1e-9")
    assert min(capped) - slack <= whole <= max(capped) + slack


def test_29_february_has_an_anniversary():
    assert a_year_after(date(2024, 2, 29)) == date(2025, 2, 28)


@pytest.mark.django_db
@pytest.mark.parametrize("percent", [50, 90])
@pytest.mark.parametrize("values", [[3], [1, 2], [9, 1, 5, 7], list(range(17))])
def test_percentile_is_that_of_postgresql(values, percent):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_cont(%s) WITHIN GROUP (ORDER BY v) FROM unnest(%s::float[]) AS v",
            [percent / 100, values],
        )
        (expected,) = cursor.fetchone()
    assert float(percentile(values, percent)) == pytest.approx(expected)


def test_small_groups_are_hidden_and_not_told_by_the_total():
    assert hidden_keys({"a": 4, "b": 9, "c": 20}) == {"a", "b"}
    assert hidden_keys({"a": 4, "b": 3, "c": 20}) == {"a", "b"}
    assert hidden_keys({"b": 9, "c": 20}) == set()
