"""A round from its draft to the archive, and what its steps refuse."""

from decimal import Decimal

import pytest

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import acting_as, system_scope
from reports.assessment.round_machine import MACHINE, RoundInput
from reports.assessment.seal import seal_of
from reports.models import (
    AssessmentRound,
    DistrictScore,
    PublishedResult,
    RoundFigure,
    RoundIndicator,
    ScoreLine,
)
from tests.reports.assessment.rounds import draft, end_appeals, indicator, move, scored


def frozen(city):
    one = move(city, scored(city), "open_appeals")
    end_appeals(one)
    one = move(city, one, "close_appeals")
    return move(city, one, "freeze")


def test_round_goes_from_draft_to_archive(city, counts):
    counts.update({"370212": Decimal(18), "370214": Decimal(30)})
    one = move(city, frozen(city), "publish", shown="totals")
    assert move(city, one, "archive").state == "archived"


def test_score_is_that_of_the_worked_example(city, counts, district):
    counts["370212"] = Decimal(18)
    one = scored(city)
    with acting_as(city):
        line = ScoreLine.objects.get(
            district=district, score__round=one, indicator__code="A1", score__is_current=True
        )
    assert (line.points, line.weighted) == (Decimal(76), Decimal("45.6"))
    assert line.formula == "60 + 40 × (18 − 10) ÷ (30 − 10) = 76.00"


def test_weights_that_do_not_make_100_are_refused_in_words(city):
    one = draft(city)
    with acting_as(city):
        one.indicators.filter(code="B1").delete()
    with pytest.raises(RuleViolation, match="权重合计应为 100，现在是 60"):
        move(city, one, "consult")


def test_a_source_that_is_gone_is_named(city):
    one = draft(city)
    with acting_as(city):
        data = indicator("A1", source={"figure": "no_such"})
        RoundIndicator.objects.filter(round=one, code="A1").update(definition=data)
    with pytest.raises(RuleViolation, match="平台没有“no_such”这项数据"):
        move(city, one, "consult")


def test_districts_take_no_step(city, bureau):
    one = move(city, draft(city), "consult")
    with acting_as(bureau), pytest.raises((NotPermitted, AssessmentRound.DoesNotExist)):
        MACHINE.execute(bureau, one.pk, "settle")


def test_of_two_officers_who_freeze_at_once_one_wins_and_the_other_is_told(city, as_actor):
    second = as_actor(Duty.CITY_OFFICER)
    one = move(city, scored(city), "open_appeals")
    end_appeals(one)
    one = move(city, one, "close_appeals")
    with acting_as(city):
        MACHINE.execute(city, one.pk, "freeze", expected_version=one.version)
    with acting_as(second), pytest.raises(StaleVersion, match="冻结封存"):
        MACHINE.execute(second, one.pk, "freeze", expected_version=one.version)


def test_appeals_close_only_after_their_term(city):
    one = move(city, scored(city), "open_appeals")
    with pytest.raises(RuleViolation, match="截止，之后才能转入裁定"):
        move(city, one, "close_appeals")


def test_freezing_wants_every_figure_confirmed(city):
    one = move(city, draft(city), "consult", "settle", "collect", "prescore", "open_appeals")
    end_appeals(one)
    one = move(city, one, "close_appeals")
    with pytest.raises(RuleViolation, match="个数没有确认"):
        move(city, one, "freeze")


def test_seal_tells_when_a_figure_was_changed_after_it(city):
    one = frozen(city)
    with acting_as(city):
        assert seal_of(one) == one.seal
        RoundFigure.objects.filter(round=one, indicator__code="B1").update(value=Decimal(31))
        assert seal_of(one) != one.seal
    with pytest.raises(RuleViolation, match="封存摘要不符"):
        move(city, one, "publish", shown="ranks")


def test_publication_shows_no_more_than_was_chosen(city, counts):
    counts["370212"] = Decimal(18)
    one = move(city, frozen(city), "publish", shown="ranks")
    with acting_as(city):
        rows = list(PublishedResult.objects.filter(round=one))
    assert rows
    assert all(row.total is None and row.lines == [] for row in rows)


def test_recalled_publication_takes_the_results_back(city):
    one = move(city, frozen(city), "publish", shown="lines")
    one = move(city, one, "recall", reason="数据有误")
    with system_scope(reason="test"):
        assert not PublishedResult.objects.filter(round=one).exists()


def test_district_reads_its_own_score_alone(city, bureau, district, other_district):
    one = scored(city)
    with acting_as(bureau):
        seen = set(DistrictScore.objects.filter(round=one).values_list("district_id", flat=True))
        lines = set(ScoreLine.objects.values_list("district_id", flat=True))
    assert seen == lines == {district.pk}


def test_district_sees_no_draft(city, bureau):
    one = draft(city)
    with acting_as(bureau):
        assert not AssessmentRound.objects.filter(pk=one.pk).exists()
        assert not AssessmentRound._base_manager.filter(pk=one.pk).exists()
        assert not RoundIndicator._base_manager.filter(round=one).exists()


def test_step_that_goes_back_wants_a_reason(city):
    one = move(city, draft(city), "consult")
    with acting_as(city), pytest.raises(RuleViolation, match="请写明原因"):
        MACHINE.execute(city, one.pk, "redraft", RoundInput())
