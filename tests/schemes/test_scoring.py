"""Intervals, bands and points."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemes.definition.scoring import Interval, Measure, Scoring, range_in_words
from schemes.evaluation.scoring import Wait, score


@pytest.mark.parametrize("text", ["3,5", "[3,5", "[5,3)", "(3,3)", "[,3)", "(3,]", "[a,b)", ""])
def test_what_is_no_interval_is_refused(text):
    with pytest.raises(ValueError, match="区间"):
        Interval.read(text)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("[3,5)", ["3", "4.99"], ["2.99", "5"]),
        ("(3,5]", ["3.01", "5"], ["3", "5.01"]),
        ("(,0)", ["-9"], ["0"]),
        ("[3,)", ["3", "999999"], ["2"]),
        ("[3,3]", ["3"], ["2.99", "3.01"]),
    ],
)
def test_interval_says_whether_its_edges_belong_to_it(text, inside, outside):
    interval = Interval.read(text)
    assert all(interval.holds(Decimal(value)) for value in inside)
    assert not any(interval.holds(Decimal(value)) for value in outside)


def bands(*ranges):
    return [{"range": text, "points": n} for n, text in enumerate(ranges)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[3,5)", "不低于 3、低于 5"),
        ("(3,5]", "高于 3、不高于 5"),
        ("(,100)", "低于 100"),
        ("[0.50,)", "不低于 0.5"),
        ("[7,7]", "等于 7"),
        ("(,)", "不论多少"),
        ("half", "half"),
    ],
)
def test_range_is_said_in_words(text, words):
    assert range_in_words(text) == words


@pytest.mark.parametrize(
    "ranges",
    [
        ("(,3)", "[3,5)"),
        ("[3,5)", "[5,)"),
        ("(,3)", "[4,)"),
        ("(,3]", "[3,)"),
        ("(,3)", "(3,)"),
        ("(,5)", "[3,)"),
    ],
    ids=["no end", "no beginning", "gap", "edge twice", "edge nowhere", "overlap"],
)
def test_bands_that_leave_a_gap_or_overlap_are_refused(ranges):
    with pytest.raises(ValidationError, match="分档"):
        Measure.model_validate({"indicator": "x", "bands": bands(*ranges)})


@given(
    st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=8, unique=True),
    st.decimals(-2000, 2000, places=3),
)
def test_every_value_falls_into_exactly_one_band(edges, value):
    edges.sort()
    ranges = [f"(,{edges[0]})"]
    ranges += [f"[{low},{high})" for low, high in zip(edges, edges[1:], strict=False)]
    ranges.append(f"[{edges[-1]},)")
    measure = Measure.model_validate({"indicator": "x", "bands": bands(*ranges)})
    assert sum(band.interval.holds(value) for band in measure.bands) == 1


def table(*items, cap=10):
    return Scoring.model_validate(
        {"dimensions": [{"key": "d", "title": "维度", "cap": cap, "items": list(items)}]}
    )


def item(key, maximum, *indicators):
    return {
        "key": key, "label": key, "maximum": maximum, "source": "示例",
        "measures": [{"indicator": one} for one in indicators],
    }  # fmt: skip


def test_item_takes_the_best_of_its_measures_up_to_its_maximum():
    result = score(table(item("i", 5, "a", "b")), {"a": Decimal(2), "b": Decimal(9)})
    assert str(result.span) == "5"


def test_dimension_is_capped():
    result = score(table(item("i", 8, "a"), item("j", 8, "b"), cap=10),
                   {"a": Decimal(7), "b": Decimal(6)})  # fmt: skip
    assert str(result.span) == "10"


def test_missing_value_leaves_a_span():
    result = score(table(item("i", 4, "a"), item("j", 6, "b")), {"a": Decimal(3)})
    assert (result.span.low, result.span.high) == (3, 9)


def test_negative_points_count_as_none():
    assert str(score(table(item("i", 4, "a")), {"a": Decimal(-3)}).span) == "0"


def test_marks_of_experts_close_the_span():
    scoring = table(item("i", 4, "a"), item("e", 6))
    values = {"a": Decimal(3)}
    assert score(scoring, values).waits_of("score") == {Wait.EXPERTS}
    assert str(score(scoring, values, {"e": Decimal("4.5")}).span) == "7.5"
