"""An introduction: contacts after both agree and never before, outcomes reported."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Notification
from accounts.tenancy import acting_as, system_scope
from financing.listings.actions.ask_introduction import ask_introduction
from financing.listings.actions.share_plan import may_read_plan, share_plan
from financing.listings.introduction_machine import MACHINE, IntroductionInput
from financing.listings.nightly import run_nightly
from financing.models import (
    ContactCard,
    ExchangedContact,
    FinancingProject,
    Introduction,
    InvestorProfile,
)
from tests.financing.listings.people import card, paper, profile, project


@pytest.fixture
def pair(people, investor, district):
    """A project and an investor that may ask each other."""
    profile(investor)
    card(people.staff, "0532-11111111")
    card(investor, "0532-22222222")
    return project(people.staff, district.pk)


def asked(actor, row, investor):
    with acting_as(actor):
        return ask_introduction(actor, row.pk, investor.organisation_id, "您好")


def act(actor, row, name, **said):
    with acting_as(actor):
        return MACHINE.execute(actor, row.pk, name, IntroductionInput(**said))


def contacts_of(actor):
    with acting_as(actor):
        return sorted(ExchangedContact.objects.values_list("phone", flat=True))


def test_nobody_sees_a_contact_before_both_agree(people, investor, pair):
    row = asked(investor, pair, investor)
    assert contacts_of(people.staff) == contacts_of(investor) == []
    with acting_as(investor):
        assert [one.organisation_id for one in ContactCard.objects.all()] == [
            investor.organisation_id
        ]
    act(people.staff, row, "agree")
    both = ["0532-11111111", "0532-22222222"]
    assert contacts_of(people.staff) == contacts_of(investor) == both


def test_contacts_are_not_for_bureaus_nor_for_other_investors(
    people, investor, other_investor, pair
):
    act(people.staff, asked(investor, pair, investor), "agree")
    assert contacts_of(other_investor) == contacts_of(people.city) == []
    with acting_as(other_investor):
        assert not Introduction.objects.exists()


def test_who_asked_does_not_agree_for_the_other(people, investor, pair):
    row = asked(people.staff, pair, investor)
    with pytest.raises(NotPermitted):
        act(people.staff, row, "agree")
    assert act(investor, row, "agree").state == "agreed"


def test_nobody_asks_or_agrees_without_a_contact(people, investor, district):
    profile(investor)
    row = project(people.staff, district.pk)
    with pytest.raises(RuleViolation, match="联系人"):
        asked(investor, row, investor)
    card(investor)
    put = asked(investor, row, investor)
    with pytest.raises(RuleViolation, match="联系人"):
        act(people.staff, put, "agree")


def test_a_project_is_put_to_an_investor_once_at_a_time(people, investor, pair):
    row = asked(people.staff, pair, investor)
    with pytest.raises(RuleViolation, match="已经在对接"):
        asked(investor, pair, investor)
    act(investor, row, "decline", reason="领域不合")
    assert asked(people.staff, pair, investor).pk != row.pk


def test_a_closed_project_is_not_seen_by_investors(people, investor, district):
    row = project(people.staff, district.pk, is_open=False)
    with acting_as(investor):
        assert not FinancingProject.objects.filter(pk=row.pk).exists()


def test_a_hidden_investor_is_not_seen_by_enterprises(people, investor):
    row = profile(investor, is_open=False)
    with acting_as(people.staff):
        assert not InvestorProfile.objects.filter(pk=row.pk).exists()
    with acting_as(investor):
        assert InvestorProfile.objects.filter(pk=row.pk).exists()


def test_an_investor_does_not_change_a_project(people, investor, pair):
    with acting_as(investor), transaction.atomic():
        try:
            changed = FinancingProject.objects.filter(pk=pair.pk).update(name="别名")
        except ProgrammingError:
            changed = 0
    assert changed == 0


def test_what_came_of_it_is_reported(people, investor, pair):
    row = asked(investor, pair, investor)
    act(people.staff, row, "agree")
    act(investor, row, "meet")
    act(investor, row, "sign")
    with pytest.raises(RuleViolation) as refused:
        act(investor, row, "invest")
    assert set(refused.value.errors) == {"invested", "invested_on"}
    done = act(investor, row, "invest", invested=Decimal(1000), invested_on=timezone.localdate())
    assert (done.state, done.invested, done.due_on) == ("invested", Decimal(1000), None)


def test_an_end_names_its_cause(people, investor, pair):
    row = asked(investor, pair, investor)
    act(people.staff, row, "agree")
    with pytest.raises(RuleViolation):
        act(investor, row, "end", reason="估值偏高")
    ended = act(investor, row, "end", reason="估值偏高", reason_kind="terms")
    assert (ended.state, ended.ended_because) == ("refused", "terms")


def test_time_lets_questions_lapse_and_asks_for_reports(people, investor, pair, district):
    row = asked(investor, pair, investor)
    other = project(people.staff, district.pk, name="第二个项目")
    running = asked(investor, other, investor)
    act(people.staff, running, "agree")
    past = timezone.localdate() - timedelta(days=1)
    with system_scope(reason="test"):
        Introduction.objects.update(due_on=past)
    assert run_nightly() == 1
    assert run_nightly() == 0
    with system_scope(reason="test"):
        row.refresh_from_db()
        assert row.state == "withdrawn"
        assert not Notification.objects.filter(title="").exists()


def test_a_plan_is_shown_as_its_enterprise_agreed(people, investor, other_investor, pair):
    with acting_as(people.staff), pytest.raises(RuleViolation) as refused:
        share_plan(people.staff, pair.pk, paper(), "agreed", agrees=False)
    assert set(refused.value.errors) == {"agrees"}
    with acting_as(people.staff):
        row = share_plan(people.staff, pair.pk, paper(), "agreed", agrees=True)
    for reader in (investor, other_investor):
        with acting_as(reader):
            assert not may_read_plan(reader, row)
    act(people.staff, asked(investor, pair, investor), "agree")
    with acting_as(investor):
        assert may_read_plan(investor, row)
    with acting_as(other_investor):
        assert not may_read_plan(other_investor, row)
