"""The console of webhooks: registered in the browser, tried out, looked into, ended."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from financing.line.actions.save_webhook import disable_webhook, send_test
from financing.models import Webhook, WebhookAttempt, WebhookDelivery, WebhookSecret
from tests.financing.reading import queries
from tests.financing.test_webhooks import registered

PAGE = "/financing/bank/webhooks/"


def disabled(hook):
    with system_scope(reason="test"):
        return Webhook.objects.get(pk=hook.pk).disabled_at is not None


def test_key_is_shown_once_and_kept_by_no_cache(signed_in, bank):
    client = signed_in(bank)
    page = client.post(PAGE, {"name": "核心系统", "url": "https://bank.example/hook"})
    assert page["Cache-Control"] == "no-store"
    key = page.context["shown"]["key"]
    assert key in page.content.decode()
    assert key not in client.get(PAGE).content.decode()


def test_refused_address_is_told_beside_its_field(signed_in, bank):
    page = signed_in(bank).post(PAGE, {"name": "核心系统", "url": "ftp://bank.example/"})
    assert page.status_code == 422
    assert "公网的 https 地址" in page.context["form"].errors["url"][0]


def test_page_of_a_webhook_is_for_administrators(signed_in, bank, as_actor):
    hook = registered(bank)
    with system_scope(reason="test"):
        organisation = Webhook.objects.select_related("organisation").get(pk=hook.pk).organisation
    officer = as_actor(Duty.BANK_OFFICER, organisation=organisation)
    assert signed_in(officer).get(f"{PAGE}{hook.pk}/").status_code == 403


def test_test_message_is_owed_and_listed(signed_in, bank):
    hook, client = registered(bank), signed_in(bank)
    page = client.post(f"{PAGE}{hook.pk}/test/", follow=True)
    assert "测试消息已发出" in page.content.decode()
    assert [row.event for row in page.context["page"].rows] == ["ping"]


def test_message_is_shown_with_its_attempts(signed_in, bank):
    hook = registered(bank)
    with acting_as(bank):
        delivery = send_test(bank, hook.pk)
    text = signed_in(bank).get(f"{PAGE}deliveries/{delivery.pk}/").content.decode()
    assert f"msg_{delivery.message_id.hex}" in text
    assert "还没有尝试" in text


def test_webhook_is_ended_and_used_again(signed_in, bank):
    hook, client = registered(bank), signed_in(bank)
    client.post(f"{PAGE}{hook.pk}/disable/")
    assert disabled(hook)
    page = client.post(f"{PAGE}{hook.pk}/test/", follow=True)
    assert "请先启用" in page.content.decode()
    client.post(f"{PAGE}{hook.pk}/enable/")
    assert not disabled(hook)


def test_unknown_act_is_no_page(signed_in, bank):
    hook = registered(bank)
    assert signed_in(bank).post(f"{PAGE}{hook.pk}/nonsense/").status_code == 404


def test_key_is_changed_with_overlap_and_the_old_one_ended(signed_in, bank):
    hook, client = registered(bank), signed_in(bank)
    page = client.post(f"{PAGE}{hook.pk}/rotate/")
    assert page.context["shown"]["key"] != hook.key
    assert len(page.context["keys"]) == 2
    with system_scope(reason="test"):
        old = WebhookSecret.objects.filter(webhook_id=hook.pk).order_by("id").first()
    page = client.post(f"{PAGE}keys/{old.pk}/end/", follow=True)
    assert len(page.context["keys"]) == 1


def test_deliveries_are_filtered_by_state(signed_in, bank):
    hook = registered(bank)
    with acting_as(bank):
        first = send_test(bank, hook.pk)
        send_test(bank, hook.pk)
    with system_scope(reason="test"):
        WebhookDelivery.objects.filter(pk=first.pk).update(state="dead")
    page = signed_in(bank).get(f"{PAGE}{hook.pk}/?state=dead")
    assert [row.pk for row in page.context["page"].rows] == [first.pk]
    page = signed_in(bank).post(f"{PAGE}{hook.pk}/again/", follow=True)
    assert "正在重新发送" in page.content.decode()


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}%s/"])
def test_pages_take_as_many_queries_for_many_rows(signed_in, bank, address):
    hook, client = registered(bank), signed_in(bank)
    path = address % hook.pk if "%s" in address else address
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    with system_scope(reason="test"):
        row = Webhook.objects.get(pk=hook.pk)
        home = {"organisation_id": row.organisation_id, "district_id": row.district_id}
        WebhookDelivery.objects.bulk_create(
            WebhookDelivery(
                **home, webhook=row, event="ping", body="{}", state="delivered",
                ended_at=timezone.now() - timedelta(minutes=number),
            )
            for number in range(60)
        )  # fmt: skip
        Webhook.objects.bulk_create(
            Webhook(
                **home, name=f"系统{number}", url="https://bank.example/",
                created_by_id=bank.user_id, disabled_at=timezone.now(),
            )
            for number in range(30)
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)


def test_disabled_webhook_says_why(signed_in, bank):
    hook = registered(bank)
    with acting_as(bank):
        disable_webhook(bank, hook.pk)
    text = signed_in(bank).get(f"{PAGE}{hook.pk}/").content.decode()
    assert f"由{bank.user_name}停用" in text


def test_page_that_is_sent_twice_changes_the_key_once(signed_in, bank):
    hook = registered(bank)
    client = signed_in(bank)
    latest = client.get(f"{PAGE}{hook.pk}/").context["keys"][0].pk
    sent = [client.post(f"{PAGE}{hook.pk}/rotate/", {"latest": latest}) for _ in range(2)]
    assert [one.status_code for one in sent] == [200, 302]
    with system_scope(reason="test"):
        assert WebhookSecret.objects.filter(webhook_id=hook.pk).count() == 2


def later(hook):
    with system_scope(reason="test"):
        WebhookDelivery.objects.filter(webhook_id=hook.pk).update(
            next_attempt_at=timezone.now() + timedelta(hours=18), is_held_back=True
        )


def test_waiting_messages_are_sent_at_once_when_the_bank_says_so(signed_in, bank):
    hook, client = registered(bank), signed_in(bank)
    with acting_as(bank):
        delivery = send_test(bank, hook.pk)
    later(hook)
    assert "立即发送等待的 1 条" in client.get(f"{PAGE}{hook.pk}/").content.decode()
    assert "立即发送" in client.get(f"{PAGE}deliveries/{delivery.pk}/").content.decode()
    client.post(f"{PAGE}{hook.pk}/now/")
    with system_scope(reason="test"):
        assert WebhookDelivery.objects.get(pk=delivery.pk).next_attempt_at <= timezone.now()


def test_message_of_a_disabled_webhook_names_no_next_attempt(signed_in, bank):
    hook, client = registered(bank), signed_in(bank)
    with acting_as(bank):
        delivery = send_test(bank, hook.pk)
        disable_webhook(bank, hook.pk)
    for address in (f"{PAGE}{hook.pk}/", f"{PAGE}deliveries/{delivery.pk}/"):
        text = client.get(address).content.decode()
        assert "重新启用后" in text and "立即发送" not in text


def test_list_tells_how_deliveries_go(signed_in, bank):
    hook, client = registered(bank), signed_in(bank)
    assert "还没有消息" in client.get(PAGE).content.decode()
    with acting_as(bank):
        send_test(bank, hook.pk)
        send_test(bank, hook.pk)
    with system_scope(reason="test"):
        first = WebhookDelivery.objects.order_by("id")[0]
        WebhookDelivery.objects.filter(pk=first.pk).update(state="dead", ended_at=timezone.now())
        WebhookAttempt.objects.create(
            organisation_id=first.organisation_id, district_id=first.district_id, delivery=first,
            at=timezone.now(), status=500, error="对方答复 500。", milliseconds=12,
        )  # fmt: skip
    text = client.get(PAGE).content.decode()
    assert "1 条未能送达，1 条等待送达" in text and "对方答复 500。" in text


def test_list_of_webhooks_asks_the_same_whatever_its_length(signed_in, bank):
    client = signed_in(bank)
    registered(bank)
    few = queries(client, PAGE)
    for number in range(3):
        registered(bank, f"https://bank.example/{number}", f"系统 {number}")
    assert queries(client, PAGE) == few
