"""The life of an order, from its registration to its closing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Notification
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from procedures.batches.working_days import add_working_days
from reports.models import Order, OrderReport
from reports.supervision.actions.make_orders import change_order, make_orders
from reports.supervision.inputs import OrderInput
from reports.supervision.machine import MACHINE
from tests.reports.supervision.orders import SOLVED, bureau, finished, order, step, terms

State = Order.State


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def office(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


@pytest.fixture
def helper(as_actor, other_district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=other_district)


def read_again(row) -> Order:
    with system_scope(reason="test"):
        return Order.objects.get(pk=row.pk)


def delay(row, **days) -> None:
    """Move the order's days into the past: `assigned_on=-9` is nine days ago."""
    with system_scope(reason="test"):
        today = timezone.localdate()
        values = {name: today + timedelta(days=n) for name, n in days.items()}
        Order.objects.filter(pk=row.pk).update(**values)


def told(actor, text) -> bool:
    while deliver_next():
        pass
    with system_scope(reason="test"):
        rows = Notification.objects.filter(recipient_id=actor.user_id)
        return any(text in one.title for one in rows)


def test_order_goes_from_proposal_to_closing(city, office):
    row = order(city, office.organisation_id, assign=False)
    assert row.state == State.PROPOSED
    step(city, row, "assign")
    step(office, row, "report", "开始办理", progress=40)
    step(office, row, "report_done", "已办完", progress=100)
    assert read_again(row).reported_on == timezone.localdate()
    step(city, row, "accept", **SOLVED)
    step(city, row, "close", condition_met=True)
    done = read_again(row)
    assert done.state == State.CLOSED
    with acting_as(city):
        names = [one.transition for one in MACHINE.events_of(done).order_by("id")]
    assert names == ["propose", "assign", "report", "report_done", "accept", "close"]


def test_numbers_follow_one_another_within_the_year(city, office):
    first = order(city, office.organisation_id)
    second = order(city, office.organisation_id)
    year = timezone.localdate().year
    assert (first.number, second.number) == (f"督〔{year}〕1号", f"督〔{year}〕2号")


def test_several_lead_offices_get_an_order_each(city, district, other_district):
    leads = [bureau(district), bureau(other_district)]
    wanted = {leads[0]: 14, leads[1]: 11}
    asked = terms(leads, quantities=wanted, unit="家", title="新增示范企业")
    with acting_as(city):
        made = make_orders(city, asked, assign=True)
    assert [one.title for one in made] == [
        "崂山区新增示范企业 14 家", "城阳区新增示范企业 11 家",
    ]  # fmt: skip
    assert [one.quantity for one in made] == [14, 11]


def test_proposal_is_hidden_from_its_office_until_it_is_assigned(city, office):
    row = order(city, office.organisation_id, assign=False)
    with acting_as(office):
        assert not Order.objects.filter(pk=row.pk).exists()
    step(city, row, "assign")
    with acting_as(office):
        assert Order.objects.filter(pk=row.pk).exists()


def test_only_its_offices_read_an_order(city, office, helper, as_actor, other_district):
    row = order(city, office.organisation_id)
    with acting_as(helper):
        assert not Order.objects.filter(pk=row.pk).exists()
    shared = order(city, office.organisation_id, co_offices=[helper.organisation_id])
    with acting_as(helper):
        assert list(Order.objects.values_list("pk", flat=True)) == [shared.pk]
    staff = as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(staff):
        assert not Order.objects.exists()


def test_rejected_proposal_says_why(city, office):
    row = order(city, office.organisation_id, assign=False)
    with pytest.raises(RuleViolation) as refused:
        step(city, row, "reject")
    assert refused.value.errors == {"reason": "请写明不予立项的原因。"}
    assert step(city, row, "reject", "重复").state == State.REJECTED


def test_proposal_is_changed_until_it_is_assigned(city, office):
    row = order(city, office.organisation_id, assign=False)
    asked = terms(office.organisation_id, title="改过的标题")
    with acting_as(city):
        assert change_order(city, row.pk, asked, version=row.version).title == "改过的标题"
    step(city, row, "assign")
    with acting_as(city), pytest.raises(RuleViolation):
        change_order(city, row.pk, asked, version=None)


