"""What every page asks before it asks anything of its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import counts
from accounts.duties import Duty
from accounts.models import Membership, Notification, Organisation, User
from accounts.navigation import shell_for
from accounts.sign_in import person_with_duties
from accounts.tenancy import acting_as, system_scope
from accounts.views import home
from tests.factories import UserFactory, membership

# Sign-in with all duties, the transaction's beginning and end, the numbers of the navigation with
# the unread messages. The scope goes ahead of the latter.
SHELL = 4


@pytest.fixture
def statements(signed_in, monkeypatch):
    """The SQL of a page that asks nothing itself."""

    def ask(actor):
        monkeypatch.delitem(home._homes, actor.duty, raising=False)
        client = signed_in(actor)
        client.get("/home/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/home/").status_code == 200
        return [one["sql"] for one in captured]

    return ask


@pytest.mark.parametrize("is_administrator", [False, True], ids=["member", "administrator"])
@pytest.mark.parametrize("duty", Duty, ids=str)
def test_page_of_a_duty_asks_no_more_than_the_shell(as_actor, statements, duty, is_administrator):
    assert len(statements(as_actor(duty, is_administrator=is_administrator))) == SHELL


def test_shell_asks_the_same_of_somebody_with_many_duties(as_actor, statements):
    actor = as_actor(Duty.CITY_OFFICER)
    with system_scope(reason="test"):
        for duty in (Duty.EXPERT, Duty.LEADER, Duty.BANK_OFFICER):
            membership(duty, user=User.objects.get(pk=actor.user_id))
    assert len(statements(actor)) == SHELL


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_statement_of_the_shell_is_kept_for_everybody_of_the_duty(as_actor, duty):
    """None is left to be built for each page anew."""
    actor = as_actor(duty)
    counts._kept.clear()
    with acting_as(actor):
        shell_for(actor, "/home/")
    assert all(counts._kept.values())


def test_entry_whose_address_is_the_longest_prefix_is_current(as_actor):
    actor = as_actor(Duty.CITY_OFFICER)
    with acting_as(actor):
        shell = shell_for(actor, "/procedures/worklist/assign/")
    entries = [entry for group in shell.navigation for entry in group["items"]]
    assert [entry["label"] for entry in entries if entry["current"]] == ["待办与申报"]


def test_unread_messages_are_counted_for_their_reader(as_actor):
    reader, other = as_actor(Duty.LEADER), as_actor(Duty.LEADER)
    with acting_as(reader):
        for place in range(3):
            Notification.objects.create(recipient_id=reader.user_id, dedupe_key=str(place))
        assert shell_for(reader, "/").unread == "3"
    with acting_as(other):
        assert shell_for(other, "/").unread == ""


def test_more_than_ninety_nine_are_not_counted_out(as_actor):
    reader = as_actor(Duty.LEADER)
    with acting_as(reader):
        for place in range(100):
            Notification.objects.create(recipient_id=reader.user_id, dedupe_key=str(place))
        assert shell_for(reader, "/").unread == "99+"


def test_person_comes_with_present_duties_alone_the_oldest_first(db):
    with system_scope(reason="test"):
        oldest = membership(Duty.LEADER)
        person = oldest.user
        second = membership(Duty.EXPERT, user=person)
        membership(Duty.AUDITOR, user=person, is_active=False)
        closed = membership(Duty.BANK_OFFICER, user=person).organisation
        Organisation.objects.filter(pk=closed.pk).update(is_active=False)
        membership(Duty.CITY_OFFICER)
    found = person_with_duties(person.pk)
    assert (found, found.present_duties) == (person, [oldest, second])
    assert [one.organisation.name for one in found.present_duties] == [
        oldest.organisation.name, second.organisation.name,
    ]  # fmt: skip


def test_person_without_a_duty_has_none(db):
    assert person_with_duties(UserFactory().pk).present_duties == []


def test_unknown_person_is_nobody(db):
    assert person_with_duties(10**9) is None


def test_barred_person_is_out_with_the_next_page(as_actor, signed_in):
    actor = as_actor(Duty.LEADER)
    client = signed_in(actor)
    assert client.get("/home/").status_code == 200
    User.objects.filter(pk=actor.user_id).update(is_active=False)
    assert client.get("/home/").status_code == 302


def test_duty_that_has_ended_is_gone_with_the_next_page(as_actor, signed_in):
    actor = as_actor(Duty.LEADER)
    client = signed_in(actor)
    assert client.get("/enterprises/").status_code == 200
    with system_scope(reason="test"):
        Membership.objects.filter(pk=actor.membership_id).update(is_active=False)
    assert client.get("/enterprises/").status_code == 302


def test_signed_in_pages_are_not_kept_by_the_browser(signed_in, as_actor):
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    assert client.get("/home/")["Cache-Control"] == "no-store"


def test_public_pages_may_be_kept(client, db):
    assert "no-store" not in client.get("/").get("Cache-Control", "")
