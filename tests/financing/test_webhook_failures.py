"""Messages that are not taken: tried again, held back, given up."""

import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import OutboxMessage
from accounts.tenancy import system_scope
from financing.line.webhooks import deliver
from financing.models import WebhookDelivery
from tests.financing.receiver import receiving
from tests.financing.webhooks import attempts, fresh, is_disabled, pause_over, pinged, registered

State = WebhookDelivery.State


@pytest.mark.parametrize("status", [500, 400, 302, 429])
def test_refused_message_is_tried_again_after_a_pause(bank, status):
    with receiving(status, 200) as receiver:
        hook = registered(bank, receiver.url)
        delivery = pinged(bank, hook)
        assert not deliver.deliver_next(hook.pk), "it is not due at once"
        waiting = fresh(delivery)
        assert (waiting.state, waiting.attempts) == (State.WAITING, 1)
        assert waiting.next_attempt_at > timezone.now()
        pause_over(hook)
        deliver.deliver_next(hook.pk)
    assert fresh(delivery).state == State.DELIVERED
    assert [headers["webhook-id"] for headers, _ in receiver.got] == [
        f"msg_{delivery.message_id.hex}"
    ] * 2
    assert receiver.got[0][1] == receiver.got[1][1]


def test_receiver_may_ask_for_a_longer_pause(bank):
    with receiving((503, {"retry-after": "3600"})) as receiver:
        hook = registered(bank, receiver.url)
        delivery = pinged(bank, hook)
        deliver.deliver_next(hook.pk)
    assert fresh(delivery).next_attempt_at > timezone.now() + timedelta(minutes=55)


def test_pauses_grow(bank):
    hook = registered(bank, unused_address())
    delivery = pinged(bank, hook)
    seen = []
    for _ in deliver.PAUSES:
        pause_over(hook)
        deliver.deliver_next(hook.pk)
        seen.append(fresh(delivery).next_attempt_at - timezone.now())
    assert seen == sorted(seen)
    assert seen[-1] > timedelta(hours=20)


def unused_address():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/"


def test_hanging_receiver_is_left_after_the_deadline(bank, monkeypatch):
    monkeypatch.setattr(deliver, "DEADLINE", 0.5)
    with receiving("hang") as receiver:
        hook = registered(bank, receiver.url)
        delivery = pinged(bank, hook)
        deliver.deliver_next(hook.pk)
    (attempt,) = attempts(delivery)
    assert attempt.status is None
    assert "没有应答" in attempt.error


def test_other_messages_wait_with_the_one_that_failed(bank):
    with receiving(500) as receiver:
        hook = registered(bank, receiver.url)
        first, second = pinged(bank, hook), pinged(bank, hook)
        assert not deliver.deliver_next(hook.pk)
    assert len(receiver.got) == 1
    assert fresh(second).next_attempt_at >= fresh(first).next_attempt_at
    assert fresh(second).attempts == 0


def test_later_success_releases_what_was_held_back(bank):
    with receiving(500, 200, 200, 200) as receiver:
        hook = registered(bank, receiver.url)
        first, second = pinged(bank, hook), pinged(bank, hook)
        deliver.deliver_next(hook.pk)
        assert fresh(second).is_held_back and fresh(first).is_held_back
        later = pinged(bank, hook)
        assert deliver.deliver_next(hook.pk), "the others are due at once"
        deliver.deliver_next(hook.pk)
        deliver.deliver_next(hook.pk)
    assert {fresh(one).state for one in (first, second, later)} == {State.DELIVERED}


def test_success_does_not_hurry_a_message_that_was_refused_itself(bank):
    with receiving(400, 200) as receiver:
        hook = registered(bank, receiver.url)
        refused, _ = pinged(bank, hook), pinged(bank, hook)
        deliver.deliver_next(hook.pk)
        deliver.deliver_next(hook.pk)
    assert fresh(refused).next_attempt_at > timezone.now()


def test_message_that_is_refused_alone_holds_nothing_up(bank):
    with receiving(400, 200) as receiver:
        hook = registered(bank, receiver.url)
        first, second = pinged(bank, hook), pinged(bank, hook)
        assert deliver.deliver_next(hook.pk)
        deliver.deliver_next(hook.pk)
    assert fresh(first).state == State.WAITING
    assert fresh(second).state == State.DELIVERED


def tried_to_the_end(bank, hook, delivery):
    with system_scope(reason="test"):
        WebhookDelivery.objects.filter(pk=delivery.pk).update(attempts=len(deliver.PAUSES))
    deliver.deliver_next(hook.pk)


def test_webhook_that_takes_nothing_is_disabled_in_the_end(bank):
    hook = registered(bank, unused_address())
    delivery = pinged(bank, hook)
    tried_to_the_end(bank, hook, delivery)
    assert fresh(delivery).state == State.DEAD
    assert is_disabled(hook)
    with system_scope(reason="test"):
        told = OutboxMessage.objects.filter(topic="accounts.notify")
        assert any("已停用" in one.payload["title"] for one in told)


def test_webhook_that_takes_others_stays_when_one_message_dies(bank):
    with receiving(200, 400) as receiver:
        hook = registered(bank, receiver.url)
        delivery, good = pinged(bank, hook), pinged(bank, hook)
        with system_scope(reason="test"):
            WebhookDelivery.objects.filter(pk=delivery.pk).update(
                next_attempt_at=timezone.now() + timedelta(seconds=0.2)
            )
        deliver.deliver_next(hook.pk)
        pause_over(hook)
        tried_to_the_end(bank, hook, delivery)
    assert fresh(good).state == State.DELIVERED
    assert fresh(delivery).state == State.DEAD
    assert not is_disabled(hook)


def test_answer_410_disables_the_webhook(bank):
    with receiving(410) as receiver:
        hook = registered(bank, receiver.url)
        delivery = pinged(bank, hook)
        deliver.deliver_next(hook.pk)
    assert fresh(delivery).state == State.DEAD
    assert is_disabled(hook)


def test_message_of_a_killed_worker_is_due_again_after_its_lease(bank, monkeypatch):
    with receiving(200) as receiver:
        hook = registered(bank, receiver.url)
        delivery = pinged(bank, hook)

        async def killed(message):
            raise KeyboardInterrupt

        monkeypatch.setattr(deliver, "_send", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver.deliver_next(hook.pk)
        monkeypatch.undo()
        assert hook.pk not in deliver.due_webhooks()
        pause_over(hook)
        assert hook.pk in deliver.due_webhooks()
        deliver.deliver_next(hook.pk)
    assert fresh(delivery).state == State.DELIVERED
    assert len(receiver.got) == 1