def test_district_makes_no_orders(office):
    with acting_as(office), pytest.raises(NotPermitted):
        make_orders(office, terms(office.organisation_id), assign=True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"days": 0}, "due_on"),
        ({"days": 9999}, "due_on"),
        ({"frequency": "stage"}, "stages"),
        ({"quantity": 5}, "unit"),
        ({"title": ""}, "title"),
    ],
)
def test_order_that_does_not_hold_together_is_refused_at_its_field(city, office, values, field):
    with acting_as(city), pytest.raises(RuleViolation) as refused:
        make_orders(city, terms(office.organisation_id, **values), assign=True)
    assert field in refused.value.errors


def test_order_without_a_lead_office_is_refused(city):
    with acting_as(city), pytest.raises(RuleViolation) as refused:
        make_orders(city, terms([]), assign=True)
    assert "leads" in refused.value.errors


def test_co_office_feeds_back_without_moving_the_progress(city, office, helper):
    row = order(city, office.organisation_id, co_offices=[helper.organisation_id])
    step(helper, row, "report", "已配合", progress=90)
    assert read_again(row).progress == 0
    with pytest.raises(NotPermitted):
        step(helper, row, "report_done", "办完", progress=100)


def test_report_answers_what_was_due_and_asks_for_the_next(city, office):
    row = order(city, office.organisation_id, frequency="day")
    with acting_as(city):
        first = row.offices.get().next_report_on
    step(office, row, "report", "进展", progress=10)
    with acting_as(city):
        assert row.offices.get().next_report_on > first


def test_late_report_is_counted_in_working_days(city, office):
    row = order(city, office.organisation_id)
    due = timezone.localdate() - timedelta(days=20)
    with system_scope(reason="test"):
        row.offices.update(next_report_on=due)
    step(office, row, "report", "迟了", progress=10)
    with acting_as(city):
        report = OrderReport.objects.get()
    assert report.asked_on == due
    assert add_working_days(due, report.late_days) <= timezone.localdate()
    assert report.late_days >= 9


def test_report_done_is_accepted_only_if_facts_solution_and_law_are_in_order(city, office):
    row = order(city, office.organisation_id)
    step(office, row, "report_done", "办完", progress=100)
    with pytest.raises(RuleViolation) as refused:
        step(city, row, "accept", facts_clear=True)
    assert set(refused.value.errors) == {"is_solved", "is_lawful"}


def test_returned_work_stands_where_it_was_and_is_fed_back_anew(city, office):
    row = order(city, office.organisation_id)
    step(office, row, "report", "一半", progress=50)
    step(office, row, "report_done", "办完", progress=100)
    back = step(city, row, "return_work", "名单不全")
    assert (back.state, back.progress, back.reported_on) == (State.RETURNED, 50, None)
    with acting_as(city):
        lead = row.offices.get()
        review = row.reports.filter(is_final=True).get().review
    assert lead.next_report_on == add_working_days(timezone.localdate(), 3)
    assert not review.is_accepted


def test_single_report_is_sent_back_once(city, office):
    row = order(city, office.organisation_id)
    step(office, row, "report", "不清楚", progress=5)
    with acting_as(city):
        report = row.reports.get()
    step(city, row, "return_report", "请附名单", report_id=report.pk)
    with pytest.raises(RuleViolation):
        step(city, row, "return_report", "再退", report_id=report.pk)


def test_done_by_the_day_of_its_report_and_not_of_its_review(city, office):
    row = order(city, office.organisation_id)
    step(office, row, "report_done", "办完", progress=100)
    yesterday = timezone.localdate() - timedelta(days=1)
    with system_scope(reason="test"):
        Order.objects.filter(pk=row.pk).update(reported_on=yesterday)
    assert step(city, row, "accept", **SOLVED).finished_on == yesterday


def test_closing_needs_its_condition(city, office):
    row = finished(city, office, order(city, office.organisation_id))
    with pytest.raises(RuleViolation) as refused:
        step(city, row, "close")
    assert "condition_met" in refused.value.errors


def test_closing_with_less_than_was_wanted_says_why(city, office):
    row = order(city, office.organisation_id, quantity=14, unit="家")
    step(office, row, "report_done", "办完", progress=100, quantity_done=9)
    step(city, row, "accept", **SOLVED)
    with pytest.raises(RuleViolation) as refused:
        step(city, row, "close", condition_met=True)
    assert "要求 14 家，反馈完成 9" in refused.value.errors["reason"]
    assert step(city, row, "close", "政策调整", condition_met=True).state == State.CLOSED


