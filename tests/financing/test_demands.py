"""Loan demands between enterprises and banks."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import acting_as, system_scope
from financing.demands.actions.make_offer import make_offer
from financing.demands.actions.post_demand import (
    MOST_OPEN,
    choose_offer,
    close_demand,
    connected_banks,
    post_demand,
    put_to_more_banks,
)
from financing.demands.machine import (
    DECIDE_WITHIN,
    history_of,
)
from financing.models import DemandEvent, DemandHandling, LoanDemand, LoanOffer
from financing.models.reasons import DeclineReason
from tests.factories import OrganisationFactory
from tests.financing.demands import (
    TERMS,
    at,
    done,
    fresh,
    make_overdue,
    offer_terms,
    offered,
    posted,
)
from tests.financing.listing import done as list_done
from tests.financing.listing import listed
from tests.procedures.filings import told


@pytest.fixture
def on_list(people, holder):
    return listed(people)


@pytest.fixture
def demand(people, on_list, bank, other_bank):
    """Of the people's enterprise, put to both banks."""
    return posted(people.staff, bank, other_bank)


def check_constraints_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def last_day():
    return timezone.localdate() + timedelta(days=DECIDE_WITHIN)


# --- posting ------------------------------------------------------------------------------------


def test_each_chosen_bank_hears_of_a_demand_and_has_thirty_days(demand, bank, other_bank):
    for one in (bank, other_bank):
        assert at(one, demand).due_on == last_day()
        assert f"新的融资需求：{demand.enterprise_name}" in told(one.user_id)


def test_bank_that_was_not_chosen_sees_nothing(people, on_list, bank, other_bank):
    demand = posted(people.staff, bank)
    with acting_as(other_bank):
        assert not LoanDemand.objects.filter(pk=demand.pk).exists()
        assert not DemandHandling.objects.exists()
    with acting_as(bank):
        assert LoanDemand.objects.get().pk == demand.pk


def test_enterprise_that_is_not_on_the_list_posts_nothing(people, bank):
    with pytest.raises(RuleViolation, match="列入"):
        posted(people.staff, bank)


def test_nobody_posts_for_an_enterprise(people, on_list, bank):
    for actor in (people.city, people.reviewer, bank):
        with acting_as(actor), pytest.raises(NotPermitted):
            post_demand(actor, TERMS, [bank.organisation_id])


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"amount": Decimal(0)}, "amount"),
        ({"term_months": 0}, "term_months"),
        ({"term_months": 361}, "term_months"),
        ({"purpose": "yacht"}, "purpose"),
        ({"explanation": " "}, "explanation"),
        ({"guarantees": ()}, "guarantees"),
        ({"guarantees": ("gold",)}, "guarantees"),
        ({"highest_rate": Decimal(37)}, "highest_rate"),
        ({"contact_name": ""}, "contact_name"),
        ({"contact_phone": " "}, "contact_phone"),
    ],
)
def test_wrong_term_is_refused_at_its_field(people, on_list, bank, more, field):
    with pytest.raises(RuleViolation) as refusal:
        posted(people.staff, bank, terms=replace(TERMS, **more))
    assert list(refusal.value.errors) == [field]


def test_demand_names_a_bank(people, on_list, bank):
    with acting_as(people.staff), pytest.raises(RuleViolation) as refusal:
        post_demand(people.staff, TERMS, [people.city.organisation_id])
    assert list(refusal.value.errors) == ["banks"]


def test_demands_at_once_are_few(people, on_list, bank):
    for _ in range(MOST_OPEN):
        posted(people.staff, bank)
    with pytest.raises(RuleViolation, match="先结束"):
        posted(people.staff, bank)


def test_demand_is_put_to_a_further_bank_once(people, on_list, bank, other_bank):
    demand = posted(people.staff, bank)
    with acting_as(people.staff):
        assert put_to_more_banks(people.staff, demand.pk, [other_bank.organisation_id]) == 1
        with pytest.raises(RuleViolation):
            put_to_more_banks(people.staff, demand.pk, [other_bank.organisation_id])
    assert at(other_bank, demand).state == "sent"


# --- what banks do ------------------------------------------------------------------------------


