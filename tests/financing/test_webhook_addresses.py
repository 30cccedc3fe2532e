"""Messages to banks go to public addresses, and never inwards."""

import json
import os
import re
import socket
import subprocess
import sys

import pytest
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.line.actions import save_webhook
from financing.line.webhooks import deliver
from financing.line.webhooks.addresses import LOOPBACK, refusal
from financing.models import WebhookDelivery
from tests.financing.receiver import receiving
from tests.financing.webhooks import attempts, fresh, pinged, registered

State = WebhookDelivery.State
INNER = (
    "https://127.0.0.1/", "https://10.0.0.8/", "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/", "https://2130706433/", "https://user:word@bank.example/",
    "http://bank.example/", "https://bank.example:22/", "ftp://bank.example/", "not an address",
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:0:127.0.0.1]/", "https://168.63.129.16/", "",
    "https://localhost/", "https://LOCALHOST.:8443/", "https://a.localhost/", "https://intranet/",
    "https://0x7f000001/", "https://127.1/", "https://10.0.0.0x8/",
)  # fmt: skip


@pytest.mark.parametrize("url", INNER)
def test_inner_address_is_refused_when_it_is_registered(bank, settings, url):
    settings.WEBHOOK_INNER_NETWORKS = []
    with acting_as(bank), pytest.raises(RuleViolation) as refused:
        save_webhook.make_webhook(bank, "核心系统", url)
    assert "url" in refused.value.errors


@pytest.mark.parametrize(
    "url", ["https://bank.example:9000/x", "http://bank.example/", "https://11.1.1.1:9000/"]
)
def test_exception_for_inner_networks_is_none_for_other_addresses(settings, url):
    settings.WEBHOOK_INNER_NETWORKS = ["127.0.0.0/8"]
    assert refusal(url)
    assert refusal("http://127.0.0.1:9000/") == refusal("http://localhost:9000/") == ""


def test_own_machine_is_taken_only_where_its_loopback_is_allowed(settings):
    settings.WEBHOOK_INNER_NETWORKS = ["10.0.0.0/8"]
    assert refusal("http://10.0.0.8:9000/") == ""
    assert refusal("http://localhost:9000/")
    assert refusal("https://localhost:8443/")


@pytest.mark.parametrize(
    ("environment", "networks"),
    [({}, []), ({"WEBHOOK_INNER_NETWORKS": ""}, []),
     ({"WEBHOOK_INNER_NETWORKS": "10.1.0.0/16,10.2.0.0/16"}, ["10.1.0.0/16", "10.2.0.0/16"])],
)  # fmt: skip
def test_production_allows_no_inner_network_that_is_not_named(environment, networks):
    production = {
        "PORTAL_ENV": "production", "SECRET_KEY": "s" * 60, "ALLOWED_HOSTS": "portal.example",
        "PUBLIC_URL": "https://portal.example", "EMAIL_HOST": "mail.portal.example",
    }  # fmt: skip
    program = (
        "import json; from qingdao_portal import settings as s;"
        "print(json.dumps([s.PRODUCTION, s.WEBHOOK_INNER_NETWORKS]))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | production | environment,
        check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert json.loads(shown.stdout) == [True, networks]


def test_public_address_is_taken(settings):
    settings.WEBHOOK_INNER_NETWORKS = []
    assert refusal("https://bank.example:8443/hooks") == ""


def test_name_that_leads_inwards_is_refused_when_a_message_is_sent(bank, settings):
    hook = registered(bank, "https://localhost:8443/hook")
    settings.WEBHOOK_INNER_NETWORKS = []
    delivery = pinged(bank, hook)
    deliver.deliver_next(hook.pk)
    (attempt,) = attempts(delivery)
    assert (attempt.status, "拒绝发送" in attempt.error) == (None, True)


def test_name_is_resolved_anew_for_each_message(bank, settings, monkeypatch):
    """As when its owner lets it lead inwards after the registration."""
    settings.WEBHOOK_INNER_NETWORKS = []
    asked = []

    def leads_inwards(host, port, *_, **__):
        asked.append(host)
        found = (LOOPBACK, port)
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", found)]

    hook = registered(bank, "https://hooks.bank.example/hook")
    monkeypatch.setattr(socket, "getaddrinfo", leads_inwards)
    delivery = pinged(bank, hook)
    for number in (1, 2):
        asked.clear()
        with system_scope(reason="test"):
            WebhookDelivery.objects.update(next_attempt_at=timezone.now())
        deliver.deliver_next(hook.pk)
        assert {str(host) for host in asked} == {"hooks.bank.example"}
        assert ["拒绝发送" in one.error for one in attempts(delivery)] == [True] * number


def test_redirect_to_an_inner_address_is_not_followed(bank):
    with (
        receiving(200) as inner,
        receiving((307, {"location": "http://169.254.169.254/"})) as evil,
        receiving((307, {"location": inner.url})) as sly,
    ):
        for number, receiver in enumerate((evil, sly)):
            hook = registered(bank, receiver.url, f"系统{number}")
            delivery = pinged(bank, hook)
            deliver.deliver_next(hook.pk)
            assert fresh(delivery).state == State.WAITING
            assert "转向" in attempts(delivery)[0].error
    assert inner.got == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_server_that_is_down_is_told_in_chinese(bank, scheme):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        hook = registered(bank, f"{scheme}://127.0.0.1:{taken.getsockname()[1]}/hook")
        delivery = pinged(bank, hook)
        deliver.deliver_next(hook.pk)
    (attempt,) = attempts(delivery)
    assert attempt.error.startswith("无法连接：")
    assert not re.search(r"[a-z]{6}", attempt.error)


def test_server_that_speaks_no_https_is_told(bank):
    with receiving(200) as receiver:
        hook = registered(bank, receiver.url.replace("http://", "https://"))
        delivery = pinged(bank, hook)
        deliver.deliver_next(hook.pk)
    assert "https 握手失败" in attempts(delivery)[0].error
