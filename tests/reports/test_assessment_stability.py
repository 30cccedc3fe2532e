"""Sensitivity, entropy weights and size: the worked examples of docs/assessment.md."""

from decimal import Decimal

from reports.assessment.entropy import entropy, entropy_of
from reports.assessment.fairness import fairness
from reports.assessment.sensitivity import between, sensitivity
from reports.assessment.totals import total
from tests.reports.assessments import decimals, indicator, scored, set_of

KEYS = ("1", "2", "3")


def by_code(*values):
    return dict(zip(KEYS, map(Decimal, values), strict=True))


def rounded(values, digits):
    return [str(round(one, digits)) for one in values]


def test_shifts_that_turn_the_worked_example_come_smallest_first():
    told = sensitivity(by_code(".40", ".35", ".25"), by_code(90, 70, 80), by_code(75, 85, 78))
    assert told.gap == Decimal("1.25")
    assert [(one.giver, one.taker, str(round(one.delta, 4))) for one in told.flips] == [
        ("1", "2", "0.0417"), ("3", "2", "0.0735"), ("1", "3", "0.0962"),
    ]  # fmt: skip
    assert told.smallest == told.flips[0]


def test_gap_of_nothing_is_turned_by_nothing():
    told = sensitivity(by_code(".5", ".25", ".25"), by_code(80, 80, 80), by_code(80, 80, 80))
    assert (told.gap, told.flips, told.smallest) == (0, (), None)


def test_bonus_takes_part_in_the_gap_and_not_in_the_weights():
    weights, first, second = by_code(40, 35, 25), by_code(90, 70, 80), by_code(75, 85, 78)
    assert sensitivity(weights, first, second, Decimal(100)).gap == 225


def totals(*points):
    indicators = set_of(*(indicator(code=f"A{n}", weight=w) for n, w in enumerate((40, 35, 25))))
    weights = [one.weight for one in indicators.indicators]
    return [
        total(
            indicators,
            {f"A{n}": scored(weights[n], one) for n, one in enumerate(row) if one is not None},
        )
        for row in points
    ]


def test_shift_between_totals_is_in_percentage_points():
    told = between(*totals((90, 70, 80), (75, 85, 78)))
    assert told.gap == Decimal("1.25")
    assert round(told.smallest.delta, 2) == Decimal("4.17")


def test_totals_of_other_indicators_are_not_compared():
    assert between(*totals((90, 70, 80), (75, 85, None))) is None


ROWS = {1: (30, 12, 5), 2: (22, 12, 9), 3: (10, 11, 2), 4: (18, 13, 6)}


def columns(rows):
    return {key: decimals({n: row[i] for n, row in rows.items()}) for i, key in enumerate(KEYS)}


def test_entropy_weights_of_the_worked_example():
    told = entropy(columns(ROWS))
    assert rounded(told.weights.values(), 4) == ["0.3390", "0.3276", "0.3334"]
    assert rounded(told.scores.values(), 2) == ["68.11", "73.05", "10.00", "68.84"]


def test_constant_column_has_no_entropy_weight():
    told = entropy(columns({1: (3, 7, 1), 2: (9, 7, 4)}))
    assert told.weights["2"] == 0
    assert sum(told.weights.values()) == 1


def test_constant_columns_alone_have_no_weights_at_all():
    told = entropy(columns({1: (3, 7, 1), 2: (3, 7, 1)}))
    assert set(told.weights.values()) == set(told.scores.values()) == {0}


def test_single_district_has_no_entropy_weights():
    assert set(entropy(columns({1: (3, 7, 1)})).weights.values()) == {0}


def test_missing_value_counts_as_the_worst():
    missing = columns({1: (3, 7, 1), 2: (9, 5, 4), 3: (None, 6, 2)})
    worst = columns({1: (3, 7, 1), 2: (9, 5, 4), 3: (3, 6, 2)})
    assert entropy(missing) == entropy(worst)


def test_entropy_is_turned_where_less_is_better():
    turned = [
        indicator(code="A1", scorer={"kind": "range"}, direction="less"),
        indicator(code="A2"),
        indicator({"kind": "count"}, code="B1", kind="bonus"),
    ]
    values = {
        "A1": decimals({1: 1, 2: 5, 3: 9}),
        "A2": decimals({1: 9, 2: 5, 3: 1}),
        "B1": decimals({1: 1, 2: 0, 3: 0}),
    }
    told = entropy_of(turned, values)
    assert set(told.weights) == {"A1", "A2"}
    assert rounded(told.scores.values(), 2) == ["100.00", "55.00", "10.00"]


def test_count_stands_beside_its_share_of_enterprises_and_growth():
    told = fairness(decimals({1: 40, 2: 10}), decimals({1: 4000, 2: 500}), decimals({1: 32, 2: 5}))
    assert (told[1].per_thousand, told[2].per_thousand) == (10, 20)
    assert (told[1].growth, told[2].growth) == (25, 100)
    assert (told[1].rank_by_count, told[2].rank_by_count) == (1, 2)
    assert (told[2].rank_per_thousand, told[2].rank_by_growth) == (1, 1)


def test_size_or_growth_that_cannot_be_told_has_no_rank():
    told = fairness(decimals({1: 4, 2: 1}), decimals({1: 0, 2: 500}), decimals({1: 0}))
    assert (told[1].per_thousand, told[1].rank_per_thousand) == (None, None)
    assert (told[1].growth, told[2].growth, told[2].rank_by_growth) == (None, None, None)
    assert told[2].rank_per_thousand == 1
