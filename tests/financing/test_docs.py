"""The documentation of the interface, and clients that are made from it."""

import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest

from financing.feedback.shape import FIELDS
from financing.line.api.docs import ADVICE
from financing.line.api.formats import CSV_COLUMNS
from financing.line.api.guide import CHANGES
from financing.line.api.problems import KINDS, problem
from financing.models import CreditFeedback
from financing.models.reasons import DeclineReason, RemovalReason
from tests.financing.listing import consented, listed
from tests.financing.test_api import token_of


def test_documentation_names_no_outside_host(client, db):
    page = client.get("/api/docs/").content.decode()
    script = client.get("/api/docs/?script").content.decode()
    for text in (page, script):
        assert not re.findall(r"""(?:src|href|url)\s*[=:]\s*["']?(?:https?:)?//""", text)
    assert "swagger-ui" in page


def test_documentation_needs_no_inline_script(client, db):
    page = client.get("/api/docs/").content.decode()
    assert not re.findall(r"<script(?![^>]*src=)", page)


def test_files_of_the_documentation_are_served(client, db):
    page = client.get("/api/docs/").content.decode()
    files = re.findall(r'(?:src|href)="([^"]*swagger-ui[^"]*)"', page)
    assert len(files) == 3
    for name in files:
        assert client.get(name).status_code == 200, name


def test_each_kind_of_problem_has_its_place_in_the_documentation(client, db):
    page = client.get("/api/docs/problems/").content.decode()
    assert set(ADVICE) == set(KINDS)
    for kind in KINDS:
        address = json.loads(problem(HttpRequest(), kind, "").content)["type"]
        assert address == f"{settings.PUBLIC_URL}/api/docs/problems/#{kind}"
        assert f'id="{kind}"' in page


def test_messages_are_described(client, db):
    described = client.get("/api/schema/?format=json").json()
    assert set(described["webhooks"]) == {"whitelist.changed", "demand.changed", "ping"}


def test_guide_names_every_field_state_code_and_column(client, db):
    page = client.get("/api/docs/").content.decode()
    codes = (*DeclineReason, *RemovalReason, *CreditFeedback.State, "code_changed")
    for name in (*FIELDS, *codes, *CSV_COLUMNS, "X-Request-Id", "RateLimit", "demands:read"):
        assert str(name) in page, name


def test_guide_has_its_changes(client, db):
    page = client.get("/api/docs/").content.decode()
    assert "版本和变更" in page and all(day in page for day, _ in CHANGES)


def described_line(client, name):
    schemas = client.get("/api/schema/?format=json").json()["components"]["schemas"]
    return schemas[name]


def test_line_of_feedback_is_described_by_its_state(client, db):
    item = described_line(client, "FeedbackItem")
    assert set(item["discriminator"]["mapping"]) == set(CreditFeedback.State.values)
    granted = described_line(client, "CreditGranted")
    assert {"credit_line", "guarantee", "rate"} <= set(granted["required"])
    assert "paid_out" not in granted["properties"] and not granted["additionalProperties"]


@pytest.fixture
def generated(db, tmp_path, monkeypatch):
    """The package that openapi-python-client makes of the description."""
    schema = tmp_path / "schema.yml"
    call_command("spectacular", "--file", str(schema))
    made = subprocess.run(
        [
            sys.executable, "-m", "openapi_python_client", "generate", "--path", str(schema),
            "--meta", "none", "--output-path", str(tmp_path / "bank_line_client"),
            "--fail-on-warning",
        ],
        capture_output=True, text=True, timeout=120, cwd=tmp_path,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    monkeypatch.syspath_prepend(str(tmp_path))
    return lambda name: importlib.import_module(f"bank_line_client.{name}")


@pytest.mark.django_db(transaction=True)
def test_generated_client_pulls_and_looks_up(live_server, people, holder, bank, program, generated):
    entry = listed(people)
    consented(people.staff, bank, ["contacts"])
    token = token_of(program.client, program.secret).json()["access_token"]
    client = generated("client").AuthenticatedClient(base_url=live_server.url, token=token)
    pulled = generated("api.whitelist.pull_whitelist").sync(client=client)
    assert [one.credit_code for one in pulled.entries] == [entry.credit_code]
    assert pulled.entries[0].contacts.name
    found = generated("api.whitelist.look_up_enterprise").sync(entry.credit_code, client=client)
    assert found.name == entry.enterprise_name