def test_clock_stands_still_while_the_enterprise_is_asked(demand, people, bank):
    handling = done(bank, at(bank, demand), "ask", "请补充上年度审计报告")
    assert (handling.state, handling.due_on) == ("asked", None)
    assert any("请您补充" in one for one in told(people.staff.user_id))
    handling = done(people.staff, handling, "answer", "已寄出")
    assert (handling.state, handling.due_on) == ("taken", last_day())


@pytest.mark.parametrize("name", ["ask", "decline"])
def test_question_and_refusal_say_why(demand, bank, name):
    with pytest.raises(RuleViolation) as refusal:
        done(bank, at(bank, demand), name, "", "debt" if name == "decline" else "")
    assert list(refusal.value.errors) == ["reason"]


def test_refusal_names_its_kind(demand, bank):
    with pytest.raises(RuleViolation) as refusal:
        done(bank, at(bank, demand), "decline", "负债率 82%")
    assert list(refusal.value.errors) == ["reason_kind"]
    handling = done(bank, at(bank, demand), "decline", "负债率 82%，降到 70% 后可再申请", "debt")
    assert (handling.state, handling.declined_because, handling.due_on) == (
        "declined",
        "debt",
        None,
    )


def test_enterprise_knows_what_it_can_mend():
    assert DemandHandling(declined_because=DeclineReason.DEBT).is_repairable
    assert not DemandHandling(declined_because=DeclineReason.BANK_LIMIT).is_repairable
    assert not DemandHandling().is_repairable


def test_further_offer_replaces_the_one_before_and_keeps_it(demand, bank):
    handling = offered(bank, at(bank, demand))
    first = handling.decided_at
    handling = offered(bank, handling, rate=Decimal("3.2"))
    with system_scope(reason="test"):
        assert [str(one.rate) for one in handling.offers.all()] == ["3.450", "3.200"]
    assert handling.decided_at == first


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"amount": Decimal(-1)}, "amount"),
        ({"term_months": 0}, "term_months"),
        ({"rate": Decimal(37)}, "rate"),
        ({"guarantee": "gold"}, "guarantee"),
        ({"repayment": "never"}, "repayment"),
        ({"valid_to": timezone.localdate() - timedelta(days=1)}, "valid_to"),
    ],
)
def test_wrong_offer_is_refused_at_its_field(demand, bank, more, field):
    handling = at(bank, demand)
    with acting_as(bank), pytest.raises(RuleViolation) as refusal:
        make_offer(bank, handling.pk, offer_terms(**more))
    assert list(refusal.value.errors) == [field]


def test_bank_neither_sees_nor_handles_what_was_put_to_another(demand, bank, other_bank):
    theirs = at(other_bank, demand)
    with acting_as(bank):
        with pytest.raises(DemandHandling.DoesNotExist):
            make_offer(bank, theirs.pk, offer_terms())
    offered(other_bank, theirs)
    with acting_as(bank):
        assert not LoanOffer.objects.exists()
        assert not DemandEvent.objects.exists()


def test_bureaus_watch_and_do_not_handle(demand, people, bank):
    with acting_as(people.city), pytest.raises(NotPermitted):
        make_offer(people.city, at(bank, demand).pk, offer_terms())


def test_state_cannot_be_changed_past_the_machine(demand, bank):
    handling = at(bank, demand)
    with acting_as(bank), pytest.raises(IntegrityError, match="without an event"):
        with transaction.atomic():
            DemandHandling.objects.filter(pk=handling.pk).update(state="declined")
            check_constraints_now()


# --- choosing -----------------------------------------------------------------------------------


def test_chosen_offer_settles_the_demand_and_ends_the_others(demand, people, bank, other_bank):
    handling = offered(bank, at(bank, demand))
    with acting_as(people.staff):
        choose_offer(people.staff, handling.pk)
    assert fresh(demand).state == "settled"
    assert at(bank, demand).state == "accepted"
    assert at(other_bank, demand).state == "closed"
    assert any("选定了贵行的方案" in one for one in told(bank.user_id))
    assert any("结束了融资对接" in one for one in told(other_bank.user_id))


def test_second_offer_is_not_chosen_after_the_first(demand, people, bank, other_bank):
    first, second = offered(bank, at(bank, demand)), offered(other_bank, at(other_bank, demand))
    with acting_as(people.staff):
        choose_offer(people.staff, first.pk)
        with pytest.raises(RuleViolation):
            choose_offer(people.staff, second.pk)


