"""The reference client of docs, run as a bank would run it, against a server of its own."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.tenancy import acting_as
from financing.feed import purge_tombstones
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
    purge_tombstones(timezone.now() + timedelta(days=1))
    listed(people)
    assert "1 on the list" in run().stdout


@pytest.mark.django_db(transaction=True)
def test_client_with_a_wrong_secret_says_so(run, bank):
    with acting_as(bank):
        answer = run("nonsense")
    assert answer.returncode != 0 and "401" in answer.stderr
