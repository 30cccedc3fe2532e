"""Pure rules of rounds: gaps, shades, weekly scores, and words about stability."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports.assessment.growth import points, week_before, weekly
from reports.assessment.round_table import SHADES, _shade
from reports.assessment.score_rows import gaps
from reports.assessment.stability import turn_in_words
from reports.assessment.steps import ORDER, steps_of
from reports.assessment.totals import Total
from reports.models import AssessmentRound, DistrictScore
from reports.models.assessment import RoundState

scores = st.dictionaries(
    st.integers(1, 40),
    st.decimals(0, 105, places=2, allow_nan=False, allow_infinity=False),
    min_size=1,
)
TODAY = date(2026, 11, 29)


def total(number: Decimal) -> Total:
    return Total(number, Decimal(0), Decimal(0), {}, {})


@given(scores)
def test_gap_leads_to_a_score_that_is_there_and_nothing_lies_between(given_scores):
    found = gaps({place: total(number) for place, number in given_scores.items()})
    for place, number in given_scores.items():
        better = [one for one in given_scores.values() if one > number]
        above = found[place].above
        assert (above is None) == (not better)
        if above is not None:
            assert number + above in better
            assert not [one for one in better if one < number + above]


@given(scores)
def test_shade_follows_the_points_of_its_column(given_scores):
    column = list(given_scores.values())
    shades = [_shade(one, column) for one in sorted(column)]
    assert shades == sorted(shades)
    assert set(shades) <= set(range(SHADES)) or set(shades) == {-1}


def by_day(*pairs):
    return [DistrictScore(day=day, total=Decimal(number)) for day, number in pairs]


def test_week_without_a_score_of_its_own_shows_the_one_that_stood():
    kept = by_day((TODAY - timedelta(days=20), 60), (TODAY, 70))
    assert [one.total for one in weekly(kept, TODAY)] == [60, 70]


def test_score_of_a_week_before_is_the_one_that_stood_then():
    kept = by_day((TODAY - timedelta(days=9), 60), (TODAY - timedelta(days=3), 65), (TODAY, 70))
    found = week_before(kept)
    assert found is not None
    assert found.total == 60


def test_line_of_equal_scores_is_drawn_level():
    drawn = points(by_day((TODAY - timedelta(days=7), 60), (TODAY, 60)))
    assert drawn[0].y == drawn[1].y


def test_turn_is_told_with_names_and_the_other():
    turn = {"giver": "A2", "taker": "C1", "delta": "4.200000"}
    names = {"A2": "产品（技术）认定", "C1": "诉求按时、满意"}
    assert turn_in_words(turn, names, "第 4 名") == (
        "若“产品（技术）认定”权重调 4.2 个百分点给“诉求按时、满意”，与第 4 名的名次将互换。"
    )


def test_every_step_of_a_round_stands_in_the_strip():
    assert set(ORDER) == set(RoundState) - {RoundState.DROPPED}
    one = AssessmentRound(state=RoundState.APPEALING, appeals_from=TODAY, appeals_until=TODAY)
    states = [step.state for step in steps_of(one)]
    assert states == ["done"] * 5 + ["current"] + ["later"] * 4


def test_dropped_round_says_so():
    assert steps_of(AssessmentRound(state=RoundState.DROPPED))[-1].state == "stopped"
