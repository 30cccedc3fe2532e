"""Figures that departments confirm, entries, evidence, and the growth of a score."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as
from reports.assessment.actions.confirm_figure import confirm_figure
from reports.assessment.actions.enter_entry import Entry, cancel_entry, enter_entry
from reports.assessment.actions.file_evidence import file_evidence, withdraw_evidence
from reports.assessment.figures import take_figures
from reports.assessment.growth import week_before
from reports.assessment.lines_of_district import shown_lines
from reports.assessment.scoring import score_round
from reports.models import DistrictScore, RoundFigure
from tests.accounts.wall_world import PDF
from tests.reports.assessment.rounds import confirmation, draft, move, scored

DAY = date(2026, 6, 1)


@pytest.fixture
def collecting(city):
    return move(city, draft(city), "consult", "settle", "collect")


def figure_of(one, place, code):
    return RoundFigure.objects.get(round=one, district=place, indicator__code=code)


def score_of(one, place):
    return DistrictScore.objects.get(round=one, district=place, is_current=True)


def test_registered_figure_is_taken_and_the_department_waited_for(
    city, counts, collecting, district
):
    counts["370212"] = Decimal(18)
    with acting_as(city):
        take_figures(collecting)
        taken, waiting = (figure_of(collecting, district, code) for code in ("A1", "B1"))
    assert (taken.value, taken.is_confirmed) == (Decimal(18), False)
    assert (waiting.value, waiting.taken_at) == (None, None)


def test_confirmation_wants_department_name_source_and_value(city, collecting, district):
    said = confirmation(None, department="", confirmed_by_name=" ", source="")
    with acting_as(city), pytest.raises(RuleViolation) as refused:
        confirm_figure(city, figure_of(collecting, district, "B1").pk, said, version=None)
    assert set(refused.value.errors) == {"department", "confirmed_by_name", "source", "value"}


def test_registered_figure_is_not_typed_over(city, collecting, district):
    with acting_as(city), pytest.raises(RuleViolation, match="由平台取数"):
        confirm_figure(city, figure_of(collecting, district, "A1").pk, confirmation(), version=None)


def test_confirmed_as_missing_counts_as_the_indicator_says(city, collecting, district):
    with acting_as(city):
        pk = figure_of(collecting, district, "B1").pk
        confirm_figure(city, pk, confirmation(None, is_missing=True), version=None)
    one = move(city, collecting, "prescore")
    with acting_as(city):
        line = score_of(one, district).lines.get(indicator__code="B1")
    assert (line.weighted, "按 0 分计" in line.note) == (0, True)


def test_figure_confirmed_after_scoring_scores_anew(city, district):
    one = scored(city)
    with acting_as(city):
        before = score_of(one, district).total
        pk = figure_of(one, district, "B1").pk
        confirm_figure(city, pk, confirmation("30"), version=None)
        assert score_of(one, district).total > before


def enter(city, one, place, code, **more):
    row = one.indicators.get(code=code).pk if code else None
    said = {"document_number": "示例1号", "document_date": DAY, **more}
    return enter_entry(city, one.pk, Entry(place.pk, row, said.pop("cause", "示例荣誉"), **said))


def test_one_honour_counts_once_at_its_highest_level(city, district):
    one = scored(city)
    with acting_as(city):
        enter(city, one, district, "E1", level=3, bearer="示例公司")
        enter(city, one, district, "E1", level=4, bearer="示例公司")
        enter(city, one, district, "E1", cause="另一荣誉")
        assert score_of(one, district).bonus == 2


def test_cancelled_entry_counts_no_more(city, district):
    one = scored(city)
    with acting_as(city):
        entry = enter(city, one, district, "E1")
        cancel_entry(city, entry.pk, "文件撤销")
        assert score_of(one, district).bonus == 0


def test_veto_names_its_cause_and_leaves_the_score(city, district):
    one = scored(city)
    with acting_as(city):
        before = score_of(one, district).total
        enter(city, one, district, None, cause="弄虚作假")
        score = score_of(one, district)
    assert score.total == before
    assert score.veto == "不得评优：弄虚作假（示例1号）"


def test_entry_without_a_document_number_is_refused(city, district):
    one = scored(city)
    with acting_as(city), pytest.raises(RuleViolation) as refused:
        enter(city, one, district, None, document_number="")
    assert set(refused.value.errors) == {"document_number"}


@pytest.mark.usefixtures("own_media")
def test_evidence_withdrawn_after_scoring_is_flagged(city, bureau, district):
    one = scored(city)
    with acting_as(bureau):
        row = one.indicators.get(code="A1")
        file = SimpleUploadedFile("材料.pdf", PDF, "application/pdf")
        kept = file_evidence(bureau, one.pk, row.pk, title="台账", upload=file)
        assert withdraw_evidence(bureau, kept.pk, "提交有误").after_scoring
        scores = list(DistrictScore.objects.filter(round=one))
        line = shown_lines(one, district.pk, scores, is_own=True)[0]
    assert line.waits == "1 份佐证在评分后撤回"


def test_score_of_each_day_is_kept_and_compared_with_a_week_before(city, counts, district):
    counts["370212"] = Decimal(10)
    one = scored(city)
    today = timezone.localdate()
    with acting_as(city):
        take_figures(one)
        score_round(one, day=today - timedelta(days=7))
        counts["370212"] = Decimal(20)
        take_figures(one)
        score_round(one)
        scores = list(DistrictScore.objects.filter(round=one, district=district).order_by("day"))
    assert len(scores) == 2
    before = week_before(scores)
    assert before is not None
    assert scores[-1].total - before.total == 12  # 60 → 80 points of a weight of 60


def test_gap_is_told_to_the_next_better_score(city, counts, district, other_district):
    counts.update({"370212": Decimal(20), "370214": Decimal(30)})
    one = scored(city)
    with acting_as(city):
        score = score_of(one, district)
    assert (score.rank, score.above) == (2, Decimal(12))


def test_smallest_change_of_weights_that_turns_two_is_told_to_the_lower(
    city, counts, district, other_district
):
    """a = 100/60 points, b = 80/100 at weights 60/40: D = 12 − 16 = −4; 4 ÷ (20 + 40) × 100."""
    counts.update({"370212": Decimal(20), "370214": Decimal(30)})
    one = scored(city)
    with acting_as(city):
        confirm_figure(
            city, figure_of(one, other_district, "B1").pk, confirmation("90"), version=None
        )
        confirm_figure(city, figure_of(one, district, "B1").pk, confirmation("30"), version=None)
        turn = score_of(one, other_district).standing["turn"]
    assert (turn["giver"], turn["taker"]) == ("B1", "A1")
    assert Decimal(turn["delta"]).quantize(Decimal("0.01")) == Decimal("6.67")
