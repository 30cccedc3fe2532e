"""The one executor, against tables of its own: nothing half, nobody twice, all reasons at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.models import OutboxMessage
from accounts.tenancy import acting_as, system_scope
from tests.lifecycle import permits
from tests.lifecycle.every_combination import states_that_allow
from tests.lifecycle.permits import MACHINE, Permit, PermitEvent, PermitInput, State, permit


def made(people, state=State.DRAFT, **values):
    with acting_as(people.staff):
        return permit(people.staff, state, **values)


def done(actor, row, name, given=None, **more):
    with acting_as(actor):
        return MACHINE.execute(actor, row.pk, name, given, **more)


def refused(actor, row, name, given=None):
    with acting_as(actor), pytest.raises(RuleViolation) as refusal:
        MACHINE.execute(actor, row.pk, name, given)
    return refusal.value.errors


def fresh(row):
    with system_scope(reason="test"):
        return Permit.objects.get(pk=row.pk)


def events(row):
    with system_scope(reason="test"):
        return list(PermitEvent.objects.filter(permit=row).order_by("id"))


DUTIES = {
    "submit": {Duty.ENTERPRISE_STAFF},
    "forward": {Duty.DISTRICT_REVIEWER},
    "return": {Duty.DISTRICT_REVIEWER},
    "resubmit": {Duty.ENTERPRISE_STAFF},
    "grant": {Duty.CITY_OFFICER},
    "refuse": {Duty.DISTRICT_REVIEWER},
    "urge": {Duty.ENTERPRISE_STAFF},
    "lapse": set(),
}


def sorted_sources(name):
    return [state for state in State if state in MACHINE.transitions[name].sources]


@pytest.mark.parametrize(
    "duty", [Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.AUDITOR]
)
@pytest.mark.parametrize("name", [one.name for one in MACHINE.rows if one.sources])
def test_every_duty_in_every_state_does_what_the_table_allows_only(people, as_actor, duty, name):
    actor = {
        Duty.ENTERPRISE_STAFF: people.staff,
        Duty.DISTRICT_REVIEWER: people.reviewer,
        Duty.CITY_OFFICER: people.officer,
    }.get(duty) or as_actor(duty)
    given = PermitInput(reason="理由", reason_kind="other", number="A1")
    allowed = states_that_allow(MACHINE, name, actor, lambda one: permit(people.staff, one), given)
    assert allowed == (sorted_sources(name) if duty in DUTIES[name] else [])


def test_change_event_and_version_are_written_together(people):
    row = made(people)
    after = done(people.staff, row, "submit", PermitInput(reason=" 请尽快 "))
    assert (after.state, after.version) == ("district", 2)
    (event,) = events(row)
    assert (event.transition, event.source, event.target) == ("submit", "draft", "district")
    assert (event.user_id, event.organisation_name) == (
        people.staff.user_id,
        people.staff.organisation_name,
    )
    assert (event.organisation_id, event.reason) == (row.organisation_id, "请尽快")


def test_row_of_another_tenant_does_not_exist(people, as_actor, other_district):
    row = made(people, State.DISTRICT)
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    with acting_as(stranger), pytest.raises(Permit.DoesNotExist):
        MACHINE.execute(stranger, row.pk, "forward")


def test_wrong_state_names_the_row_and_its_state(people):
    assert refused(people.staff, made(people, State.GRANTED), "submit") == {
        "": "“危化品经营”现在是“已许可”，不能提交。"
    }


def test_state_is_asked_before_the_duty(people):
    assert "现在是" in refused(people.officer, made(people), "forward")[""]


def test_wrong_duty_names_what_is_not_permitted(people):
    row = made(people, State.DISTRICT)
    with acting_as(people.officer), pytest.raises(NotPermitted, match="这项许可进行“报市级”"):
        MACHINE.execute(people.officer, row.pk, "forward")


def test_all_reasons_and_all_that_is_missing_are_told_at_once(people):
    row = made(people, State.CITY, is_complete=False, is_paid=False)
    assert refused(people.officer, row, "grant") == {
        "": "材料不齐。没有缴费。",
        "number": "请填写许可号。",
    }


@pytest.mark.parametrize("kind", ["", "nonsense"])
def test_reason_and_its_kind_are_asked_for_at_their_fields(people, kind):
    row = made(people, State.DISTRICT)
    given = PermitInput(reason="  ", reason_kind=kind)
    assert refused(people.reviewer, row, "refuse", given) == {
        "reason": "请写明理由。",
        "reason_kind": "请选择原因类别。",
    }
    assert events(row) == []


def test_stale_page_learns_who_did_what(people):
    row = made(people)
    done(people.staff, row, "submit")
    with acting_as(people.staff), pytest.raises(StaleVersion) as stale:
        MACHINE.execute(people.staff, row.pk, "urge", expected_version=1)
    assert people.staff.user_name in stale.value.message
    assert "“提交”" in stale.value.message


def test_page_that_is_not_stale_goes_on(people):
    assert done(people.staff, made(people), "submit", expected_version=1).version == 2


def test_transition_without_a_target_leaves_the_state(people):
    row = made(people, State.CITY)
    after = done(people.staff, row, "urge")
    assert (after.state, after.version) == ("city", 2)
    assert [(one.source, one.target) for one in events(row)] == [("city", "city")]


@pytest.mark.parametrize("stage", [State.DISTRICT, State.CITY])
def test_computed_target_goes_back_to_whoever_returned_it(people, stage):
    row = made(people, stage)
    done(people.reviewer, row, "return", PermitInput("补材料"))
    assert done(people.staff, row, "resubmit").state == stage


def test_computed_target_outside_of_the_table_is_an_error(people):
    row = made(people, State.RETURNED, returned_from="granted")
    with acting_as(people.staff), pytest.raises(ValueError, match="may not lead to granted"):
        MACHINE.execute(people.staff, row.pk, "resubmit")
    assert fresh(row).state == "returned"


def test_effects_facts_and_further_columns_of_the_event_are_kept(people):
    row = made(people, State.CITY)
    done(people.officer, row, "grant", PermitInput(number="QD-7"))
    assert fresh(row).number == "QD-7"
    (event,) = events(row)
    assert (event.number, event.facts) == ("QD-7", {"length": 4})


def test_consequences_see_the_row_as_it_is_after(people):
    row, other = made(people, State.CITY), made(people, State.CITY)
    done(people.officer, row, "grant", PermitInput(number="QD-7"))
    assert (fresh(row).state, fresh(other).state) == ("granted", "refused")
    (event,) = events(other)
    assert (event.user_id, event.organisation_name) == (None, "平台")


def test_notification_is_owed_with_the_change_under_its_key(people):
    row = made(people)
    done(people.staff, row, "submit")
    with system_scope(reason="test"):
        (message,) = OutboxMessage.objects.filter(topic="accounts.notify")
    assert message.payload["dedupe_key"] == f"permit:{row.pk}:2:submit"
    assert message.payload["title"] == "district"


def test_failure_after_the_change_takes_all_of_it_back(people, monkeypatch):
    row = made(people)
    monkeypatch.setattr(permits, "notify", lambda *_, **__: 1 / 0)
    with acting_as(people.staff), pytest.raises(ZeroDivisionError):
        MACHINE.execute(people.staff, row.pk, "submit")
    assert fresh(row).state == "draft"
    assert events(row) == []


def test_subscribers_hear_of_each_change_and_may_undo_it(people, monkeypatch):
    heard = []

    def refuse(change):
        heard.append((change.transition.name, change.row.state))
        raise RuleViolation("正在使用。")

    monkeypatch.setattr(MACHINE, "subscribers", [])
    MACHINE.subscribe(refuse)
    row = made(people)
    assert refused(people.staff, row, "submit") == {"": "正在使用。"}
    assert heard == [("submit", "district")]
    assert fresh(row).state == "draft"


def test_event_names_the_absent_colleague(people, as_actor, district):
    absent = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    permits.covered[people.reviewer.user_id] = absent.user_id
    row = made(people, State.DISTRICT)
    done(people.reviewer, row, "forward")
    (event,) = events(row)
    assert (event.user_id, event.on_behalf_of_id) == (people.reviewer.user_id, absent.user_id)


def test_new_row_begins_its_life_with_an_event(people):
    row = made(people)
    with acting_as(people.staff):
        assert MACHINE.begin(people.staff, row, "open").version == 1
    assert [(one.transition, one.source, one.target) for one in events(row)] == [
        ("open", "", "draft")
    ]


@pytest.mark.parametrize(("name", "state"), [("open", "city"), ("submit", "draft")])
def test_life_begins_by_a_transition_that_leads_to_its_state_only(people, name, state):
    row = made(people, state)
    with acting_as(people.staff), pytest.raises(ValueError, match="does not begin"):
        MACHINE.begin(people.staff, row, name)


def test_many_rows_are_changed_with_their_events_and_saved_by_the_caller(people):
    rows = [made(people, State.DISTRICT) for _ in range(3)]
    with acting_as(people.reviewer):
        locked = list(Permit.objects.filter(pk__in=[row.pk for row in rows]).select_for_update())
        PermitEvent.objects.bulk_create(MACHINE.change_many(people.reviewer, locked, "forward"))
        Permit.objects.bulk_update(locked, ["state", "version", "due_on"])
    assert {(fresh(row).state, fresh(row).version) for row in rows} == {("city", 2)}
    assert [one.transition for row in rows for one in events(row)] == ["forward"] * 3


def test_many_rows_are_refused_as_one_is(people):
    rows = [made(people, State.DISTRICT), made(people, State.CITY)]
    with acting_as(people.reviewer), pytest.raises(RuleViolation, match="现在是“市级审核”"):
        MACHINE.change_many(people.reviewer, rows, "forward")


def test_transition_that_more_follows_from_is_carried_out_row_by_row(people):
    with acting_as(people.officer), pytest.raises(ValueError, match="row by row"):
        MACHINE.change_many(people.officer, [], "grant")


def test_beginning_is_nothing_to_carry_out_later(people):
    assert "不能新建" in refused(people.staff, made(people), "open")[""]


def test_other_events_leave_row_and_version_as_they_are(people):
    row = made(people, State.CITY)
    with acting_as(people.officer):
        MACHINE.record(people.officer, row, "inspect", "现场符合")
        with pytest.raises(ValueError, match="no event"):
            MACHINE.record(people.officer, row, "grant")
    assert fresh(row).version == 1
    assert [(one.transition, one.target) for one in events(row)] == [("inspect", "city")]


def test_buttons_are_those_of_the_table_with_what_forbids_them(people):
    row = made(people, State.DISTRICT, is_paid=False)
    with acting_as(people.reviewer):
        found = {one.transition.name: one for one in MACHINE.available(people.reviewer, row)}
    assert list(found) == ["forward", "return", "refuse"]
    assert (found["forward"].is_possible, found["forward"].reasons) == (False, ("没有缴费。",))
    assert found["return"].is_possible


@pytest.mark.parametrize(
    ("name", "state", "said"),
    [
        ("forward", "city", ("现在是“市级审核”，不能报市级。",)),
        ("grant", "city", ("您的职责不能进行“许可”。",)),
        ("forward", "district", ("没有缴费。",)),
        ("return", "district", ()),
    ],
)
def test_obstacles_are_all_that_stands_against(people, name, state, said):
    row = made(people, state, is_paid=False)
    with acting_as(people.reviewer):
        assert MACHINE.obstacles(people.reviewer, row, name) == said


def test_nobody_decides_about_an_own_enterprise(people):
    from tests.factories import second_job

    row = made(people, State.DISTRICT)
    with system_scope(reason="test"):
        second_job(people.reviewer.user_id, row.organisation_id)
    assert "自己任职" in refused(people.reviewer, row, "forward")[""]


# --- the database's own guard -------------------------------------------------------------------


def test_database_refuses_a_state_without_its_event(people):
    row = made(people)
    with (
        system_scope(reason="test"),
        pytest.raises(IntegrityError, match="without an event"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        Permit.objects.filter(pk=row.pk).update(state="granted")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_event_of_an_earlier_transaction_does_not_serve_a_later_change(transactional_db, people):
    row = made(people)
    done(people.staff, row, "submit")
    with system_scope(reason="test"), pytest.raises(IntegrityError), transaction.atomic():
        with connection.cursor() as cursor:
            Permit.objects.filter(pk=row.pk).update(state="draft")
            Permit.objects.filter(pk=row.pk).update(state="district")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_events_are_never_changed(people):
    row = made(people)
    done(people.staff, row, "submit")
    with (
        system_scope(reason="test"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        PermitEvent.objects.update(reason="没有的事")


def test_two_at_once_carry_it_out_once(transactional_db, people):
    row = made(people)

    def submit(_):
        try:
            return done(people.staff, row, "submit").state
        except RuleViolation:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(submit, range(2))) == ["district", "refused"]
    assert len(events(row)) == 1


def test_transition_takes_four_queries_and_its_savepoint(people, django_assert_num_queries):
    row = made(people, State.CITY)
    with acting_as(people.staff), django_assert_num_queries(5):
        MACHINE.execute(people.staff, row.pk, "urge")  # savepoint, lock, event, row, release
