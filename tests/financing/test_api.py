"""The banks' interface: who gets in, what it answers, and what it says to bad requests."""

import base64
import csv
import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from oauth2_provider.models import AccessToken

from accounts.models import Membership
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from financing.line.actions.save_client import disable_client, end_secret, rotate_secret
from financing.models import BankClient, ClientSecret, Disclosure, Pull
from financing.whitelist.cursors import written
from financing.whitelist.feed import refresh
from tests.financing.listing import consented, listed

LIST = "/api/v1/whitelist/"
pytestmark = pytest.mark.django_db


def token_of(client, secret, **more):
    """The answer to a program that signs in."""
    basic = base64.b64encode(f"{client.client_id}:{secret}".encode()).decode()
    return Client().post(
        "/api/oauth/token/", {"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {basic}"}, **more,
    )  # fmt: skip


@pytest.fixture
def call(program):
    token = token_of(program.client, program.secret).json()["access_token"]

    def get(path, data=None, accept="application/json", **headers):
        return Client().get(
            path,
            data or {},
            headers={"Authorization": f"Bearer {token}", "Accept": accept, **headers},
        )

    return get


def body(response):
    return b"".join(response.streaming_content)


def is_problem(response, status, kind):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    content = response.json()
    assert content["type"].endswith(f"#{kind}")
    assert content["status"] == status and content["detail"]
    return content


# --- signing in -----------------------------------------------------------------------------------


def test_program_gets_a_token_of_its_scopes(program):
    answer = token_of(program.client, program.secret).json()
    assert (answer["token_type"], answer["scope"], answer["expires_in"]) == (
        "Bearer", "whitelist:read feedback:write demands:read", 1800,
    )  # fmt: skip


def test_token_is_not_kept_as_it_is(program):
    token = token_of(program.client, program.secret).json()["access_token"]
    assert not AccessToken.objects.filter(token=token).exists()
    with system_scope(reason="test"):
        assert program.secret not in ClientSecret.objects.get().sha256


def test_program_is_found_by_the_checksum_of_its_token_alone(program):
    token = token_of(program.client, program.secret).json()["access_token"]
    checksum = hashlib.sha256(token.encode()).hexdigest()
    with connection.cursor() as cursor:
        for asked, names in ((checksum, ["核心系统"]), (token, []), ("%", []), (None, [])):
            cursor.execute("SELECT client_name FROM financing_token_holder(%s)", [asked])
            assert [name for (name,) in cursor.fetchall()] == names, asked


def test_role_that_finds_programs_reads_no_secret_of_theirs(program):
    with connection.cursor() as cursor:
        for table, column in (
            ("oauth2_provider_accesstoken", "token"), ("financing_bankclient", "client_secret"),
            ("accounts_user", "password"), ("financing_clientsecret", "sha256"),
        ):  # fmt: skip
            cursor.execute(
                "SELECT has_column_privilege('portal_search', %s, %s, 'SELECT')", [table, column]
            )
            assert cursor.fetchone() == (False,), table


def test_wrong_secret_gets_no_token(program):
    assert token_of(program.client, "nonsense").status_code == 401
    assert token_of(program.client, "").status_code == 401


def test_old_secret_holds_beside_the_new_until_it_is_ended(program, bank):
    with acting_as(bank):
        second = rotate_secret(bank, program.client.pk)
    assert token_of(program.client, program.secret).status_code == 200
    assert token_of(program.client, second).status_code == 200
    with acting_as(bank):
        end_secret(bank, ClientSecret.objects.exclude(expires_at=None).get().pk)
    assert token_of(program.client, program.secret).status_code == 401
    assert token_of(program.client, second).status_code == 200


def test_page_that_is_sent_twice_changes_the_secret_once(program, bank, signed_in):
    with system_scope(reason="test"):
        latest = ClientSecret.objects.get().pk
    address = reverse("financing:program_rotate", args=[program.client.pk])
    sent = [signed_in(bank).post(address, {"latest": latest}) for _ in range(2)]
    assert [one.status_code for one in sent] == [200, 302]
    with system_scope(reason="test"):
        assert ClientSecret.objects.count() == 2