# --- extension ----------------------------------------------------------------------------------


def test_extension_that_was_asked_in_time_moves_the_deadline(city, office):
    row = order(city, office.organisation_id)
    later = row.due_on + timedelta(days=30)
    step(office, row, "ask_extension", "企业停产", new_due_on=later)
    granted = step(city, row, "grant_extension", "同意")
    assert granted.due_on == later
    assert granted.first_due_on == row.due_on
    with acting_as(city):
        assert row.extensions.get().decided_by_id == city.user_id


def test_extension_after_the_deadline_is_refused(city, office):
    row = order(city, office.organisation_id)
    delay(row, due_on=-1)
    with pytest.raises(RuleViolation, match="延期须在期限前提出"):
        step(
            office, row, "ask_extension", "来不及",
            new_due_on=timezone.localdate() + timedelta(days=9),
        )  # fmt: skip


def test_extension_to_an_earlier_day_is_refused(city, office):
    row = order(city, office.organisation_id)
    with pytest.raises(RuleViolation) as refused:
        step(office, row, "ask_extension", "说明", new_due_on=row.due_on)
    assert "new_due_on" in refused.value.errors


def test_second_extension_waits_for_the_first(city, office):
    row = order(city, office.organisation_id)
    later = row.due_on + timedelta(days=9)
    step(office, row, "ask_extension", "说明", new_due_on=later)
    with pytest.raises(RuleViolation, match="等待市级审批"):
        step(office, row, "ask_extension", "说明", new_due_on=later)


def test_refused_extension_leaves_the_deadline(city, office):
    row = order(city, office.organisation_id)
    step(office, row, "ask_extension", "说明", new_due_on=row.due_on + timedelta(days=9))
    assert step(city, row, "refuse_extension", "不同意").due_on == row.due_on


def test_extension_ends_when_the_work_is_reported_as_done(city, office):
    row = order(city, office.organisation_id)
    step(office, row, "ask_extension", "说明", new_due_on=row.due_on + timedelta(days=9))
    step(office, row, "report_done", "办完", progress=100)
    with acting_as(city):
        assert row.extensions.get().is_granted is False


# --- leaders, urging ----------------------------------------------------------------------------


def test_leaders_instruction_reaches_offices_and_city(city, office, helper, as_actor):
    row = order(city, office.organisation_id, co_offices=[helper.organisation_id])
    leader = as_actor(Duty.LEADER)
    step(leader, row, "instruct", "请于月底前办结")
    with acting_as(office):
        assert row.instructions.get().text == "请于月底前办结"
    assert all(told(one, "领导批示") for one in (city, office, helper))


def test_leader_does_nothing_else(city, office, as_actor):
    row, leader = order(city, office.organisation_id), as_actor(Duty.LEADER)
    with acting_as(leader):
        names = [one.transition.name for one in MACHINE.available(leader, row)]
    assert names == ["instruct"]


def test_office_is_urged_once_a_day(city, office):
    row = order(city, office.organisation_id)
    step(city, row, "urge")
    assert told(office, "催办")
    with pytest.raises(RuleViolation, match="今天已经催办过"):
        step(city, row, "urge")


def test_assigned_order_is_told_to_all_its_offices(city, office, helper):
    order(city, office.organisation_id, co_offices=[helper.organisation_id])
    assert told(office, "新的督办事项")
    assert told(helper, "新的督办事项")


def test_who_reported_for_the_city_does_not_review(city, as_actor):
    row = order(city, city.organisation_id)
    step(city, row, "report_done", "办完", progress=100)
    with pytest.raises(RuleViolation, match="另一位经办人"):
        step(city, row, "accept", **SOLVED)
    assert step(as_actor(Duty.CITY_OFFICER), row, "accept", **SOLVED).state == State.DONE


def test_cancelled_order_asks_for_nothing_more(city, office):
    row = order(city, office.organisation_id)
    step(city, row, "cancel", "立错了")
    with acting_as(city):
        assert row.offices.get().next_report_on is None


def test_changed_order_is_not_changed_by_an_older_page(city, office):
    from accounts.errors import StaleVersion

    row = order(city, office.organisation_id)
    step(office, row, "report", "进展", progress=10)
    with acting_as(city), pytest.raises(StaleVersion):
        MACHINE.execute(city, row.pk, "cancel", OrderInput("x"), expected_version=row.version)
