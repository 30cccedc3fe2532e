"""A certificate after the decision: who may do what, with which reasons, and what follows."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import acting_as, system_scope
from certification.changes import CertificateInput
from certification.lifecycle import MACHINE
from certification.models import Certificate, CertificateEvent
from certification.rungs import level_of, valid_certificates
from procedures.cases.actions.start_application import start_application
from tests.certification.certificates import FRAUD, act, certified, ends_in, events_of, fresh
from tests.procedures import filings

State = Certificate.State


def set_state(certificate, state):
    """Bring a certificate of today into `state` along the machine."""
    if state in (State.RECHECK_DUE, State.EXPIRED):
        ends_in(certificate, 20)
    if state == State.RECHECK_DUE:
        act(None, certificate, "fall_due")
    elif state == State.EXPIRED:
        ends_in(certificate, -1)
        act(None, certificate, "expire")
    elif state == State.SUSPENDED:
        act_as_city(certificate, "suspend")
    elif state == State.REVOKED:
        act_as_city(certificate, "revoke")
    return fresh(certificate)


def act_as_city(certificate, name):
    from accounts.actors import actor_from
    from tests import factories

    with system_scope(reason="test"):
        officer = actor_from(factories.membership(Duty.CITY_OFFICER))
    act(officer, certificate, name)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("name", [one.name for one in MACHINE.rows if one.by_hand])
def test_each_act_is_possible_in_the_states_of_the_table_only(
    people, as_actor, other_district, name, state
):
    certificate = set_state(certified(people), state)
    said = {"document_number": "市监〔2026〕1号", "reason_kind": "other", "holder_name": "新名称"}
    if name == "merge":
        successor = as_actor(Duty.ENTERPRISE_STAFF, district=other_district)
        filings.confirmed(successor, 2)
        said |= {"organisation_id": successor.organisation_id, "district_id": other_district.pk}
    if state in MACHINE.transitions[name].sources:
        changed = act(people.city, certificate, name, **said)
        assert changed.state == (MACHINE.transitions[name].target or state)
    else:
        with pytest.raises(RuleViolation, match="不能"):
            act(people.city, certificate, name, **said)


@pytest.mark.parametrize(
    "duty", [Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.LEADER, Duty.AUDITOR]
)
@pytest.mark.parametrize("name", [one.name for one in MACHINE.rows if one.by_hand])
def test_only_the_city_acts_on_certificates(people, as_actor, duty, name):
    certificate = certified(people)
    if name == "lift":
        act(people.city, certificate, "suspend")
    actor = {
        Duty.ENTERPRISE_STAFF: people.staff,
        Duty.DISTRICT_REVIEWER: people.reviewer,
    }.get(duty) or as_actor(duty)
    with pytest.raises((NotPermitted, Certificate.DoesNotExist)):
        act(actor, certificate, name, document_number="1", holder_name="新")


def test_nobody_acts_on_the_certificate_of_their_own_enterprise(people):
    from accounts.models import Membership

    certificate = certified(people)
    with system_scope(reason="test"):
        Membership.objects.create(
            user_id=people.city.user_id, duty=Duty.ENTERPRISE_STAFF,
            organisation_id=certificate.organisation_id, district_id=certificate.district_id,
        )  # fmt: skip
    with pytest.raises(RuleViolation, match="自己任职"):
        act(people.city, certificate, "revoke")


def test_reason_and_its_kind_are_both_asked_for_at_their_fields(people):
    certificate = certified(people)
    with pytest.raises(RuleViolation) as refused:
        act(people.city, certificate, "revoke", reason=" ", reason_kind="nonsense")
    assert set(refused.value.errors) == {"reason", "reason_kind"}
    assert fresh(certificate).state == State.VALID


def test_stale_page_learns_who_was_quicker(people):
    certificate = certified(people)
    act(people.city, certificate, "suspend")
    with acting_as(people.city), pytest.raises(StaleVersion, match="暂停证书"):
        MACHINE.execute(
            people.city, certificate.pk, "lift", CertificateInput(reason="查清"), expected_version=1
        )


def test_event_says_who_what_and_why(people):
    certificate = certified(people)
    act(people.city, certificate, "suspend", reason_kind="accident", reason="发生事故。")
    (event,) = events_of(certificate)
    assert (event.transition, event.source, event.target) == ("suspend", "valid", "suspended")
    assert (event.user_id, event.reason_kind) == (people.city.user_id, "accident")
    assert event.reason == "发生事故。"


def test_holder_is_told_of_each_act_with_its_reason(people):
    certificate = certified(people)
    act(people.city, certificate, "suspend")
    act(people.city, certificate, "lift", reason="已整改。", reason_kind="")
    act(people.city, certificate, "revoke")
    told = filings.told(people.staff.user_id)
    assert [title for title in told if title.startswith("证书")] == [
        f"证书已暂停：{certificate.title}",
        f"证书已恢复有效：{certificate.title}",
        f"证书已撤销：{certificate.title}",
    ]


@pytest.mark.parametrize("values", [{"state": "revoked"}, {"holder_name": "别人"}])
def test_database_refuses_a_change_without_its_event(transactional_db, people, values):
    certificate = certified(people)
    with (
        system_scope(reason="test"),
        pytest.raises(IntegrityError, match="without an event"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        Certificate.objects.filter(pk=certificate.pk).update(**values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_events_cannot_be_changed(people):
    from django.db import ProgrammingError

    certificate = certified(people)
    act(people.city, certificate, "suspend")
    with (
        system_scope(reason="test"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        CertificateEvent.objects.update(reason="没有的事")


def test_suspended_certificate_carries_no_rung_until_it_is_lifted(people):
    certificate = certified(people)
    levels = []
    for name in ("suspend", "lift"):
        act(people.city, certificate, name)
        with acting_as(people.staff):
            levels.append(level_of(valid_certificates(certificate.organisation_id)))
    assert levels == [0, 1]


# --- the bar -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["fraud", "accident", "dishonesty", "tax_evasion"])
def test_revocation_for_misconduct_bars_from_starting_a_filing(people, kind):
    certificate = certified(people)
    batch = certificate.application.batch_id
    act(people.city, certificate, "revoke", reason_kind=kind)
    with acting_as(people.staff), pytest.raises(RuleViolation, match="三年内不能申报"):
        start_application(people.staff, batch)


@pytest.mark.parametrize("kind", ["no_update", "correction", "other"])
def test_other_revocations_bar_nobody(people, kind):
    certificate = certified(people)
    batch = certificate.application.batch_id
    act(people.city, certificate, "revoke", reason_kind=kind)
    with acting_as(people.staff):
        _, is_new = start_application(people.staff, batch)
    assert is_new


def test_draft_of_before_the_revocation_is_not_submitted(people):
    certificate = certified(people)
    with system_scope(reason="test"):
        batch = certificate.application.batch
    draft = filings.draft(people.staff, batch)
    act(people.city, certificate, "revoke", **vars(FRAUD) | {"reason": "伪造"})
    with pytest.raises(RuleViolation, match="三年内不能申报"):
        filings.done(people.staff, draft, "submit")


def test_bar_ends_after_three_years(people, monkeypatch):
    from datetime import date

    from certification import bans

    certificate = certified(people)
    act(people.city, certificate, "revoke", reason_kind="fraud")
    until = bans.banned_until(date.today())
    with acting_as(people.staff):
        monkeypatch.setattr(
            bans.timezone, "localdate", lambda at=None: until if at is None else at.date()
        )
        assert bans.ban_after_revocation(certificate.organisation_id) == ""


# --- those above -------------------------------------------------------------------------------


@pytest.fixture
def subscribed(monkeypatch):
    heard = []
    monkeypatch.setattr(MACHINE, "subscribers", [heard.append])
    return heard


def test_those_above_hear_of_issuing_and_of_each_change(people, subscribed):
    certificate = certified(people)
    act(people.city, certificate, "suspend")
    assert [(change.transition.name, change.row.pk) for change in subscribed] == [
        ("issue", certificate.pk),
        ("suspend", certificate.pk),
    ]


def test_what_a_subscriber_raises_undoes_the_change(people, monkeypatch):
    certificate = certified(people)

    def refuse(change):
        raise RuleViolation("名单库正在使用这张证书。")

    monkeypatch.setattr(MACHINE, "subscribers", [refuse])
    with pytest.raises(RuleViolation, match="名单库"):
        act(people.city, certificate, "revoke")
    assert fresh(certificate).state == State.VALID
    assert events_of(certificate) == []
