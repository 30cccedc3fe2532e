"""What holds of every assessment, whatever the figures."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.assessment.entropy import entropy
from reports.assessment.sensitivity import sensitivity
from reports.assessment.totals import ranks, renormalised, total
from tests.reports.assessments import indicator, lines, power, scored, set_of

LAST_YEAR = {"kind": "last_year"}
SCORERS = {
    "power": (power(), "more"),
    "power_less": (power(30, 10), "less"),
    "power_bonus": (power(above="bonus"), "more"),
    "power_last_year": ({"kind": "power", "x_no": LAST_YEAR, "x_yes": LAST_YEAR}, "more"),
    "completion": ({"kind": "completion", "task": {"kind": "typed"}}, "more"),
    "range": ({"kind": "range", "c": 40, "d": 60}, "more"),
    "range_less": ({"kind": "range", "c": 40, "d": 60}, "less"),
    "anchors": (
        {
            "kind": "anchors",
            "anchors": [
                {"value": v, "points": p}
                for v, p in ((-5, 20), (0, 40), (3, 60), (20, 80), (50, 100))
            ],
        },
        "more",
    ),
    "count": ({"kind": "count", "each": "1.5"}, "more"),
    "lateness": ({"kind": "lateness"}, "less"),
    "yes_no": ({"kind": "yes_no"}, "more"),
    "manual": ({"kind": "manual"}, "more"),
}
NUMBERS = st.decimals(-10_000, 10_000, places=3)
VALUES = st.dictionaries(st.integers(1, 12), NUMBERS, min_size=1)
GAPPY = st.dictionaries(st.integers(1, 12), st.none() | NUMBERS, min_size=1)
POINTS = st.decimals(0, 120, places=2)
WEIGHTS = st.decimals("0.01", 100, places=2)
LAST = {1: Decimal(-7), 2: Decimal(40), 3: Decimal(3)}
TASKS = dict.fromkeys(range(1, 13), Decimal(17))


def of(name, **fields):
    scorer, direction = SCORERS[name]
    return indicator(scorer, direction=direction, **fields)


def told(name, values, **fields):
    return lines(of(name, **fields), values, last=LAST, tasks=TASKS)


@pytest.mark.parametrize("name", SCORERS)
@settings(max_examples=30)
@given(values=VALUES)
def test_better_value_never_has_fewer_points(name, values):
    found = told(name, values)
    sign = -1 if SCORERS[name][1] == "less" else 1
    ordered = sorted(values, key=lambda key: sign * values[key])
    points = [found[key].points for key in ordered]
    assert points == sorted(points)


@pytest.mark.parametrize("missing", ["zero", "last", "exclude"])
@pytest.mark.parametrize("name", SCORERS)
@settings(max_examples=30)
@given(values=GAPPY)
def test_points_lie_between_nothing_and_the_most(name, missing, values):
    one = of(name, missing=missing)
    for line in told(name, values, missing=missing).values():
        assert 0 <= line.weighted <= one.most
        assert line.counts or line.maximum == 0


@pytest.mark.parametrize("name", SCORERS)
@settings(max_examples=30)
@given(values=GAPPY, seed=st.randoms())
def test_order_of_districts_changes_nothing(name, values, seed):
    shuffled = list(values)
    seed.shuffle(shuffled)
    assert told(name, values) == told(name, {key: values[key] for key in shuffled})


@pytest.mark.parametrize("name", SCORERS)
@settings(max_examples=30)
@given(values=VALUES)
def test_same_value_has_the_same_points(name, values):
    found = told(name, values)
    for key, value in values.items():
        for other in values:
            assert values[other] != value or found[other].points == found[key].points


@given(weights=st.dictionaries(st.integers(), WEIGHTS, min_size=1, max_size=40))
def test_renormalised_weights_make_a_hundred(weights):
    assert round(sum(renormalised(weights).values()), 20) == 100


@given(rows=st.lists(st.tuples(WEIGHTS, st.none() | POINTS), min_size=1, max_size=8))
def test_total_lies_between_its_lowest_and_its_highest_line(rows):
    indicators = set_of(*(indicator(code=f"A{n}", weight=w) for n, (w, _) in enumerate(rows)))
    found = {f"A{n}": scored(w, p) for n, (w, p) in enumerate(rows) if p is not None}
    score = round(total(indicators, found).score, 20)
    points = [p for _, p in rows if p is not None] or [Decimal(0)]
    assert min(points) <= score <= max(points)


@given(scores=st.dictionaries(st.integers(), POINTS))
def test_rank_is_one_more_than_how_many_are_better(scores):
    for key, place in ranks(scores).items():
        assert place == 1 + sum(one > scores[key] for one in scores.values())


THREE = st.tuples(POINTS, POINTS, POINTS)


@given(weights=st.tuples(WEIGHTS, WEIGHTS, WEIGHTS), first=THREE, second=THREE, beside=NUMBERS)
def test_order_turns_exactly_at_the_shift(weights, first, second, beside):
    weighed, a, b = (dict(enumerate(one)) for one in (weights, first, second))
    found = sensitivity(weighed, a, b, beside)

    def gap_after(flip, more):
        moved = weighed | {
            flip.giver: weighed[flip.giver] - flip.delta - more,
            flip.taker: weighed[flip.taker] + flip.delta + more,
        }
        return round(sum((moved[n] * (a[n] - b[n]) for n in moved), beside), 15)

    for flip in found.flips:
        assert gap_after(flip, 0) == 0
        assert gap_after(flip, Decimal("0.001")) * found.gap < 0
        assert gap_after(flip, Decimal("-0.001")) * found.gap > 0
        assert flip.delta <= weighed[flip.giver]


@given(weights=st.tuples(WEIGHTS, WEIGHTS, WEIGHTS), first=THREE, second=THREE)
def test_districts_may_be_named_in_either_order(weights, first, second):
    weighed, a, b = (dict(enumerate(one)) for one in (weights, first, second))
    one, other = sensitivity(weighed, a, b), sensitivity(weighed, b, a)
    assert (one.gap, one.flips) == (-other.gap, other.flips)


@given(
    columns=st.lists(
        st.fixed_dictionaries({key: st.none() | NUMBERS for key in (1, 2, 3, 4)}),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_entropy_weights_make_one_or_nothing(columns):
    found = entropy({str(n): column for n, column in enumerate(columns)})
    assert round(sum(found.weights.values()), 20) in (0, 1)
    assert all(weight >= 0 for weight in found.weights.values())
    assert all(0 <= round(score, 20) <= 100 for score in found.scores.values())
