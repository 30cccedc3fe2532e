"""What the assessment asks again, offers no second time, and tells right."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as
from reports.assessment.actions.confirm_figure import confirm_figure
from reports.assessment.actions.file_appeal import file_appeal, rule_appeal
from reports.assessment.doubts import rate_doubt
from reports.assessment.indicators import Indicator
from reports.assessment.rounds import read, set_of
from reports.models import RoundFigure
from tests.reports.assessment.rounds import confirmation, draft, indicator, move, scored


@pytest.fixture
def rate(city, counts, district):
    """The figure of 崂山区 for a rate in % that a department reports."""
    one = draft(city)
    with acting_as(city):
        row = one.indicators.get(code="B1")
        row.definition |= {"unit": "%", "direction": "more", "numerator": "按时办结",
                           "denominator": "全部", "factor": 100,
                           "scorer": indicator()["scorer"]}  # fmt: skip
        row.save()
    move(city, one, "consult", "settle", "collect")
    with acting_as(city):
        return RoundFigure.objects.get(indicator__code="B1", district=district)


@pytest.fixture
def appealed(city, counts):
    counts.update({"370212": Decimal(18), "370214": Decimal(18)})
    return move(city, scored(city), "open_appeals")


@pytest.mark.parametrize("value", ["100.01", "130", "0.95"])
def test_unlikely_rate_is_asked_beside_its_reason(city, rate, value):
    with acting_as(city), pytest.raises(RuleViolation) as asked:
        confirm_figure(city, rate.pk, confirmation(value), version=None)
    assert set(asked.value.errors) == {"explanation"}


def test_rate_above_the_whole_is_taken_with_a_reason_which_its_district_reads(
    city, bureau, rate, signed_in, district
):
    said = confirmation("130", explanation="示例：含上年结转的办结")
    with acting_as(city):
        confirm_figure(city, rate.pk, said, version=None)
    page = signed_in(bureau).get(
        reverse("reports:round_line", args=[rate.round_id, district.pk, rate.indicator_id])
    )
    assert "数值异常的原因：示例：含上年结转的办结" in page.content.decode()


def test_form_of_a_rate_has_the_question_at_its_reason(city, rate, signed_in):
    sent = {"value": "130", "department": "市财政部门", "confirmed_by_name": "张示例",
            "source": "示例报表", "version": rate.version}  # fmt: skip
    answer = signed_in(city).post(reverse("reports:figure", args=[rate.pk]), sent)
    assert answer.status_code == 422
    assert "130% 超过 100%，请核对分子和分母；确实如此的，请写明原因。" in answer.content.decode()


@pytest.mark.parametrize("value", ["0", "1", "60", "100", "-3"])
def test_usual_rate_is_not_asked(value):
    rate = Indicator.model_validate(indicator(unit="%"))
    assert rate_doubt(rate, Decimal(value)) == ""


def test_number_that_is_no_rate_is_not_asked():
    assert rate_doubt(Indicator.model_validate(indicator()), Decimal(130)) == ""


def test_line_under_appeal_leads_to_its_appeal_instead_of_the_form(
    bureau, appealed, signed_in, district
):
    with acting_as(bureau):
        row = appealed.indicators.get(code="A1")
        filed = file_appeal(bureau, appealed.pk, row.pk, reason="漏计")
    answer = signed_in(bureau).get(
        reverse("reports:appeal_new", args=[appealed.pk, district.pk, row.pk])
    )
    assert (answer.status_code, answer.url) == (302, reverse("reports:appeal", args=[filed.pk]))


def test_no_form_is_offered_outside_the_term(city, bureau, counts, signed_in, district):
    one = scored(city)
    with acting_as(bureau):
        row = one.indicators.get(code="A1")
    page = signed_in(bureau).get(reverse("reports:appeal_new", args=[one.pk, district.pk, row.pk]))
    assert "申诉期还没有开始" in page.content.decode()
    assert 'name="reason"' not in page.content.decode()


def test_correction_is_the_last_row_of_the_detail(city, bureau, appealed, signed_in, district):
    with acting_as(bureau):
        row = appealed.indicators.get(code="A1")
        filed = file_appeal(bureau, appealed.pk, row.pk, reason="漏计")
    with acting_as(city):
        rule_appeal(city, filed.pk, is_sustained=True, ruling="属实", new_value=Decimal(20))
    page = signed_in(bureau).get(
        reverse("reports:round_line", args=[appealed.pk, district.pk, row.pk])
    ).content.decode()  # fmt: skip
    assert "由 18.00 家 更正为 20.00 家" in page
    assert [one in page for one in (">+2<", "<b>20</b>")] == [True, True]
    assert reverse("reports:appeal", args=[filed.pk]) in page


def test_corrected_points_are_told_below_the_rows(city, bureau, appealed, signed_in, district):
    with acting_as(bureau):
        row = appealed.indicators.get(code="A1")
        filed = file_appeal(bureau, appealed.pk, row.pk, reason="漏计")
    with acting_as(city):
        rule_appeal(city, filed.pk, is_sustained=True, ruling="属实", new_points=Decimal(50))
    page = signed_in(bureau).get(
        reverse("reports:round_line", args=[appealed.pk, district.pk, row.pk])
    )
    assert "申诉裁定：得分更正为 50.00 分" in page.content.decode()


def test_points_above_the_maximum_are_told_where_an_indicator_gives_them(
    city, bureau, counts, signed_in, district
):
    one = draft(city)
    with acting_as(city):
        row = one.indicators.get(code="A1")
        scorer = row.definition["scorer"]
        row.definition["scorer"] = {**scorer, "above": "bonus", "ceiling": "120"}
        row.save()
        assert read(row).most == Decimal(72)
        assert (set_of(one).maximum, set_of(one).reach) == (Decimal(105), Decimal(117))
    move(city, one, "consult", "settle", "collect")
    with acting_as(city):
        for figure in RoundFigure.objects.filter(round=one, taken_at=None, confirmed_at=None):
            confirm_figure(city, figure.pk, confirmation(), version=None)
    one = move(city, one, "prescore")
    page = signed_in(bureau).get(reverse("reports:round_district", args=[one.pk, district.pk]))
    html = page.content.decode()
    assert "满分 105 含加分；超额完成另有奖励，最多 117 分。" in html
    assert "超额最多 72" in html
