"""What stands between a claim and its recommendation."""

import pytest

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as
from financing.models import CutNotice
from financing.subsidies.review.actions.tell_cut import answer_cut, tell_cut
from financing.subsidies.review.cut_machine import MACHINE as CUTS
from financing.subsidies.review.cut_machine import CutInput
from financing.subsidies.review.gate import obstacles_to
from procedures.cases.changes import CaseInput
from procedures.cases.lifecycle import MACHINE
from tests.financing.subsidies.review.claims import asked, checked, cut_as_drawn, decided, fresh


def recommended(actor, claim):
    with acting_as(actor):
        return MACHINE.execute(actor, claim.application_id, "recommend", CaseInput("示例"))


def places(actor, claim):
    with acting_as(actor):
        return [one.place for one in obstacles_to(fresh(claim), "district")]


def told(actor, claim):
    with acting_as(actor):
        return tell_cut(actor, claim.pk, "请核对")


def answered(actor, notice, position="agrees", **more):
    with acting_as(actor):
        return answer_cut(actor, notice.pk, position=position, text="", line_answers={}, **more)


def settled(actor, notice):
    with acting_as(actor):
        return CUTS.execute(actor, notice.pk, "settle", CutInput("维持核减"))


def test_untouched_claim_names_lines_and_checks(people, claim):
    assert places(people.reviewer, claim) == ["lines", "checks"]


def test_claim_goes_on_once_everything_is_done(people, claim):
    cut_as_drawn(people.reviewer, claim)
    checked(people.reviewer, claim)
    settled(people.reviewer, answered(people.staff, told(people.reviewer, claim)))
    assert places(people.reviewer, claim) == []
    assert recommended(people.reviewer, claim).state == "city_review"


def test_open_letter_keeps_the_claim(people, claim):
    cut_as_drawn(people.reviewer, claim)
    checked(people.reviewer, claim)
    settled(people.reviewer, answered(people.staff, told(people.reviewer, claim)))
    asked(people.reviewer, claim)
    with pytest.raises(RuleViolation, match="1 封函没有答复：示例生态环境部门"):
        recommended(people.reviewer, claim)


def test_cut_that_was_not_told_keeps_the_claim(people, claim):
    cut_as_drawn(people.reviewer, claim)
    checked(people.reviewer, claim)
    with pytest.raises(RuleViolation, match="核减还没有告知企业"):
        recommended(people.reviewer, claim)


def test_unanswered_and_unsettled_cut_keep_the_claim(people, claim):
    cut_as_drawn(people.reviewer, claim)
    checked(people.reviewer, claim)
    notice = told(people.reviewer, claim)
    with pytest.raises(RuleViolation, match="企业还没有答复核减"):
        recommended(people.reviewer, claim)
    answered(people.staff, notice)
    with pytest.raises(RuleViolation, match="答复还没有处理"):
        recommended(people.reviewer, claim)


def test_larger_cut_is_told_anew_and_a_smaller_one_is_not(people, claim):
    cut_as_drawn(people.reviewer, claim)
    checked(people.reviewer, claim)
    settled(people.reviewer, answered(people.staff, told(people.reviewer, claim)))
    decided(people.reviewer, claim, 4, "reduce", "195", "安装费减半")
    assert places(people.reviewer, claim) == []
    decided(people.reviewer, claim, 4, "reduce", "150", "发票另有培训费")
    assert places(people.reviewer, claim) == ["cut"]


def test_problem_of_a_check_keeps_the_claim_until_it_is_found_clear(people, claim):
    from financing.subsidies.review.actions.check_claim import record_finding

    cut_as_drawn(people.reviewer, claim)
    checked(people.reviewer, claim)
    with acting_as(people.reviewer):
        record_finding(
            people.reviewer, claim.pk, "失信惩戒", result="problem", evidence="列入异常",
            source="公示系统",
        )  # fmt: skip
    assert "checks" in places(people.reviewer, claim)
    checked(people.reviewer, claim)
    assert "checks" not in places(people.reviewer, claim)


def test_enterprise_answers_once(people, claim):
    cut_as_drawn(people.reviewer, claim)
    notice = answered(people.staff, told(people.reviewer, claim))
    with pytest.raises(RuleViolation, match="企业已答复"):
        answered(people.staff, notice)


def test_objection_needs_words(people, claim):
    cut_as_drawn(people.reviewer, claim)
    notice = told(people.reviewer, claim)
    with pytest.raises(RuleViolation) as refused:
        answered(people.staff, notice, "objects")
    assert "reason" in refused.value.errors


def test_words_to_a_line_are_an_objection_and_foreign_lines_are_dropped(people, claim):
    cut_as_drawn(people.reviewer, claim)
    notice = told(people.reviewer, claim)
    with acting_as(people.staff):
        answer_cut(
            people.staff, notice.pk, position="objects", text="",
            line_answers={"7": "第 3 台在二车间", "1": "没有核减"},
        )  # fmt: skip
        assert CutNotice.objects.get(pk=notice.pk).line_answers == {"7": "第 3 台在二车间"}


def test_cut_is_told_once_and_only_after_all_lines(people, claim):
    decided(people.reviewer, claim, 1, "strike", reason="示例")
    with pytest.raises(RuleViolation, match="10 行没有决定"):
        told(people.reviewer, claim)
    cut_as_drawn(people.reviewer, claim)
    told(people.reviewer, claim)
    with pytest.raises(RuleViolation, match="还没有处理完"):
        told(people.reviewer, claim)


def test_notice_keeps_what_was_told(people, claim):
    cut_as_drawn(people.reviewer, claim)
    notice = told(people.reviewer, claim)
    decided(people.reviewer, claim, 4, "accept")
    assert [(one["number"], one["before"], one["counted"]) for one in notice.lines] == [
        (4, "2000000.00", "1920000.00"), (7, "840000.00", "560000.00"),
        (11, "1180000.00", "0.00"),
    ]  # fmt: skip
