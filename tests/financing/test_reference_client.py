"""The reference client of docs, run as a bank would run it, against a server of its own."""

import json
import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.retention import remove_what_is_over
from accounts.tenancy import acting_as, system_scope
from financing.line.actions.save_webhook import make_webhook, send_test
from financing.line.webhooks.deliver import deliver_next
from financing.models import FeedRow, WebhookAttempt, WebhookDelivery
from financing.models.webhook import new_key
from tests.financing.listing import consented, done, listed

CLIENT = settings.BASE_DIR / "docs" / "bank_line" / "follow_whitelist.py"


@pytest.fixture
def run(live_server, program, tmp_path):
    def once(secret=program.secret):
        known = {"CLIENT_ID": program.client.client_id, "CLIENT_SECRET": secret}
        return subprocess.run(
            [sys.executable, str(CLIENT), str(tmp_path / "copy.json"), "--once"],
            env={**os.environ, **known, "PORTAL": live_server.url},
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    once.copy = lambda: json.loads((tmp_path / "copy.json").read_text(encoding="utf-8"))["entries"]
    return once


@pytest.mark.django_db(transaction=True)
def test_client_pulls_the_list_and_follows_its_changes(people, holder, bank, run):
    assert "0 on the list" in run().stdout
    entry = listed(people)
    consented(people.staff, bank, ["contacts"])
    assert "1 on the list" in run().stdout
    assert run.copy()[entry.credit_code]["contacts"]["name"]
    done(people.staff, entry, "leave")
    assert "0 on the list" in run().stdout


@pytest.mark.django_db(transaction=True)
def test_client_pulls_afresh_when_its_cursor_is_too_old(people, holder, run):

    run()
    done(people.staff, listed(people), "leave")
    remove_what_is_over(timezone.now() + timedelta(days=91), FeedRow)
    listed(people)
    assert "1 on the list" in run().stdout


@pytest.mark.django_db(transaction=True)
def test_client_with_a_wrong_secret_says_so(run, bank):
    with acting_as(bank):
        answer = run("nonsense")
    assert answer.returncode != 0 and "401" in answer.stderr


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def lines_until(process, word):
    """What the client prints, up to the first line with `word`."""
    seen = []
    for line in process.stdout:
        seen.append(line)
        if word in line:
            return seen
    raise AssertionError(f"no {word} in {seen}")


@pytest.mark.django_db(transaction=True)
def test_client_follows_at_once_when_a_message_comes(
    live_server, people, holder, bank, program, tmp_path
):
    port = free_port()
    with acting_as(bank):
        hook, key = make_webhook(bank, "参考程序", f"http://127.0.0.1:{port}/")
    known = {"CLIENT_ID": program.client.client_id, "CLIENT_SECRET": program.secret}
    with subprocess.Popen(
        [sys.executable, str(CLIENT), str(tmp_path / "copy.json"), "--listen", str(port)],
        env={**os.environ, **known, "PORTAL": live_server.url, "WEBHOOK_KEY": key},
        stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            lines_until(process, "0 on the list")
            listed(people)
            deliver_next(hook.pk)
            lines_until(process, "message whitelist.changed")
            lines_until(process, "1 on the list")
        finally:
            process.kill()
    with system_scope(reason="test"):
        assert WebhookDelivery.objects.get(webhook=hook).state == "delivered"


@pytest.mark.django_db(transaction=True)
def test_client_refuses_a_message_with_another_key(live_server, bank, program, tmp_path):
    port = free_port()
    with acting_as(bank):
        hook, _ = make_webhook(bank, "参考程序", f"http://127.0.0.1:{port}/")
        send_test(bank, hook.pk)
    known = {"CLIENT_ID": program.client.client_id, "CLIENT_SECRET": program.secret}
    with subprocess.Popen(
        [sys.executable, str(CLIENT), str(tmp_path / "copy.json"), "--listen", str(port)],
        env={**os.environ, **known, "PORTAL": live_server.url, "WEBHOOK_KEY": new_key()},
        stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            lines_until(process, "on the list")
            deliver_next(hook.pk)
        finally:
            process.kill()
    with system_scope(reason="test"):
        assert WebhookAttempt.objects.get(delivery__webhook=hook).status == 400
