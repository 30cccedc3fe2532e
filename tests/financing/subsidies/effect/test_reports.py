"""Effect reports: when they are asked for, what they need, what follows for the money."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.errors import NotPermitted, RuleViolation
from accounts.models import OutboxMessage
from accounts.tenancy import acting_as, system_scope
from financing.ledger.commitments import meet_condition
from financing.models import EffectReport, Payable, Recovery, SubsidyGoal
from financing.subsidies.effect.actions.save_report import Said, save_report
from financing.subsidies.effect.foresight import foreseen
from financing.subsidies.effect.goals_of import months_after
from financing.subsidies.effect.judging import share_of
from financing.subsidies.effect.nightly import run_effect
from financing.subsidies.effect.report_machine import MACHINE
from financing.subsidies.effect.rules import a_year_after
from lifecycle.transitions import TransitionInput
from tests.financing.ledger.money import fresh
from tests.financing.subsidies.effect.grants import confirmed, filed, opened, reports, told

BELOW, ENOUGH = 1800, 2600


def states(case):
    with system_scope(reason="test"):
        rows = Payable.objects.filter(application=case).order_by("number")
        return list(rows.values_list("state", flat=True))


def recovery(case):
    with system_scope(reason="test"):
        return Recovery.objects.filter(application=case).first()


def test_reports_are_asked_for_a_year_after_payment_and_at_the_goals_day(grant, paid_on):
    assert opened() == 2
    days = [one.for_day for one in reports(grant)]
    assert days == [a_year_after(paid_on), months_after(paid_on, 36)]


def test_asking_again_opens_nothing(grant):
    opened()
    assert opened() == 0


def test_goal_of_the_claim_has_its_own_day(people, grant, paid_on):
    day = paid_on + timedelta(days=100)
    with system_scope(reason="test"):
        SubsidyGoal.objects.create(
            **grant.home, claim=grant.claim, number=1, name="新增岗位", dimension="society",
            target=30, unit="人", weight=100, source="社保", due_on=day,
        )  # fmt: skip
    opened()
    first = reports(grant)[0]
    with system_scope(reason="test"):
        assert (first.for_day, first.figures.get().name) == (day, "新增岗位")


def test_report_needs_every_figure_reason_and_proof(people, grant):
    opened()
    report = reports(grant)[1]
    with acting_as(people.staff), pytest.raises(RuleViolation) as refused:
        save_report(people.staff, report.pk, "", {1: Said(Decimal(1))}, and_file=True)
    for text in ("资金使用和成效", "“实际总投资”没有写偏差原因", "没有填实际值"):
        assert text in str(refused.value)
    assert fresh(report).summary == ""


def test_only_the_enterprise_writes_its_report(people, grant):
    opened()
    report = reports(grant)[0]
    with acting_as(people.city), pytest.raises(NotPermitted):
        save_report(people.city, report.pk, "示例", {})


def test_returned_report_is_filed_again(people, grant):
    opened()
    report = reports(grant)[1]
    figures = {"实际总投资": ENOUGH, "推进计划任务完成率": 100}
    filed(people.staff, report, figures)
    with acting_as(people.reviewer):
        MACHINE.execute(people.reviewer, report.pk, "return", TransitionInput("请补充发票"))
    with acting_as(people.staff):
        save_report(people.staff, report.pk, "已补充", {}, and_file=True)
    assert confirmed(people.reviewer, report).attained == 100


def test_investment_below_the_target_takes_the_money_back(people, grant):
    told(people, grant, BELOW, 100)
    assert states(grant) == ["paid", "cancelled"]
    found = recovery(grant)
    assert (found.cause, found.amount, found.state) == ("goal", 3_000_000, "proposed")


def test_tasks_not_done_leave_no_remainder(people, grant):
    last = told(people, grant, ENOUGH, 90)
    assert states(grant) == ["paid", "cancelled"]
    assert recovery(grant) is None
    assert "余款不付" in last.follow_up


def test_goals_reached_let_the_remainder_fall_due(people, grant):
    told(people, grant, 2000, 100)
    assert states(grant) == ["paid", "due"]
    assert recovery(grant) is None


def test_goal_missed_before_its_day_decides_nothing(people, later):
    opened()
    (report,) = reports(later)
    filed(people.staff, report, {"实际总投资": BELOW, "推进计划任务完成率": 30})
    assert confirmed(people.reviewer, report).follow_up == ""
    assert states(later) == ["paid", "waiting"]


def test_next_instalment_asks_the_goals(people, later):
    with system_scope(reason="test"):
        remainder = Payable.objects.get(application=later, number=2)
    with acting_as(people.city), pytest.raises(RuleViolation, match="还没有全部核实完成"):
        meet_condition(remainder.pk, "口头说完成了")


def test_report_not_filed_in_time_is_on_the_overdue_list(people, grant):
    opened()
    with acting_as(people.reviewer):
        late = EffectReport.objects.overdue()
        assert [one.for_day for one in late] == [reports(grant)[0].for_day]


def test_night_asks_and_reminds(people, grant):
    assert run_effect() == 2
    assert run_effect() == 0
    with system_scope(reason="test"):
        titles = list(OutboxMessage.objects.values_list("payload", flat=True))
    assert any("绩效报告逾期" in str(one) for one in titles)


def test_nothing_told_is_no_attainment_of_zero(people, grant):
    opened()
    report = reports(grant)[1]
    with acting_as(people.staff):
        assert share_of(report) is None


@pytest.mark.parametrize(
    ("investment", "tasks", "texts"),
    [
        (
            BELOW,
            100,
            ("实际 1,800 万元，目标 ≥ 2,000 万元", "3,000,000.00 元不再支付", "提出追回"),
        ),
        (ENOUGH, 90, ("“推进计划任务完成率”未完成", "3,000,000.00 元不再支付")),
        (ENOUGH, 100, ("“绩效评价后的余款” 3,000,000.00 元可以支付",)),
    ],
)
def test_who_confirms_reads_what_it_brings_about(people, grant, investment, tasks, texts):
    opened()
    report = reports(grant)[1]
    report = filed(people.staff, report, {"实际总投资": investment, "推进计划任务完成率": tasks})
    with acting_as(people.reviewer):
        said = foreseen(report)
    assert all(text in said for text in texts), said
    assert states(grant) == ["paid", "waiting"]
    assert recovery(grant) is None
