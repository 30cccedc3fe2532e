"""Conditions that only a person can judge."""

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from procedures.cases.actions.judge_condition import judge_condition
from procedures.cases.actions.waive_condition import waivable_findings
from procedures.cases.lifecycle import MACHINE
from procedures.cases.verdicts import Standing, settled, verdicts_of
from procedures.cases.views.judge_many import judgeable
from procedures.models import Application, ConditionJudgement
from schemes.evaluation.evaluate import Finding, GroupFinding
from schemes.evaluation.judging import Verdict
from tests.procedures import filings

KEY = "advanced"


@pytest.fixture
def case(people):
    return filings.submitted(people.staff)


def judge(actor, case, key=KEY, *, is_met=True, basis="查新报告"):
    with acting_as(actor):
        return judge_condition(actor, case.pk, key, is_met=is_met, basis=basis)


def found(case, key=KEY):
    with system_scope(reason="test"):
        groups = verdicts_of(filings.fresh(case))
    return next(one for group in groups for one in group.findings if one.key == key)


def test_judged_condition_is_met_and_says_who_and_why(people, case):
    assert found(case).verdict == "needs_person"
    judge(people.reviewer, case)
    assert found(case).verdict == "met"
    assert f"{people.reviewer.organisation_name}判断符合：查新报告" in found(case).sentence


def test_condition_judged_as_unmet_can_be_waived(people, case):
    judge(people.reviewer, case, is_met=False)
    assert found(case).verdict == "not_met"
    with acting_as(people.city):
        keys = [one.key for one in waivable_findings(Application.objects.get(pk=case.pk))]
    assert KEY in keys


def test_city_replaces_the_judgement_of_the_district_and_both_stay_readable(people, case):
    judge(people.reviewer, case)
    filings.done(people.reviewer, case, "recommend")
    judge(people.city, case, is_met=False, basis="检测机构无资质")
    assert found(case).verdict == "not_met"
    with system_scope(reason="test"):
        rows = ConditionJudgement.objects.filter(application=case)
        assert [row.replaced_at is None for row in rows] == [False, True]
        told = case.events.filter(transition="judge").values_list("reason", flat=True)
        assert len(told) == 2


def test_case_is_not_certified_before_a_person_has_judged(people, case):
    filings.done(people.reviewer, case, "recommend")
    with acting_as(people.city), pytest.raises(RuleViolation, match="请先判断：“技术水平国内领先”"):
        MACHINE.execute(people.city, case.pk, "propose")


def test_case_with_an_unmet_condition_is_not_certified_without_a_waiver(people, case):
    filings.done(people.reviewer, case, "recommend")
    judge(people.city, case, is_met=False)
    with acting_as(people.city), pytest.raises(RuleViolation, match="没有满足，也没有豁免"):
        MACHINE.execute(people.city, case.pk, "propose")
    assert filings.approved_by_city(people, case).state == "proposed"


def test_computed_condition_is_not_judged_by_hand(people, case):
    with pytest.raises(RuleViolation, match="不需要人工判断"):
        judge(people.reviewer, case, "debt_ratio")


@pytest.mark.parametrize(
    ("said", "field"), [({"is_met": None}, "is_met"), ({"basis": "  "}, "basis")]
)
def test_what_lacks_is_told_by_field(people, case, said, field):
    with pytest.raises(RuleViolation) as refusal:
        judge(people.reviewer, case, **said)
    assert field in refusal.value.errors


def test_bureau_without_the_case_on_its_desk_judges_nothing(people, case, as_actor, other_district):
    with pytest.raises(NotPermitted):
        judge(people.city, case)
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    with pytest.raises(Application.DoesNotExist):
        judge(stranger, case)
    with pytest.raises(NotPermitted):
        judge(people.staff, case)


def test_reviewer_judges_on_the_page_of_the_case(people, case, signed_in):
    browser = signed_in(people.reviewer)
    page = browser.get(reverse("procedures:case", args=[case.pk])).content.decode()
    assert f'data-dialog="judge-{KEY}"' in page
    address = reverse("procedures:judge", args=[case.pk, KEY])
    sent = {f"{KEY}-is_met": "yes", f"{KEY}-basis": "查新报告"}
    assert browser.post(address, sent).status_code == 302
    assert found(case).verdict == "met"


def test_refused_judgement_keeps_what_was_typed(people, case, signed_in):
    address = reverse("procedures:judge", args=[case.pk, KEY])
    page = signed_in(people.reviewer).post(address, {f"{KEY}-basis": "写了一半"})
    assert page.status_code == 422
    assert "写了一半" in page.content.decode() and "data-open" in page.content.decode()


def test_enterprise_reads_the_judgement_and_judges_nothing(people, case, signed_in):
    judge(people.reviewer, case, is_met=False, basis="查新报告过期")
    page = signed_in(people.staff).get(reverse("procedures:case", args=[case.pk])).content.decode()
    assert "查新报告过期" in page and f"judge-{KEY}" not in page


def test_score_that_waits_for_experts_is_not_judged_by_hand():
    needs = Verdict.NEEDS_PERSON
    waits = Finding("score", "评分", needs, "待专家评分", source="", threshold="60")
    group = GroupFinding("评分", "", needs, (waits,))
    judged = {"score": ConditionJudgement(criterion="score", is_met=True, basis="可以")}
    (kept,) = settled([group], Standing(judgements=judged))
    assert kept.verdict == "needs_person"


# --- several cases at once -----------------------------------------------------------------------


def several(people):
    batch = filings.open_batch()
    return [filings.submitted(people.staff, batch) for _ in range(2)]


def test_one_condition_of_several_cases_is_judged_at_once(people, signed_in):
    first, second = several(people)
    client = signed_in(people.reviewer)
    address = reverse("procedures:deliberation", args=[first.batch_id])
    asked = client.post(address, {"bulk": "judge", "row": [first.pk, second.pk]})
    key = asked.context["form"].fields["criterion"].choices[-1][0]
    sent = {"case": [first.pk, second.pk], "criterion": key, "is_met": "yes", "basis": "查新报告"}
    client.post(reverse("procedures:judge_many", args=[first.batch_id]), sent)
    with system_scope(reason="test"):
        rows = ConditionJudgement.objects.filter(criterion=key, is_met=True, basis="查新报告")
        assert {row.application_id for row in rows} == {first.pk, second.pk}


def test_case_that_is_elsewhere_leaves_the_others_judged(people, signed_in):
    first, second = several(people)
    filings.done(people.reviewer, second, "recommend")
    key = judgeable(first.batch)[0].key
    sent = {"case": [first.pk, second.pk], "criterion": key, "is_met": "no", "basis": "未达到"}
    address = reverse("procedures:judge_many", args=[first.batch_id])
    page = signed_in(people.reviewer).post(address, sent, follow=True).content.decode()
    assert "已判断 1 件" in page
    assert "现在不由您的部门审核" in page


def test_judging_several_needs_a_basis_at_its_field(people, signed_in):
    first, second = several(people)
    key = judgeable(first.batch)[0].key
    sent = {"case": [first.pk, second.pk], "criterion": key, "is_met": "yes", "basis": " "}
    address = reverse("procedures:judge_many", args=[first.batch_id])
    page = signed_in(people.reviewer).post(address, sent)
    assert page.status_code == 422
    assert page.context["form"].errors["basis"]