def test_offer_that_changed_since_it_was_read_is_not_chosen(demand, people, bank):
    read = offered(bank, at(bank, demand))
    offered(bank, read, rate=Decimal("9"))
    with acting_as(people.staff), pytest.raises(StaleVersion):
        choose_offer(people.staff, read.pk, expected_version=read.version)


def test_offer_that_ran_out_is_not_chosen(demand, people, bank, monkeypatch):
    today = timezone.localdate()
    handling = offered(bank, at(bank, demand), valid_to=today)
    monkeypatch.setattr(timezone, "localdate", lambda *a: today + timedelta(days=1))
    with acting_as(people.staff), pytest.raises(RuleViolation, match="已过期"):
        choose_offer(people.staff, handling.pk)


def test_closed_demand_ends_at_every_bank(demand, people, bank, other_bank):
    done(bank, at(bank, demand), "decline", "额度不足", "bank_limit")
    with acting_as(people.staff):
        close_demand(people.staff, demand.pk, "已自筹")
        with pytest.raises(RuleViolation):
            close_demand(people.staff, demand.pk, "")
    assert (at(bank, demand).state, at(other_bank, demand).state) == ("declined", "closed")


def test_foreign_demand_does_not_exist(demand, as_actor, district):
    other = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    with acting_as(other), pytest.raises(LoanDemand.DoesNotExist):
        close_demand(other, demand.pk, "")


# --- overdue ------------------------------------------------------------------------------------


def test_overdue_is_what_the_bank_has_not_decided(demand, bank, other_bank):
    for one in (bank, other_bank):
        make_overdue(at(one, demand))
    offered(other_bank, at(other_bank, demand))
    with system_scope(reason="test"):
        assert [one.bank_id for one in DemandHandling.objects.overdue()] == [bank.organisation_id]


def test_last_day_is_not_overdue_yet(demand, bank):
    make_overdue(at(bank, demand), days=0)
    with system_scope(reason="test"):
        assert not DemandHandling.objects.overdue().exists()
    assert not at(bank, demand).is_overdue


# --- bounds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"amount": Decimal(1_000_001)}, "amount"),
        ({"needed_by": timezone.localdate() + timedelta(days=367)}, "needed_by"),
    ],
)
def test_absurd_demand_is_refused_at_its_field(people, on_list, bank, more, field):
    with pytest.raises(RuleViolation) as refusal:
        posted(people.staff, bank, terms=replace(TERMS, **more))
    assert list(refusal.value.errors) == [field]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"amount": Decimal(1_000_001)}, "amount"),
        ({"valid_to": timezone.localdate() + timedelta(days=367)}, "valid_to"),
    ],
)
def test_absurd_offer_is_refused_at_its_field(demand, bank, more, field):
    with pytest.raises(RuleViolation) as refusal:
        offered(bank, at(bank, demand), **more)
    assert list(refusal.value.errors) == [field]


def test_enterprise_that_left_the_list_puts_its_demand_to_no_further_bank(
    people, on_list, bank, other_bank
):
    demand = posted(people.staff, bank)
    list_done(people.staff, on_list, "leave")
    with acting_as(people.staff), pytest.raises(RuleViolation, match="列入"):
        put_to_more_banks(people.staff, demand.pk, [other_bank.organisation_id])


def test_bank_for_which_nobody_works_yet_is_not_chosen(people, on_list, bank):
    with system_scope(reason="test"):
        empty = OrganisationFactory(kind=OrganisationKind.BANK, name="示例待接入银行")
    with acting_as(people.staff):
        assert [one.pk for one in connected_banks()] == [bank.organisation_id]
        with pytest.raises(RuleViolation, match="至少选择一家银行"):
            post_demand(people.staff, TERMS, [empty.pk])


def test_story_begins_with_the_sending_and_tells_a_changed_offer_as_such(demand, bank):
    handling = at(bank, demand)
    offered(bank, handling)
    offered(bank, handling, rate=Decimal("3.2"))
    with system_scope(reason="test"):
        told = history_of(handling, "示例企业", handling.events.select_related("user"))
    assert [one.what for one in told] == ["修改方案", "报融资方案", "送达"]


def test_bank_that_has_asked_may_offer_without_the_answer(demand, bank):
    handling = at(bank, demand)
    done(bank, handling, "ask", "请补充审计报告")
    assert offered(bank, handling).state == "offered"
