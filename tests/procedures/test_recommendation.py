"""A district recommends with its eyes open, and a recommendation can be taken back or sent back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from lifecycle.transitions import TransitionInput
from procedures.cases.actions.assign_case import assign_cases
from procedures.cases.actions.decide_in_bulk import decide_in_bulk
from procedures.cases.actions.judge_condition import judge_condition
from procedures.cases.actions.mark_field import mark_field
from procedures.cases.actions.waive_condition import end_waiver, waive_condition
from procedures.cases.deadlines import bring_verdicts_up_to_date
from procedures.cases.lifecycle import MACHINE
from procedures.cases.recommendations import places_left
from procedures.cases.verdicts import open_to_bureaus
from procedures.models import Application, CaseEvent, DistrictQuota, Snapshot, Waiver
from schemes.evaluation.judging import Verdict
from tests.procedures import filings

LIST = "/procedures/worklist/"
LOW = {"product_sales": "100"}  # of 5,600 revenue: below the share that is asked


@pytest.fixture
def case(people):
    return filings.submitted(people.staff)


def recommend(people, case, reason=""):
    with acting_as(people.reviewer):
        return MACHINE.execute(people.reviewer, case.pk, "recommend", TransitionInput(reason))


def unmet(people, case):
    with acting_as(people.reviewer):
        return open_to_bureaus(filings.fresh(case))


def settle(people, case, *verdicts):
    """Judge and waive what stands open, of `verdicts` where they are given; the last waiver."""
    waiver = None
    for one in unmet(people, case):
        if verdicts and one.verdict not in verdicts:
            continue
        if one.verdict == Verdict.NEEDS_PERSON:
            with acting_as(people.reviewer):
                judge_condition(people.reviewer, case.pk, one.key, is_met=True, basis="检测报告")
        else:
            today = timezone.localdate()
            with acting_as(people.city):
                waiver = waive_condition(people.city, case.pk, one.key, "示例", "纪要", today)
    return waiver


# --- recommending against a condition -----------------------------------------------------------


def test_recommending_against_an_unmet_condition_takes_a_reason(people):
    case = filings.submitted(people.staff, **LOW)
    against = [one.label for one in unmet(people, case) if one.verdict == Verdict.NOT_MET]
    assert against
    with pytest.raises(RuleViolation, match="请写明理由") as refusal:
        recommend(people, case, "  ")
    assert against[0] in refusal.value.errors["reason"]
    assert filings.fresh(case).state == "district_review"


def test_recommending_before_a_condition_was_judged_takes_a_reason(people, case):
    with pytest.raises(RuleViolation, match="还没有判断"):
        recommend(people, case)


def test_reason_and_what_was_unmet_are_kept_and_shown(people, signed_in):
    case = filings.submitted(people.staff, **LOW)
    against = unmet(people, case)
    recommend(people, case, "属于首台套，建议研究")
    with system_scope(reason="test"):
        event = CaseEvent.objects.get(application=case, transition="recommend")
    assert event.reason == "属于首台套，建议研究"
    assert event.facts["unmet"] == [one.label for one in against]
    page = signed_in(people.city).get(reverse("procedures:case", args=[case.pk]))
    assert f"推荐时没有满足或没有判断的条件：{'、'.join(event.facts['unmet'])}" in (
        page.content.decode()
    )


def test_case_that_meets_everything_is_recommended_without_a_word(people, case):
    settle(people, case)
    assert recommend(people, case).state == "city_review"
    with system_scope(reason="test"):
        event = CaseEvent.objects.get(application=case, transition="recommend")
    assert "unmet" not in event.facts


def test_many_are_not_recommended_without_a_word_either(people):
    batch = filings.open_batch()
    case = filings.submitted(people.staff, batch, **LOW)
    with acting_as(people.reviewer), pytest.raises(RuleViolation, match="请写明理由"):
        decide_in_bulk(people.reviewer, "recommend", {case.pk: case.version}, "")


def test_refusal_stands_at_the_field_of_the_case_page(people, case, signed_in):
    address = reverse("procedures:act", args=[case.pk, "recommend"])
    page = signed_in(people.reviewer).post(address, {"version": case.version, "reason": ""})
    assert page.status_code == 422
    assert page.context["opinion"].errors["reason"]


# --- the verdict is seen -------------------------------------------------------------------------


def test_verdict_follows_what_people_decide(people, case):
    assert filings.fresh(case).verdict == Verdict.CANNOT_TELL
    settle(people, case, Verdict.CANNOT_TELL)
    assert filings.fresh(case).verdict == Verdict.NEEDS_PERSON
    settle(people, case, Verdict.NEEDS_PERSON)
    assert filings.fresh(case).verdict == Verdict.MET
    low = filings.submitted(people.staff, case.batch, **LOW)
    assert filings.fresh(low).verdict == Verdict.NOT_MET
    waiver = settle(people, low, Verdict.NOT_MET)
    assert filings.fresh(low).verdict == Verdict.CANNOT_TELL
    with acting_as(people.city):
        end_waiver(people.city, low.pk, waiver.pk)
    assert filings.fresh(low).verdict == Verdict.NOT_MET


def test_verdict_is_kept_anew_once_a_waiver_has_run_out(people):
    case = filings.submitted(people.staff, **LOW)
    settle(people, case)
    assert filings.fresh(case).verdict == Verdict.MET
    with system_scope(reason="test"):
        Waiver.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
        assert bring_verdicts_up_to_date() == 1
    assert filings.fresh(case).verdict == Verdict.NOT_MET


def test_case_from_before_verdicts_were_kept_gets_its_verdict(people, case):
    with system_scope(reason="test"):
        Application.objects.update(verdict="")
        bring_verdicts_up_to_date()
    assert filings.fresh(case).verdict == Verdict.CANNOT_TELL


def test_worklist_shows_verdicts_and_filters_by_them(people, case, signed_in):
    low = filings.submitted(people.staff, case.batch, **LOW)
    client = signed_in(people.reviewer)
    assert {"缺数据", "未满足"} <= set(_pills(client.get(LIST)))
    found = client.get(LIST, {"verdict": "not_met"}).context["page"].rows
    assert [row.pk for row in found] == [low.pk]


def test_deliberation_and_preview_show_verdicts(people, signed_in):
    case = filings.submitted(people.staff, **LOW)
    client = signed_in(people.reviewer)
    address = reverse("procedures:deliberation", args=[case.batch_id])
    assert "未满足" in _pills(client.get(address))
    preview = client.post(address, {"bulk": "recommend", "row": [case.pk]}).content.decode()
    assert "其中 1 件有条件没有满足或没有判断" in preview
    assert f"未满足：{unmet(people, case)[0].label}" in preview


def _pills(page):
    return re.findall(r'<span class="pill[^"]*">([^<]*)<', page.context["list"].table)


# --- the ways back -------------------------------------------------------------------------------


def test_district_takes_its_recommendation_back_and_has_its_place_again(people, case):
    with system_scope(reason="test"):
        DistrictQuota.objects.create(batch=case.batch, district_id=case.district_id, number=1)
    recommend(people, case, "条件由市级判断")
    with acting_as(people.reviewer):
        assert places_left(case.batch_id, case.district_id) == 0
    back = filings.done(people.reviewer, case, "take_back", "还要到现场核对")
    assert (back.state, back.recommended_rank) == ("district_review", None)
    assert back.stage_due_on > timezone.localdate()
    with acting_as(people.reviewer):
        assert places_left(case.batch_id, case.district_id) == 1
    assert f"区市撤回了推荐：{case.title}" in filings.told(people.city.user_id)


def test_taking_back_brings_back_the_day_and_the_reviewer(people, case):
    overdue = timezone.localdate() - timedelta(days=3)
    with system_scope(reason="test"):
        Application.objects.filter(pk=case.pk).update(
            stage_due_on=overdue, reviewer_id=people.reviewer.user_id
        )
    recommend(people, case, "条件由市级判断")
    back = filings.done(people.reviewer, case, "take_back", "还要到现场核对")
    assert (back.stage_due_on, back.reviewer_id) == (overdue, people.reviewer.user_id)


def test_returned_case_comes_to_its_reviewer_with_a_new_day(people, case):
    overdue = timezone.localdate() - timedelta(days=3)
    with system_scope(reason="test"):
        Application.objects.filter(pk=case.pk).update(
            stage_due_on=overdue, reviewer_id=people.reviewer.user_id
        )
    recommend(people, case, "条件由市级判断")
    back = filings.done(people.city, case, "return_to_district", "缺现场核查意见")
    assert back.reviewer_id == people.reviewer.user_id
    assert back.stage_due_on > timezone.localdate()


def test_taking_back_takes_a_reason(people, case):
    recommend(people, case, "条件由市级判断")
    with pytest.raises(RuleViolation, match="请写明为什么撤回推荐"):
        filings.done(people.reviewer, case, "take_back")


def _claim(people, case):
    assign_cases(people.city, {case.pk: None}, people.city.user_id)


def _judge(people, case):
    waiting = next(one for one in open_to_bureaus(case) if one.verdict == Verdict.NEEDS_PERSON)
    judge_condition(people.city, case.pk, waiting.key, is_met=True, basis="报告")


def _mark(people, case):
    mark_field(people.city, case.pk, "kind", "incorrect", "有误")


@pytest.mark.parametrize("acted", [_claim, _judge, _mark])
def test_recommendation_is_not_taken_back_once_the_city_has_acted(people, case, acted):
    recommend(people, case, "条件由市级判断")
    with acting_as(people.city):
        acted(people, filings.fresh(case))
    with pytest.raises(RuleViolation, match="市级已经开始办理"):
        filings.done(people.reviewer, case, "take_back", "还要核对")


def test_another_district_takes_nothing_back(people, case, as_actor, other_district):
    from accounts.duties import Duty

    recommend(people, case, "条件由市级判断")
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    with pytest.raises(Application.DoesNotExist):
        filings.done(stranger, case, "take_back", "理由")


def test_city_returns_a_case_to_its_district_with_a_reason(people, case):
    recommend(people, case, "条件由市级判断")
    with pytest.raises(RuleViolation, match="请写明退回区市的原因"):
        filings.done(people.city, case, "return_to_district")
    back = filings.done(people.city, case, "return_to_district", "缺现场核查意见")
    assert (back.state, back.recommended_rank, back.reviewer_id) == ("district_review", None, None)
    assert f"市级退回重新审核：{case.title}" in filings.told(people.reviewer.user_id)
    assert f"“{case.title}”由区市主管部门重新审核" in filings.told(people.staff.user_id)
    assert recommend(people, case, "已现场核查").state == "city_review"


def test_district_reads_above_the_case_why_the_city_sent_it_back(people, case, signed_in):
    recommend(people, case, "条件由市级判断")
    filings.done(people.city, case, "return_to_district", "缺现场核查意见")
    address = reverse("procedures:case", args=[case.pk])
    page = signed_in(people.reviewer).get(address)
    assert "退回重新审核：缺现场核查意见" in page.content.decode()
    recommend(people, case, "已现场核查")
    page = signed_in(people.reviewer).get(address)
    assert page.context["sent_back"] is None


def test_marked_case_is_not_returned_to_the_district(people, case):
    recommend(people, case, "条件由市级判断")
    with acting_as(people.city):
        _mark(people, case)
    with pytest.raises(RuleViolation, match="退回标记"):
        filings.done(people.city, case, "return_to_district", "缺意见")


def test_district_does_not_return_to_itself(people, case):
    with pytest.raises((NotPermitted, RuleViolation)):
        filings.done(people.reviewer, case, "return_to_district", "理由")


def test_deliberation_is_sorted_by_where_the_points_begin(people, signed_in):
    batch = filings.open_batch()
    scores = ["9 ~ 41", "47 ~ 81", "33.5"]
    cases = [
        filings.submitted(people.staff, batch=batch, product_name=f"产品{n}") for n in range(3)
    ]
    with system_scope(reason="test"):
        for case, total in zip(cases, scores, strict=True):
            again = Snapshot.objects.get(application=case)
            again.pk, again.number, again.evaluation = None, 2, {"score": {"total": total}}
            again.save(force_insert=True)
    address = reverse("procedures:deliberation", args=[batch.pk])
    rows = signed_in(people.reviewer).get(address, {"sort": "-score"}).context["page"].rows
    assert [row.score for row in rows] == ["47 ~ 81", "33.5", "9 ~ 41"]
