"""Appeals against lines: filed in time, ruled with a reason, counted with a trace."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from reports.assessment.actions.file_appeal import file_appeal, rule_appeal, withdraw_appeal
from reports.models import Appeal, AssessmentRound, DistrictScore, RoundFigure, ScoreLine
from tests.reports.assessment.rounds import end_appeals, move, scored


@pytest.fixture
def appealed(city, counts):
    counts.update({"370212": Decimal(18), "370214": Decimal(18)})
    return move(city, scored(city), "open_appeals")


def file(bureau, one, code="A1", reason="漏计一家"):
    with acting_as(bureau):
        row = one.indicators.get(code=code)
        return file_appeal(bureau, one.pk, row.pk, reason=reason)


def line_of(place, code="A1"):
    return ScoreLine.objects.get(district=place, indicator__code=code, score__is_current=True)


def test_sustained_appeal_changes_the_figure_and_keeps_what_the_source_said(
    city, bureau, appealed, district
):
    appeal = file(bureau, appealed)
    with acting_as(city):
        rule_appeal(city, appeal.pk, is_sustained=True, ruling="属实", new_value=Decimal(20))
        figure = RoundFigure.objects.get(indicator=appeal.indicator_id, district=district)
        line = line_of(district)
    assert (figure.value, figure.counted) == (Decimal(18), Decimal(20))
    assert line.points == Decimal(80)
    assert "数值由 18.00 更正为 20.00" in line.note


def test_sustained_appeal_may_give_points_instead(city, bureau, appealed, district):
    appeal = file(bureau, appealed)
    with acting_as(city):
        rule_appeal(city, appeal.pk, is_sustained=True, ruling="属实", new_points=Decimal(50))
        assert line_of(district).weighted == Decimal(50)


def test_refused_appeal_keeps_the_score(city, bureau, appealed, district):
    appeal = file(bureau, appealed)
    with acting_as(city):
        before = line_of(district).weighted
        ruled = rule_appeal(city, appeal.pk, is_sustained=False, ruling="口径一致")
        assert line_of(district).weighted == before
    assert (ruled.state, ruled.ruling) == ("refused", "口径一致")


def test_ruling_wants_a_reason_and_one_correction(city, bureau, appealed):
    appeal = file(bureau, appealed)
    with acting_as(city), pytest.raises(RuleViolation) as refused:
        rule_appeal(city, appeal.pk, is_sustained=True, ruling="")
    assert set(refused.value.errors) == {"ruling", "new_value"}


def test_appeal_after_the_end_is_refused_in_words(bureau, appealed):
    end_appeals(appealed)
    with pytest.raises(RuleViolation, match="申诉已于 .*截止，不再受理"):
        file(bureau, appealed)


def test_appeal_before_the_term_is_refused_in_words(city, bureau):
    one = scored(city)
    with pytest.raises(RuleViolation, match="不在申诉期内"):
        file(bureau, one)


def test_line_has_one_open_appeal(bureau, appealed):
    file(bureau, appealed)
    with pytest.raises(RuleViolation, match="已有申诉在裁定中"):
        file(bureau, appealed)


def test_withdrawn_appeal_lets_the_line_be_appealed_again(bureau, appealed):
    appeal = file(bureau, appealed)
    with acting_as(bureau):
        withdraw_appeal(bureau, appeal.pk)
    assert file(bureau, appealed).pk != appeal.pk


def test_city_files_no_appeal_and_a_district_rules_none(city, bureau, appealed):
    with pytest.raises(NotPermitted):
        file(city, appealed)
    appeal = file(bureau, appealed)
    with acting_as(bureau), pytest.raises(NotPermitted):
        rule_appeal(bureau, appeal.pk, is_sustained=False, ruling="理由")


def test_another_district_sees_no_appeal(bureau, other_bureau, appealed):
    appeal = file(bureau, appealed)
    with acting_as(other_bureau):
        assert not Appeal.objects.filter(pk=appeal.pk).exists()
        assert not Appeal._base_manager.filter(pk=appeal.pk).exists()


def test_term_is_five_working_days_after_the_day_it_opened(appealed):
    from procedures.batches.working_days import working_days_between

    assert working_days_between(appealed.appeals_from, appealed.appeals_until) == 5


def test_round_is_not_frozen_over_an_open_appeal(city, bureau, appealed):
    file(bureau, appealed)
    end_appeals(appealed)
    one = move(city, appealed, "close_appeals")
    with pytest.raises(RuleViolation, match="还有 1 件申诉没有裁定"):
        move(city, one, "freeze")


def test_districts_of_one_score_have_one_rank(city, appealed, district, other_district):
    with system_scope(reason="test"):
        ranks = set(
            DistrictScore.objects.filter(
                round=appealed, is_current=True, district__in=[district, other_district]
            ).values_list("rank", flat=True)
        )
    assert ranks == {1}


def test_night_ends_the_term_and_scores_anew(city, counts, appealed, district):
    from reports.assessment.nightly import run_assessment

    counts["370212"] = Decimal(30)
    with system_scope(reason="test"):
        AssessmentRound.objects.filter(pk=appealed.pk).update(appeals_until=date(2026, 1, 5))
    run_assessment()
    with acting_as(city):
        assert AssessmentRound.objects.get(pk=appealed.pk).state == "ruling"
        assert line_of(district).points == Decimal(100)


def test_night_that_runs_twice_changes_nothing(city, appealed):
    from reports.assessment.nightly import run_assessment

    run_assessment()
    with acting_as(city):
        before = list(DistrictScore.objects.order_by("district").values_list("total", "day"))
    run_assessment()
    with acting_as(city):
        after = list(DistrictScore.objects.order_by("district").values_list("total", "day"))
    assert before == after
