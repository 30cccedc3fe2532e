"""The tree of a plan's measures."""

import pytest
from django.db import IntegrityError

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import acting_as, system_scope
from pages.records.actions import restore_record, retire_record, save_record
from reports.models import Measure, Plan
from reports.targets.actions.copy_measures import copy_measures
from reports.targets.actions.move_row import DOWN, INDENT, OUTDENT, UP, move_measure
from reports.targets.measures.records import MeasureRecord
from reports.targets.measures.tree import in_order, tree_of

SHIPPED = "专精特新和隐形冠军中小企业培育行动计划（2018-2021）"


def titles(plan):
    with system_scope(reason="test"):
        return [f"{node.number} {node.measure.title}" for node in in_order(tree_of(plan))]


def add(scene, title, **values):
    with acting_as(scene.city):
        given = {"plan": scene.plan.pk, "part": "task", "title": title, **values}
        return save_record(scene.city, MeasureRecord, given).row


def move(scene, row, way, actor=None, version=None):
    actor = actor or scene.city
    with acting_as(actor):
        return move_measure(actor, row.pk, way, version)


def test_shipped_plan_has_its_twelve_tasks_and_four_safeguards(db):
    with system_scope(reason="test"):
        task, safeguard = tree_of(Plan.objects.get(name=SHIPPED))
    assert (len(task.nodes), len(safeguard.nodes)) == (12, 4)
    assert task.nodes[4].measure.title == "着力缓解企业贷款难题"
    assert task.nodes[4].measure.clause == "三（五）"
    assert "银企专线" in task.nodes[4].children[0].measure.text


def test_shipped_plan_names_bodies_where_the_text_does_and_nowhere_else(db):
    with system_scope(reason="test"):
        rows = Measure.objects.filter(plan__name=SHIPPED)
        named = rows.exclude(leads=[], partners=[]).order_by("sort")
        found = {(one.clause, *one.leads, *one.partners) for one in named}
        assert not rows.filter(due_on__isnull=False).exists()
    assert found == {
        ("四（一）", "市促进小企业发展领导小组"),
        ("四（一）", "各区（市）", "各部门"),
        ("四（二）", "市、区两级中小企业主管部门"),
    }


def test_new_measures_come_last(scene):
    add(scene, "第二项")
    add(scene, "第二条", parent=scene.task.pk)
    assert titles(scene.plan) == ["1 示例任务", "1.1 示例措施", "1.2 第二条", "2 第二项"]


def test_measures_move_up_and_down_with_what_is_below_them(scene):
    second = add(scene, "第二项")
    move(scene, second, UP)
    assert titles(scene.plan) == ["1 第二项", "2 示例任务", "2.1 示例措施"]
    move(scene, second, DOWN)
    assert titles(scene.plan)[0] == "1 示例任务"


def test_first_measure_does_not_move_up(scene):
    with pytest.raises(RuleViolation, match="最前或最后"):
        move(scene, scene.task, UP)


def test_task_becomes_a_measure_of_the_one_before_and_a_task_again(scene):
    second = add(scene, "第二项")
    move(scene, second, INDENT)
    assert titles(scene.plan) == ["1 示例任务", "1.1 示例措施", "1.2 第二项"]
    move(scene, second, OUTDENT)
    assert titles(scene.plan) == ["1 示例任务", "1.1 示例措施", "2 第二项"]


def test_task_with_measures_is_not_put_below_another(scene):
    second = add(scene, "第二项")
    move(scene, second, UP)
    with pytest.raises(RuleViolation, match="下面有具体措施"):
        move(scene, scene.task, INDENT)


def test_stale_page_moves_nothing(scene):
    second = add(scene, "第二项")
    move(scene, second, UP, version=second.version)
    with pytest.raises(StaleVersion):
        move(scene, second, DOWN, version=second.version)


@pytest.mark.parametrize("duty", [Duty.DISTRICT_REVIEWER, Duty.LEADER, Duty.AUDITOR], ids=str)
def test_only_the_city_moves(scene, as_actor, duty):
    with pytest.raises(NotPermitted):
        move(scene, scene.task, UP, as_actor(duty))


def test_measure_below_a_measure_is_refused(scene):
    with pytest.raises(RuleViolation) as refused:
        add(scene, "更深一层", parent=scene.step.pk)
    assert "上级只能是一项任务，不能是具体措施。" in refused.value.errors["parent"]


def test_measure_of_another_part_than_its_task_is_refused(scene):
    with pytest.raises(RuleViolation) as refused:
        add(scene, "另一部分", parent=scene.task.pk, part="safeguard")
    assert "主要任务及措施" in refused.value.errors["part"]


def test_day_without_by_date_is_refused_beside_the_day(scene):
    with pytest.raises(RuleViolation) as refused:
        add(scene, "限期", timing="by_date")
    assert "due_on" in refused.value.errors


def test_database_itself_wants_the_day(scene):
    with system_scope(reason="test"), pytest.raises(IntegrityError):
        Measure.objects.filter(pk=scene.task.pk).update(timing="by_date")


def test_task_is_retired_after_its_measures_and_restored_before_them(scene):
    with acting_as(scene.city):
        with pytest.raises(RuleViolation, match="还有具体措施"):
            retire_record(scene.city, MeasureRecord, scene.task.pk, "示例")
        retire_record(scene.city, MeasureRecord, scene.step.pk, "示例")
        retire_record(scene.city, MeasureRecord, scene.task.pk, "示例")
        with pytest.raises(RuleViolation, match="先恢复上级任务"):
            restore_record(scene.city, MeasureRecord, scene.step.pk, "示例")
    assert titles(scene.plan) == []


def test_tree_is_taken_over_by_the_next_plan(scene):
    with system_scope(reason="test"):
        empty = Plan.objects.create(
            name="后续计划", source="示例", starts_on="2040-01-01", ends_on="2043-12-31"
        )
    with acting_as(scene.city):
        assert copy_measures(scene.city, scene.plan.pk, empty.pk) == 2
        with pytest.raises(RuleViolation, match="不能再复制"):
            copy_measures(scene.city, scene.plan.pk, empty.pk)
    assert titles(empty) == ["1 示例任务", "1.1 示例措施"]
