"""The life of a work plan: asked for, written, filed, reviewed, revised."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.models import OutboxMessage
from accounts.tenancy import acting_as, system_scope
from reports.models import WorkPlan
from reports.targets.workplans.actions.ask_for_plans import ask_for_plans
from reports.targets.workplans.actions.save_draft import save_draft
from reports.targets.workplans.actions.urge_plans import urge_plans
from reports.targets.workplans.content import Content
from reports.targets.workplans.reminders import remind_of_work_plans


def titles():
    with system_scope(reason="test"):
        rows = OutboxMessage.objects.filter(topic="accounts.notify").order_by("created_at")
        return [one.payload["title"] for one in rows]


def test_district_that_is_asked_gets_the_template_and_a_notice(scene):
    row = scene.asked()
    assert (row.state, row.due_on) == ("draft", scene.ahead)
    assert [one["title"] for one in row.sections] == ["工作基础", "需要支持的事项"]
    assert "请报送本区市培育工作计划" in titles()


def test_district_is_asked_once(scene):
    scene.asked()
    with pytest.raises(RuleViolation) as refused:
        scene.asked()
    assert "都已布置过" in refused.value.errors["districts"]


def test_day_that_is_over_is_no_deadline(scene):
    with pytest.raises(RuleViolation) as refused:
        scene.asked(timezone.localdate() - timedelta(days=1))
    assert refused.value.errors["due_on"] == "报送期限不能早于今天。"


def test_nothing_is_asked_without_a_template(scene):
    with system_scope(reason="test"):
        scene.plan.sections.all().delete()
    with pytest.raises(RuleViolation, match="还没有模板"):
        scene.asked()


@pytest.mark.parametrize("duty", [Duty.DISTRICT_REVIEWER, Duty.LEADER, Duty.AUDITOR], ids=str)
def test_only_the_city_asks(scene, as_actor, duty):
    actor = as_actor(duty)
    with acting_as(actor), pytest.raises(NotPermitted):
        ask_for_plans(actor, scene.plan.pk, [scene.district.pk], scene.ahead)


def test_draft_may_be_incomplete_but_is_not_filed_so(scene):
    scene.write(replace(scene.content(scene.asked()), person=""))
    with pytest.raises(RuleViolation, match="没有写明负责人"):
        scene.do(scene.bureau, "file")


def test_filed_work_plan_waits_for_the_city(scene):
    row = scene.filed()
    assert row.state == "filed"
    with system_scope(reason="test"):
        edition = row.editions.get()
    assert (edition.number, edition.days_late) == (1, 0)
    assert f"{scene.district.name}报送了工作计划" in titles()


def test_work_plan_that_is_with_the_city_is_not_changed(scene):
    row = scene.filed()
    with acting_as(scene.bureau), pytest.raises(RuleViolation, match="已报送"):
        save_draft(scene.bureau, row.pk, lambda content: Content(), None)


def test_filing_can_be_taken_back(scene):
    scene.filed()
    assert scene.do(scene.bureau, "withdraw").state == "draft"


def test_difference_from_the_share_needs_an_explanation(scene):
    content = scene.content(scene.asked(), end=4)
    scene.write(content)
    with pytest.raises(RuleViolation, match="比分解任务 6 家少 2 家"):
        scene.do(scene.bureau, "file")
    scene.write(replace(content, explanations={scene.target.pk: "示例：企业不足"}))
    assert scene.do(scene.bureau, "file").state == "filed"


def test_returned_work_plan_has_remarks_by_section_and_another_day(scene):
    row = scene.filed()
    key = row.sections[0]["key"]
    row = scene.do(
        scene.city, "return", reason="太笼统", due_on=scene.ahead, remarks={key: "补充数字"}
    )
    assert (row.state, row.due_on, row.remarks) == ("returned", scene.ahead, {key: "补充数字"})


def test_return_without_a_reason_or_a_day_is_refused_at_both(scene):
    scene.filed()
    with pytest.raises(RuleViolation) as refused:
        scene.do(scene.city, "return")
    assert set(refused.value.errors) == {"reason", "due_on"}


def test_approved_work_plan_holds_its_edition(scene):
    row = scene.approved()
    assert (row.state, row.approved_number, row.due_on) == ("approved", 1, None)


def test_revision_needs_a_reason_and_leaves_the_former_edition_readable(scene):
    scene.approved()
    with pytest.raises(RuleViolation) as refused:
        scene.do(scene.bureau, "revise")
    assert refused.value.errors == {"reason": "请写明修订的原因。"}
    row = scene.do(scene.bureau, "revise", reason="示例：企业搬迁")
    scene.write(replace(scene.content(row), person="另一位负责人"))
    row = scene.do(scene.bureau, "file")
    with system_scope(reason="test"):
        second, first = row.editions.all()
    assert (second.reason, second.due_on) == ("示例：企业搬迁", None)
    assert Content.of(first.content).person == "示例负责人"
    assert row.approved_number == 1


def test_revision_that_is_given_up_brings_the_approved_edition_back(scene):
    scene.approved()
    row = scene.do(scene.bureau, "revise", reason="示例")
    scene.write(replace(scene.content(row), person="另一位负责人"))
    row = scene.do(scene.bureau, "keep")
    assert (row.state, Content.of(row.content).person) == ("approved", "示例负责人")


def test_deadline_is_only_put_off(scene):
    scene.asked()
    with pytest.raises(RuleViolation, match="应晚于现在的期限"):
        scene.do(scene.city, "extend", reason="示例", due_on=timezone.localdate())
    later = scene.ahead + timedelta(days=5)
    assert scene.do(scene.city, "extend", reason="示例", due_on=later).due_on == later


def test_other_district_finds_nothing(scene):
    row = scene.asked()
    with acting_as(scene.other), pytest.raises(WorkPlan.DoesNotExist):
        save_draft(scene.other, row.pk, lambda content: content, None)


def test_city_does_not_write_for_the_district(scene):
    row = scene.asked()
    with acting_as(scene.city), pytest.raises(NotPermitted):
        save_draft(scene.city, row.pk, lambda content: content, None)


def test_page_that_a_colleague_changed_meanwhile_is_stale(scene):
    row = scene.write(scene.content(scene.asked()))
    with acting_as(scene.bureau), pytest.raises(StaleVersion):
        save_draft(scene.bureau, row.pk, lambda content: Content(), row.version - 1)


def test_urging_passes_over_what_is_filed(scene):
    row = scene.filed()
    with acting_as(scene.city), pytest.raises(RuleViolation, match="不用催报"):
        urge_plans(scene.city, [row.pk])


def test_urged_district_is_told(scene):
    row = scene.asked()
    with acting_as(scene.city):
        assert urge_plans(scene.city, [row.pk]) == 1
    assert "请尽快报送工作计划" in titles()


@pytest.mark.parametrize(("days", "said"), [(8, 0), (7, 1), (2, 1), (0, 1)])
def test_district_is_reminded_from_a_week_before(scene, days, said):
    scene.asked(timezone.localdate() + timedelta(days=days))
    remind_of_work_plans()
    remind_of_work_plans()
    assert titles().count("工作计划报送期限将到") == said


def test_overdue_work_plan_is_told_to_both_once(scene):
    scene.asked()
    scene.late_by(1)
    remind_of_work_plans()
    remind_of_work_plans()
    assert titles().count("工作计划已逾期，请尽快报送") == 1
    assert titles().count(f"{scene.district.name}没有按期报送工作计划") == 1
