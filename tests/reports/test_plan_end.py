"""A past plan says that it ended, and how; both figures where they differ."""

from datetime import date

import pytest

from accounts.tenancy import system_scope
from reports.models import Plan, Target
from reports.targets.plan_page import ending
from reports.targets.standing import Standing


@pytest.fixture
def plan(db):
    with system_scope(reason="test"):
        return Plan.objects.create(
            name="示例计划", source="示例", starts_on=date(2018, 1, 1), ends_on=date(2021, 12, 31)
        )


def standing(plan, label, *, actual, other, value=100, counting="recognised", day=None, known=True):
    target = Target(plan=plan, measure="pool", counting=counting, value=value, unit="家")
    return Standing(
        target=target, label=label, day=day or plan.ends_on, actual=actual, other=other,
        due=value, by_district={1: actual} if known else {},
    )  # fmt: skip


def test_plan_that_runs_has_no_ending(plan):
    plan.ends_on = date(2999, 12, 31)
    assert ending(plan, []) == ""


def test_plan_without_facts_says_that_nothing_is_known(plan):
    assert ending(plan, []) == (
        "计划已于 2021年12月31日结束。平台没有计划期内的统计数据，不能说明各项目标是否达成。"
    )


def test_reached_and_missed_targets_are_named_with_both_figures(plan):
    said = ending(
        plan,
        [
            standing(plan, "产品", actual=120, other=90),
            standing(plan, "示范企业", actual=80, other=80),
        ],
    )
    assert said == (
        "计划已于 2021年12月31日结束。按平台登记的数据，2 项目标中 1 项达成；"
        "示范企业未达成，差 20 家。"
        "两种口径不同的：产品计划期内累计认定 120 家、现有有效 90 家。"
    )


def test_facts_that_end_before_the_plan_say_so(plan):
    said = ending(plan, [standing(plan, "产品", actual=100, other=100, day=date(2021, 5, 1))])
    assert "平台的数据到 2021-05-01" in said


def test_target_of_which_nothing_was_recorded_is_not_called_missed(plan):
    said = ending(
        plan,
        [
            standing(plan, "产品", actual=100, other=100),
            standing(plan, "培育企业", actual=0, other=0, known=False),
        ],
    )
    assert said.endswith("2 项目标中 1 项达成；培育企业没有当时的数据，不能说明是否达成。")
