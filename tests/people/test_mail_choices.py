"""Which notifications come by mail: chosen by kind, never for what one must have."""

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.models import Notification, OutboxMessage, User
from accounts.notifications import Kind, notify
from accounts.outbox_handlers import make_notification
from accounts.tenancy import system_scope
from people.actions.save_mail_choices import mailed_kinds, save_mail_choices
from tests.factories import UserFactory


@pytest.fixture
def person(db):
    return UserFactory(email="a@example.com")


def told(person, kind):
    """Notify the person, deliver it, and return how many mails are owed."""
    with system_scope(reason="test"):
        notify([person.pk], title="题", body="文", link="/", dedupe_key=f"k:{kind}", kind=kind)
        message = OutboxMessage.objects.get(dedupe_key=f"notify:{person.pk}:k:{kind}")
        make_notification(message.payload)
        assert Notification.objects.filter(recipient=person).exists()
        return OutboxMessage.objects.filter(topic="accounts.mail").count()


def choose(person, *kinds):
    with system_scope(reason="test"):
        save_mail_choices(person.pk, kinds)


class TestMailChoices:
    def test_without_a_choice_everything_is_mailed(self, person):
        assert told(person, Kind.REMINDERS) == 1

    def test_kind_that_is_switched_off_stays_in_the_portal_alone(self, person):
        choose(person, Kind.WORK)
        assert told(person, Kind.REMINDERS) == 0

    def test_kind_that_is_left_on_is_mailed(self, person):
        choose(person, Kind.WORK)
        assert told(person, Kind.WORK) == 1

    @pytest.mark.parametrize("kind", [Kind.CASES, Kind.ACCOUNT])
    def test_what_one_must_have_cannot_be_switched_off(self, person, kind):
        choose(person)
        assert told(person, kind) == 1

    def test_message_from_before_there_were_kinds_is_mailed(self, person):
        choose(person)
        payload = {
            "recipient_id": person.pk, "title": "题", "body": "", "link": "", "dedupe_key": "old",
        }  # fmt: skip
        with system_scope(reason="test"):
            make_notification(payload)
            assert OutboxMessage.objects.filter(topic="accounts.mail").exists()

    def test_page_saves_what_is_ticked(self, as_actor, signed_in):
        actor = as_actor(Duty.ENTERPRISE_STAFF)
        client = signed_in(actor)
        page = client.get(reverse("people:mail_choices")).content.decode()
        assert "账号、成员和授权" in page
        client.post(reverse("people:mail_choices"), {"by_mail": ["reminders"]})
        with system_scope(reason="test"):
            assert mailed_kinds(actor.user_id) == [Kind.CASES, Kind.ACCOUNT, Kind.REMINDERS]

    def test_one_sees_and_changes_ones_own_alone(self, as_actor, signed_in, person):
        choose(person, "openings")
        actor = as_actor(Duty.DISTRICT_REVIEWER)
        signed_in(actor).post(reverse("people:mail_choices"), {"by_mail": []})
        with system_scope(reason="test"):
            assert Kind.OPENINGS in mailed_kinds(person.pk)

    def test_somebody_without_a_duty_chooses_too(self, client, person):
        client.force_login(User.objects.get(pk=person.pk), "accounts.sign_in.PortalBackend")
        assert client.post(reverse("people:mail_choices"), {"by_mail": []}).status_code == 302