def test_disabled_program_is_out_at_once(program, bank, call):
    assert call(LIST).status_code == 200
    with acting_as(bank):
        disable_client(bank, program.client.pk)
    is_problem(call(LIST), 401, "unauthenticated")
    assert token_of(program.client, program.secret).status_code == 401


def test_program_whose_account_has_left_is_out(program, call):
    with system_scope(reason="test"):
        Membership.objects.filter(pk=program.client.membership_id).update(is_active=False)
    is_problem(call(LIST), 401, "unauthenticated")


def test_program_whose_account_has_left_gets_no_token(program):
    with system_scope(reason="test"):
        Membership.objects.filter(pk=program.client.membership_id).update(is_active=False)
    assert token_of(program.client, program.secret).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_table_holds_no_formula(people, holder, bank, call):
    listed(people)
    consented(people.staff, bank, ["identity", "contacts"])
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=holder.organisation_id).update(
            contact_name="=cmd|' /C calc'!A0", contact_phone="+86 532-55500000"
        )
        refresh([holder.organisation_id])
    rows = list(csv.DictReader(io.StringIO(body(call(LIST, {"format": "csv"})).decode())))
    assert rows[0]["contact_name"].startswith("'=cmd")
    assert rows[0]["contact_phone"] == "+86 532-55500000"


def test_program_calls_from_its_networks_alone(program, call):
    with system_scope(reason="test"):
        BankClient.objects.update(allowed_networks=["203.0.113.0/24"])
    is_problem(call(LIST), 401, "unauthenticated")
    assert token_of(program.client, program.secret).status_code == 401
    assert token_of(program.client, program.secret, REMOTE_ADDR="203.0.113.7").status_code == 200


