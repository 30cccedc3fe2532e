"""Accounts of programs are no people: nobody manages them, and nothing is sent to them."""

import pytest

from accounts.duties import Duty
from accounts.models import Membership
from accounts.notifications import people_of
from accounts.tenancy import acting_as, system_scope
from people.actions.save_members import remove_person, set_administrator
from tests.factories import MembershipFactory


@pytest.fixture
def bank(as_actor):
    return as_actor(Duty.BANK_OFFICER, is_administrator=True)


@pytest.fixture
def program(bank):
    with system_scope(reason="test"):
        own = Membership.objects.get(pk=bank.membership_id)
        return MembershipFactory(
            organisation=own.organisation,
            district=own.district,
            duty=Duty.BANK_OFFICER,
            is_program=True,
        )


def test_program_is_not_among_the_members(bank, program, signed_in):
    page = signed_in(bank).get("/people/members/")
    assert program.pk not in [one.pk for one in page.context["members"]]


def test_program_is_neither_removed_nor_made_an_administrator(bank, program):
    with acting_as(bank):
        with pytest.raises(Membership.DoesNotExist):
            remove_person(bank, program.pk, None)
        with pytest.raises(Membership.DoesNotExist):
            set_administrator(bank, program.pk, True)


def test_nothing_is_sent_to_a_program(bank, program):
    assert people_of(organisation_id=bank.organisation_id) == [bank.user_id]
