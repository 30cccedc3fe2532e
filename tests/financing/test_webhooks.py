"""Messages to banks: owed with the change, signed, delivered at least once, never inwards."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook as Signature
from standardwebhooks import WebhookVerificationError

from accounts.errors import NotPermitted, RuleViolation
from accounts.retention import remove_what_is_over
from accounts.tenancy import acting_as, system_scope
from financing.line.actions import save_webhook
from financing.line.webhooks import deliver
from financing.line.webhooks.announce import MOST_NAMED, announce_changes
from financing.models import WebhookDelivery, WebhookSecret
from financing.models.reasons import RemovalReason
from financing.models.webhook import new_key
from lifecycle.transitions import TransitionInput
from tests.financing.demands import at, posted
from tests.financing.demands import done as handled
from tests.financing.listing import done, listed
from tests.financing.receiver import receiving
from tests.financing.webhooks import (
    attempts,
    fresh,
    is_disabled,
    messages,
    pinged,
    registered,
    topics,
)

State = WebhookDelivery.State


# --- what is owed -----------------------------------------------------------------------------


def test_listing_an_enterprise_owes_the_bank_a_message(people, holder, bank):
    hook = registered(bank)
    entry = listed(people)
    (message,) = messages(hook)
    body = json.loads(message.body)
    assert body["type"] == "whitelist.changed"
    assert body["data"] == {
        "count": 1,
        "complete": True,
        "enterprises": [{"credit_code": entry.credit_code, "status": "listed"}],
    }
    assert topics(hook) == ["financing.deliver"]


def test_leaving_the_list_is_told_as_left(people, holder, bank):
    entry = listed(people)
    hook = registered(bank)
    done(people.city, entry, "remove", TransitionInput("失信", RemovalReason.CORRECTION))
    data = json.loads(messages(hook)[-1].body)["data"]
    assert [one["status"] for one in data["enterprises"]] == ["left"]


def test_change_that_is_undone_owes_nothing(people, holder, bank):
    hook = registered(bank)

    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        listed(people)
        raise Undone
    assert messages(hook) == []


def test_message_names_the_first_hundred_of_many(bank):
    hook = registered(bank)
    with system_scope(reason="test"):
        announce_changes(
            (bank.organisation_id, f"91370200{number:010d}", True) for number in range(250)
        )
    data = json.loads(messages(hook)[0].body)["data"]
    assert (data["count"], data["complete"], len(data["enterprises"])) == (250, False, MOST_NAMED)


def test_other_banks_changes_are_not_told(bank, other_bank):
    hook = registered(bank)
    with system_scope(reason="test"):
        announce_changes([(other_bank.organisation_id, "9" * 18, True)])
    assert messages(hook) == []


def test_disabled_webhook_is_owed_nothing_new(bank):
    hook = registered(bank)
    with acting_as(bank):
        save_webhook.disable_webhook(bank, hook.pk)
    with system_scope(reason="test"):
        announce_changes([(bank.organisation_id, "9" * 18, True)])
    assert messages(hook) == []


def test_loan_demand_is_told_with_its_state(people, holder, bank):
    hook = registered(bank)
    listed(people)
    demand = posted(people.staff, bank)
    body = json.loads(messages(hook, event="demand.changed")[0].body)
    handling = at(bank, demand)
    assert body["data"]["handling"] == handling.pk
    assert body["data"]["demand"] == demand.number
    assert body["data"]["state"] == handling.state
    handled(bank, handling, "take_up")
    assert len(messages(hook, event="demand.changed")) == 1, "what the bank did it knows"


# --- signing ----------------------------------------------------------------------------------


def test_receiver_verifies_the_signature(bank):
    with receiving(204) as receiver:
        hook = registered(bank, receiver.url)
        delivery = pinged(bank, hook)
        assert not deliver.deliver_next(hook.pk)
    headers, body = receiver.got[0]
    assert Signature(hook.key).verify(body, headers)["type"] == "ping"
    assert headers["webhook-id"] == f"msg_{delivery.message_id.hex}"
    assert fresh(delivery).state == State.DELIVERED
    (attempt,) = attempts(delivery)
    assert (attempt.status, attempt.error) == (204, "")


def test_changed_body_is_not_verified(bank):
    hook = registered(bank)
    delivery = pinged(bank, hook)
    with system_scope(reason="test"):
        headers = deliver.signed_headers(delivery, timezone.now())
    with pytest.raises(WebhookVerificationError):
        Signature(hook.key).verify(delivery.body.replace("ping", "pong"), headers)


def test_both_keys_sign_while_one_replaces_the_other(bank):
    hook = registered(bank)
    with acting_as(bank):
        new = save_webhook.rotate_key(bank, hook.pk)
    delivery = pinged(bank, hook)
    with system_scope(reason="test"):
        headers = deliver.signed_headers(delivery, timezone.now())
    for key in (hook.key, new):
        Signature(key).verify(delivery.body, headers)


def test_ended_key_signs_no_more(bank):
    hook = registered(bank)
    with acting_as(bank):
        save_webhook.rotate_key(bank, hook.pk)
        old = WebhookSecret.objects.filter(webhook_id=hook.pk).order_by("id").first()
        save_webhook.end_key(bank, old.pk)
    delivery = pinged(bank, hook)
    with system_scope(reason="test"):
        headers = deliver.signed_headers(delivery, timezone.now())
    with pytest.raises(WebhookVerificationError):
        Signature(hook.key).verify(delivery.body, headers)


def test_present_key_cannot_be_ended(bank):
    hook = registered(bank)
    with acting_as(bank):
        present = WebhookSecret.objects.get(webhook_id=hook.pk)
        with pytest.raises(RuleViolation, match="先更换"):
            save_webhook.end_key(bank, present.pk)


def test_key_is_kept_sealed(bank):
    hook = registered(bank)
    with system_scope(reason="test"):
        row = WebhookSecret.objects.get(webhook_id=hook.pk)
    assert hook.key[6:] not in row.sealed
    assert row.key == hook.key


def test_key_sealed_with_an_earlier_secret_still_opens(bank, settings):
    hook = registered(bank)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-one"
    with system_scope(reason="test"):
        assert WebhookSecret.objects.get(webhook_id=hook.pk).key == hook.key


def test_webhook_whose_key_cannot_be_opened_is_disabled_instead_of_sending_unsigned(bank, settings):
    with receiving(204) as receiver:
        hook = registered(bank, receiver.url)
        delivery = pinged(bank, hook)
        settings.SECRET_KEY = "another-one"
        assert not deliver.deliver_next(hook.pk)
        assert receiver.got == []
        assert is_disabled(hook)
        with acting_as(bank):
            new = save_webhook.rotate_key(bank, hook.pk)
            save_webhook.enable_webhook(bank, hook.pk)
        deliver.deliver_next(hook.pk)
    headers, body = receiver.got[0]
    assert Signature(new).verify(body, headers)["type"] == "ping"
    assert fresh(delivery).state == State.DELIVERED


# --- acts -------------------------------------------------------------------------------------


def test_dead_message_is_sent_again_under_its_number(bank):
    with receiving(410, 200) as receiver:
        hook = registered(bank, receiver.url)
        delivery = pinged(bank, hook)
        deliver.deliver_next(hook.pk)
        with acting_as(bank):
            with pytest.raises(RuleViolation, match="先启用"):
                save_webhook.send_again(bank, delivery.pk)
            save_webhook.enable_webhook(bank, hook.pk)
            save_webhook.send_again(bank, delivery.pk)
        deliver.deliver_next(hook.pk)
    assert fresh(delivery).state == State.DELIVERED
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len(attempts(delivery)) == 2


def test_all_dead_messages_are_sent_again_at_once(bank):
    hook = registered(bank)
    for _ in range(3):
        pinged(bank, hook)
    with system_scope(reason="test"):
        WebhookDelivery.objects.filter(webhook_id=hook.pk).update(state=State.DEAD)
    with acting_as(bank):
        assert save_webhook.send_dead_again(bank, hook.pk) == 3
        with pytest.raises(RuleViolation, match="没有未能送达"):
            save_webhook.send_dead_again(bank, hook.pk)


def test_waiting_message_is_not_sent_twice(bank):
    hook = registered(bank)
    delivery = pinged(bank, hook)
    with acting_as(bank), pytest.raises(RuleViolation, match="等待送达"):
        save_webhook.send_again(bank, delivery.pk)


def test_officer_who_is_no_administrator_registers_none(other_bank):
    with acting_as(other_bank), pytest.raises(NotPermitted):
        save_webhook.make_webhook(other_bank, "核心系统", "https://bank.example/")


def test_same_address_is_registered_once(bank):
    registered(bank)
    with acting_as(bank), pytest.raises(RuleViolation) as refused:
        save_webhook.make_webhook(bank, "另一系统", "https://bank.example/hook")
    assert "url" in refused.value.errors


def test_bank_has_ten_webhooks_at_most(bank):
    with acting_as(bank):
        for number in range(save_webhook.MOST_WEBHOOKS):
            save_webhook.make_webhook(bank, f"系统{number}", f"https://bank.example/{number}")
        with pytest.raises(RuleViolation, match="最多"):
            save_webhook.make_webhook(bank, "再一个", "https://bank.example/more")


def test_messages_are_forgotten_after_their_time_but_not_while_they_wait(bank):
    hook = registered(bank)
    old, waiting = pinged(bank, hook), pinged(bank, hook)
    with system_scope(reason="test"):
        WebhookDelivery.objects.filter(webhook_id=hook.pk).update(
            created_at=timezone.now() - timedelta(days=100)
        )
        WebhookDelivery.objects.filter(pk=old.pk).update(state=State.DELIVERED)
        assert remove_what_is_over(timezone.now(), WebhookDelivery) == 1
    assert messages(hook) == [waiting]


def test_keys_are_random():
    assert new_key() != new_key()