@pytest.mark.parametrize("header", ["", "Bearer nonsense", "Basic eA==", "Bearer "])
def test_request_without_a_right_token_is_refused(header):
    answer = Client().get(LIST, headers={"Authorization": header} if header else {})
    is_problem(answer, 401, "unauthenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_expired_token_is_refused(call):
    AccessToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    is_problem(call(LIST), 401, "unauthenticated")


def test_token_without_the_scope_is_refused(call):
    AccessToken.objects.update(scope="")
    is_problem(call(LIST), 403, "forbidden")


def test_session_of_a_person_does_not_count(bank, signed_in):
    is_problem(signed_in(bank).get(LIST), 401, "unauthenticated")


def test_more_requests_than_allowed_are_told_to_wait(program, call):
    with system_scope(reason="test"):
        BankClient.objects.update(rate_per_minute=2)
    path = f"{LIST}changes/"
    assert [call(path).status_code for _ in range(2)] == [400, 400]
    answer = call(path)
    is_problem(answer, 429, "too-many-requests")
    assert int(answer["Retry-After"]) > 0


# --- pulling --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_whole_list_as_json(people, holder, bank, call):
    listed(people)
    consented(people.staff, bank, ["identity"])
    answer = call(LIST)
    content = json.loads(body(answer))
    assert content["cursor"] == answer["Portal-Cursor"]
    (entry,) = content["entries"]
    assert entry["consent"] == ["identity"] and entry["identity"]["district"]
    with acting_as(bank):
        assert Pull.objects.get().row_count == 1


@pytest.mark.django_db(transaction=True)
def test_whole_list_as_lines_and_as_a_table(people, holder, call):
    listed(people)
    (line,) = body(call(LIST, accept="application/x-ndjson")).decode().splitlines()
    assert json.loads(line)["status"] == "listed"
    table = list(csv.DictReader(io.StringIO(body(call(LIST, {"format": "csv"})).decode())))
    assert table[0]["credit_code"] == json.loads(line)["credit_code"]
    assert len(table[0]) > 15


@pytest.mark.django_db(transaction=True)
def test_empty_list_is_a_list(call):
    assert json.loads(body(call(LIST)))["entries"] == []
    assert body(call(LIST, accept="application/x-ndjson")) == b""


@pytest.mark.django_db(transaction=True)
def test_unchanged_list_is_not_sent_again(people, holder, bank, call):
    listed(people)
    first = call(LIST)
    body(first)
    same = call(LIST, **{"If-None-Match": first["ETag"]})
    assert (same.status_code, same["ETag"]) == (304, first["ETag"])
    consented(people.staff, bank)
    again = call(LIST, **{"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    body(again)


@pytest.mark.django_db(transaction=True)
def test_list_is_compressed_where_the_program_takes_it(people, holder, call):
    import gzip

    listed(people)
    answer = call(LIST, **{"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(body(answer)))["entries"]


@pytest.mark.django_db(transaction=True)
def test_follower_goes_on_from_the_pulls_cursor(people, holder, bank, call):
    start = json.loads(body(call(LIST)))["cursor"]
    listed(people)
    found = call(f"{LIST}changes/", {"cursor": start}).json()
    assert [one["status"] for one in found["changes"]] == ["listed"]
    again = call(f"{LIST}changes/", {"cursor": start}).json()
    assert again["changes"] == found["changes"]
    assert call(f"{LIST}changes/", {"cursor": found["cursor"]}).json()["changes"] == []


def test_lookup_by_code(people, holder, bank, call):
    entry = listed(people)
    consented(people.staff, bank, ["certificates"])
    found = call(f"{LIST}{entry.credit_code}/").json()
    assert found["certificates"][0]["number"] == holder.number
    with acting_as(people.staff):
        assert Disclosure.objects.get().client_name == "接口：核心系统"


def test_enterprise_that_is_not_listed_is_not_found(people, holder, call):
    is_problem(call(f"{LIST}{holder.credit_code}/"), 404, "not-found")


@pytest.mark.django_db(transaction=True)
def test_list_of_a_day(people, holder, call):
    listed(people)
    today = timezone.localdate()
    answer = json.loads(body(call(f"{LIST}history/", {"date": today.isoformat()})))
    assert [one["name"] for one in answer["entries"]] == [people.staff.organisation_name]
    before = (today - timedelta(days=1)).isoformat()
    assert json.loads(body(call(f"{LIST}history/", {"date": before})))["entries"] == []


# --- bad requests ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "data", "field"),
    [
        ("changes/", {}, "cursor"),
        ("changes/", {"cursor": "x", "limit": "1000000000"}, "limit"),
        ("changes/", {"cursor": "x", "limit": "0"}, "limit"),
        ("changes/", {"cursor": "x", "limit": "ten"}, "limit"),
        ("history/", {}, "date"),
        ("history/", {"date": "2026-13-01"}, "date"),
    ],
)
def test_wrong_parameter_is_named(call, path, data, field):
    content = is_problem(call(f"{LIST}{path}", data), 400, "invalid-request")
    assert [one["field"] for one in content["errors"]] == [field]


@pytest.mark.parametrize("cursor", ["nonsense", "1:forged", "9" * 150])
def test_unknown_cursor_is_said(call, cursor):
    answer = call(f"{LIST}changes/", {"cursor": cursor})
    is_problem(answer, 404, "unknown-cursor")


def test_purged_cursor_says_to_pull_afresh(bank, call):
    text = written(2**50, bank.organisation_id)
    is_problem(call(f"{LIST}changes/", {"cursor": text}), 410, "purged-cursor")


def test_unknown_format_is_refused(call):
    is_problem(call(LIST, accept="application/xml"), 406, "not-acceptable")
    is_problem(call(LIST, {"format": "xml"}), 406, "not-acceptable")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_list_is_only_read(program, method):
    token = token_of(program.client, program.secret).json()["access_token"]
    answer = getattr(Client(), method)(LIST, headers={"Authorization": f"Bearer {token}"})
    is_problem(answer, 405, "method-not-allowed")


@pytest.mark.parametrize("code", ["x", "9137021200000000ZZ", "' OR 1=1", "9" * 500])
def test_nonsense_code_is_not_found(call, code):
    is_problem(call(f"{LIST}{code}/"), 404, "not-found")


@pytest.mark.parametrize(
    ("path", "status"), [("changes/?cursor=%00", 400), ("%00/", 400), ("a/b/c/", 404)]
)
def test_address_that_is_none_gets_a_problem_too(call, path, status):
    is_problem(call(f"{LIST}{path}"), status, {400: "invalid-request", 404: "not-found"}[status])


def test_day_that_has_not_come_is_not_found(call):
    is_problem(call(f"{LIST}history/", {"date": "2999-01-01"}), 404, "not-found")
