"""Every function of an expression lands on its exact edges, whatever the figures are.

The values are compared with fractions that are computed here, by the definition of each function.
"""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemes.evaluation.evaluate import evaluate
from schemes.evaluation.indicators import Inputs
from schemes.evaluation.judging import Verdict
from schemes.expressions import numbers
from tests.schemes.test_evaluation import a_criterion, a_scheme
from tests.schemes.test_shipped import SCHEMES

# As the registry keeps them: ten thousands of yuan with four decimals.
figures = st.integers(1, 10**9).map(lambda units: Decimal(units) / 10_000)
wholes = st.lists(figures, min_size=2, max_size=4)
edges = st.integers(-200, 2000).map(lambda tenths: Fraction(tenths, 10))


def of(whole, percent):
    """So much per cent of `whole`."""
    return Fraction(whole) * Fraction(percent) / 100


@given(figures, edges)
def test_ratio_and_growth_lie_on_their_edge(whole, edge):
    assert numbers.ratio(of(whole, edge), whole) == edge
    assert numbers.growth(of(whole, 100 + edge), whole) == edge


@given(wholes, edges, st.data())
def test_mean_of_ratios_lies_on_its_edge(amounts, edge, data):
    offs = [Fraction(data.draw(st.integers(-500, 500)), 7) for _ in amounts[1:]]
    percents = [edge + off for off in offs] + [edge - sum(offs)]
    ratios = [
        numbers.ratio(of(whole, percent), whole)
        for whole, percent in zip(amounts, percents, strict=True)
    ]
    assert numbers.mean(ratios) == edge
    assert numbers.total(ratios) == edge * len(amounts)


@given(figures, st.integers(-900, 3000), st.integers(1, 10))
def test_compound_growth_lies_on_its_edge(before, tenths, years):
    factor = 1 + Fraction(tenths, 1000)
    now = Fraction(before) * factor**years
    assert numbers.compound_growth(now, before, Decimal(years)) == Fraction(tenths, 10)


@given(figures, figures, st.integers(2, 10), edges)
def test_compound_growth_is_on_the_side_of_an_edge_that_its_power_is_on(now, before, years, edge):
    got = numbers.compound_growth(now, before, Decimal(years))
    reached = Fraction(now) >= Fraction(before) * (1 + edge / 100) ** years
    assert (got >= edge) == reached


@given(figures, st.integers(1, 60), st.integers(1, 60))
def test_what_is_divided_and_multiplied_again_is_whole(amount, up, down):
    quotient = numbers.divide(numbers.multiply(amount, Decimal(up)), Decimal(down))
    back = numbers.multiply(quotient, numbers.divide(Decimal(down), Decimal(up)))
    assert back == amount
    assert numbers.floor(numbers.multiply(numbers.divide(Decimal(up), Decimal(down)), down)) == up


@given(figures, figures)
def test_sums_and_differences_are_exact(one, two):
    third = numbers.divide(one, Decimal(3))
    assert numbers.add(numbers.add(third, third), third) == one
    assert numbers.subtract(numbers.add(one, third), third) == one
    assert numbers.total_known([third, None, third, third]) == one
    assert numbers.largest_known([third, None]) == numbers.largest([third]) == third
    assert numbers.smallest([one, third]) == third
    assert numbers.remainder(numbers.multiply(third, Decimal(7)), third) == 0
    assert (numbers.divide(one, two) >= 1) == (one >= two)


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_halves_are_rounded_away_from_zero(units, decimals):
    value = Fraction(2 * units + 1, 2 * 10**decimals)
    away = units + 1 if units >= 0 else units
    assert numbers.rounded(value, Decimal(decimals)) == Fraction(away, 10**decimals)


@pytest.mark.parametrize(
    ("now", "before", "years"),
    [("999999999999999", "0.000001", 1), ("0.000001", "999999999999999", 10)],
)
def test_growth_beyond_all_bounds_is_missing_or_told(now, before, years):
    got = numbers.compound_growth(Decimal(now), Decimal(before), Decimal(years))
    assert got is None or -100 < got < 0


def test_mean_growth_of_exactly_five_per_cent_is_enough():
    # Main revenue 8649 -> 9579 -> 9506.9: growth of 10.7527… % and -0.7527… %.
    years = tuple({"main_revenue": Decimal(one)} for one in ("9506.9", "9579", "8649"))
    found = {
        one.key: one for one in evaluate(SCHEMES["little_giant_2022"], Inputs(years=years)).findings
    }
    growth = found["mean_growth"]
    assert growth.verdict == Verdict.MET
    assert growth.sentence == "5%，要求 ≥ 5%"


def test_mean_of_exactly_sixty_five_per_cent_is_not_below_it():
    owed = (("100", "300"), ("200", "300"), ("285", "300"))
    years = tuple({"liabilities": Decimal(part), "assets": Decimal(whole)} for part, whole in owed)
    found = {
        one.key: one
        for one in evaluate(SCHEMES["hidden_champion_2018"], Inputs(years=years)).findings
    }
    assert found["debt_ratio"].verdict == Verdict.NOT_MET
    assert found["debt_ratio"].value == "65"


@pytest.mark.parametrize(
    ("spent", "sentence"),
    [
        ("2.9999", "2.9999%，要求 ≥ 3%，还差 0.0001 个百分点"),
        ("2.5", "2.5%，要求 ≥ 3%，还差 0.5 个百分点"),
    ],
)
def test_what_is_just_below_its_threshold_does_not_look_like_it(spent, sentence):
    inputs = Inputs(years=({"rd_cost": Decimal(spent), "revenue": 100},))
    assert (
        evaluate(a_scheme({"criteria": [a_criterion()]}), inputs).findings[0].sentence == sentence
    )
