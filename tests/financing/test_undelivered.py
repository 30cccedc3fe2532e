"""Messages to banks that were given up are seen by the operator, who has them sent again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted
from accounts.tenancy import acting_as, system_scope
from financing.line.actions.send_dead_messages import send_dead_messages
from financing.models import Webhook, WebhookAttempt, WebhookDelivery
from tests.financing.webhooks import fresh, pinged, registered, topics

State = WebhookDelivery.State


@pytest.fixture
def hook(bank):
    return registered(bank)


@pytest.fixture
def dead(bank, hook):
    delivery = pinged(bank, hook)
    with system_scope(reason="test"):
        WebhookDelivery.objects.filter(pk=delivery.pk).update(
            state=State.DEAD, attempts=10, ended_at=timezone.now()
        )
        WebhookAttempt.objects.create(
            organisation_id=delivery.organisation_id, district_id=delivery.district_id,
            delivery=delivery, at=timezone.now(), error="对方答复 500。", milliseconds=3,
        )  # fmt: skip
    return delivery


@pytest.fixture
def operator(as_actor):
    return as_actor(Duty.OPERATOR)


def press(client, delivery):
    address = reverse("financing:undelivered")
    answer = client.post(address, {"bulk": "send_again", "row": str(delivery.pk)}, follow=True)
    return answer.content.decode()


def test_given_up_message_is_listed_and_sent_again(operator, dead, hook, signed_in):
    client = signed_in(operator)
    assert "1 条银行消息未能送达" in client.get("/home/").content.decode()
    assert "对方答复 500。" in client.get(reverse("financing:undelivered")).content.decode()
    before = len(topics(hook))
    assert "1 条将重新发送" in press(client, dead)
    assert (fresh(dead).state, fresh(dead).attempts) == (State.WAITING, 0)
    assert len(topics(hook)) == before + 1


def test_message_to_a_disabled_webhook_waits_for_its_bank(operator, dead, hook, signed_in):
    with system_scope(reason="test"):
        Webhook.objects.filter(pk=hook.pk).update(disabled_at=timezone.now())
    assert "回调地址已停用" in press(signed_in(operator), dead)
    assert fresh(dead).state == State.DEAD


def test_nobody_else_sends_them(as_actor, dead):
    officer = as_actor(Duty.CITY_OFFICER)
    with acting_as(officer), pytest.raises(NotPermitted):
        send_dead_messages(officer, [dead.pk])
