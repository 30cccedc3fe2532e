"""What programs are used to: numbers of requests, limits, HEAD, slashes, lengths, schemes."""

import base64
import json
import re
import uuid

import pytest
from django.conf import settings
from django.test import Client

from accounts.tenancy import acting_as, system_scope
from audit.models import TrailEntry
from financing.line.api.urls import urlpatterns
from financing.models import BankClient, ClientRefusal, CreditFeedback, Disclosure, Pull
from tests.financing.credits import count, line
from tests.financing.listing import consented, listed
from tests.financing.test_api import LIST, body, is_problem, token_of

FEEDBACK = "/api/v1/feedback/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def token(program):
    return token_of(program.client, program.secret).json()["access_token"]


@pytest.fixture
def ask(token):
    def asked(method, path, data=None, scheme="Bearer", **more):
        headers = {"Authorization": f"{scheme} {token}", **more.pop("headers", {})}
        return getattr(Client(), method)(path, data, headers=headers, **more)

    return asked


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


def sent(ask, path, *items, key="key-00000001", **more):
    return ask(
        "post", path, json.dumps({"items": items}), content_type="application/json",
        headers={"Idempotency-Key": key}, **more,
    )  # fmt: skip


def test_every_answer_has_the_number_of_its_request(ask, entry):
    for answer in (ask("get", f"{LIST}{entry.credit_code}/"), ask("get", f"{LIST}nobody/"),
                   ask("get", "/api/v1/nothing/"), Client().get(LIST)):  # fmt: skip
        number = answer["X-Request-Id"]
        assert str(uuid.UUID(number)) == number
        if answer.status_code >= 400:
            assert answer.json()["instance"] == f"urn:uuid:{number}"
            assert answer.json()["type"].startswith(f"{settings.PUBLIC_URL}/api/docs/problems/#")


def test_trail_has_the_number_of_the_request(ask, entry):
    number = sent(ask, FEEDBACK, line(entry))["X-Request-Id"]
    with system_scope(reason="test"):
        assert TrailEntry.objects.filter(request_id=number).exists()


def test_answer_tells_how_many_calls_are_left(ask, entry):
    with system_scope(reason="test"):
        BankClient.objects.update(rate_per_minute=100)
    first, second = (ask("get", f"{LIST}{entry.credit_code}/") for _ in range(2))
    assert first["RateLimit-Policy"] == '"minute";q=100;w=60'
    left = [int(one["RateLimit"].split(";")[1].removeprefix("r=")) for one in (first, second)]
    assert left[1] in (left[0] - 1, 99)


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer"])
def test_scheme_is_written_in_any_case(ask, entry, scheme):
    answer = ask("get", f"{LIST}{entry.credit_code}/", scheme=scheme)
    assert answer.status_code == 200


def test_program_signs_in_with_basic_in_any_case(program):
    basic = base64.b64encode(f"{program.client.client_id}:{program.secret}".encode()).decode()
    for scheme in ("basic", "BASIC"):
        answer = Client().post(
            "/api/oauth/token/", {"grant_type": "client_credentials"},
            headers={"Authorization": f"{scheme} {basic}"},
        )  # fmt: skip
        assert answer.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_head_answers_as_get_and_shows_nothing(people, holder, bank, ask):
    entry = listed(people)
    consented(people.staff, bank, ["identity"])
    for path in (LIST, f"{LIST}{entry.credit_code}/"):
        answer = ask("head", path)
        assert (answer.status_code, answer.content) == (200, b"")
    assert ask("head", LIST)["Portal-Cursor"]
    assert ask("head", f"{LIST}nobody/").status_code == 404
    with system_scope(reason="test"):
        assert not Pull.objects.exists() and not Disclosure.objects.exists()


def test_addresses_answer_without_the_slash(ask, program, entry):
    assert sent(ask, FEEDBACK.rstrip("/"), line(entry)).status_code == 200
    assert count() == 1
    assert ask("get", f"{LIST}{entry.credit_code}").status_code == 200
    basic = base64.b64encode(f"{program.client.client_id}:{program.secret}".encode()).decode()
    answer = Client().post(
        "/api/oauth/token", {"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {basic}"},
    )  # fmt: skip
    assert answer.status_code == 200


@pytest.mark.parametrize("path", [FEEDBACK, "/api/oauth/token/"])
def test_body_without_its_length_is_refused_in_plain_words(ask, path):
    answer = ask("post", path, content_type="application/json", CONTENT_LENGTH="",
                 headers={"Transfer-Encoding": "chunked"})  # fmt: skip
    content = is_problem(answer, 411, "length-required")
    assert "Content-Length" in content["detail"]


def test_reading_a_token_is_told_as_a_problem(client):
    answer = client.get("/api/oauth/token/")
    is_problem(answer, 405, "method-not-allowed")
    assert answer["Allow"] == "POST"


def test_misspelt_parameter_is_named(ask, entry):
    content = is_problem(ask("get", f"{LIST}history/", {"dat": "2026-01-01"}), 400,
                         "invalid-request")  # fmt: skip
    assert [one["field"] for one in content["errors"]] == ["dat"]


def test_field_beside_the_items_is_refused(ask, entry):
    text = json.dumps({"items": [line(entry)], "item": []})
    answer = ask("post", FEEDBACK, text, content_type="application/json",
                 headers={"Idempotency-Key": "key-00000001"})  # fmt: skip
    content = is_problem(answer, 400, "invalid-request")
    assert [one["field"] for one in content["errors"]] == ["item"]
    assert count() == 0


def test_program_is_told_how_it_says_that_a_figure_is_so(ask, entry):
    text = json.dumps({"items": [line(entry, rate="0.35")]})
    answer = ask("post", FEEDBACK, text, content_type="application/json",
                 headers={"Idempotency-Key": "key-00000001"})  # fmt: skip
    (result,) = answer.json()["results"]
    assert '"is_checked": true' in result["errors"]["rate"]
    assert "请选" not in result["errors"]["rate"]


# --- one shape ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_moments_and_amounts_have_one_shape_in_list_and_feedback(people, holder, bank, ask):
    entry = listed(people)
    consented(people.staff, bank, ["identity"])
    (told,) = json.loads(body(ask("get", LIST)))["entries"]
    sent(ask, FEEDBACK, line(entry))
    found = ask("get", f"{FEEDBACK}A-1/").json()
    for moment in (told["listed_at"], found["reported_at"], found["first_reported_at"]):
        assert len(moment) == len("2026-10-08T01:02:03.000Z") and moment.endswith("Z")
    assert (found["credit_line"], found["rate"]) == ("500", "3.45")
    assert (found["settled_on"], found["declined_because"], found["renews"]) == (None,) * 3
    (day,) = json.loads(body(ask("get", f"{LIST}history/", {"date": found["contacted_on"]})))[
        "entries"
    ] or [{"listed_at": told["listed_at"]}]
    assert day["listed_at"] == told["listed_at"]


@pytest.mark.parametrize("spelt", ["lower", "wide", "spaced"])
def test_code_is_read_alike_in_look_up_and_feedback(ask, entry, spelt):
    code = entry.credit_code
    said = {
        "lower": code.lower(),
        "wide": "".join(chr(ord(one) + 0xFEE0) for one in code),
        "spaced": f"\u3000{code} ",
    }[spelt]
    assert ask("get", f"{LIST}{said}/").status_code == 200
    (result,) = sent(ask, FEEDBACK, line(entry, credit_code=said)).json()["results"]
    assert (result["status"], result["errors"]) == ("created", {})


# --- reading what was reported --------------------------------------------------------------------


def test_reported_credits_are_listed_page_by_page(ask, entry, other_bank):
    sent(ask, FEEDBACK, *(line(entry, f"A-{number}") for number in range(5)))
    first = ask("get", FEEDBACK, {"limit": 3}).json()
    assert [one["reference"] for one in first["items"]] == ["A-0", "A-1", "A-2"]
    rest = ask("get", FEEDBACK, {"cursor": first["cursor"]}).json()
    assert [one["reference"] for one in rest["items"]] == ["A-3", "A-4"]
    assert (first["has_more"], rest["has_more"]) == (True, False)


def test_reported_credits_are_chosen_by_state_and_time(ask, entry):
    sent(ask, FEEDBACK, line(entry, "A-1"), line(entry, "A-2", state="granted"))
    found = ask("get", FEEDBACK, {"state": "granted"}).json()["items"]
    assert [one["reference"] for one in found] == ["A-2"]
    assert ask("get", FEEDBACK, {"changed_since": "2999-01-01T00:00:00Z"}).json()["items"] == []
    with system_scope(reason="test"):
        since = CreditFeedback.objects.get(reference="A-1").reported_at.isoformat()
    assert len(ask("get", FEEDBACK, {"changed_since": since}).json()["items"]) == 2


def test_cursor_of_another_list_is_unknown(ask, entry):
    cursor = ask("get", FEEDBACK).json()["cursor"]
    is_problem(ask("get", "/api/v1/demands/", {"cursor": cursor}), 404, "unknown-cursor")


# --- who was refused ------------------------------------------------------------------------------


def refusals(bank):
    with acting_as(bank):
        rows = ClientRefusal.objects.order_by("id")
        return [(one.because, one.address, one.number) for one in rows]


def test_failed_sign_ins_are_counted_for_the_bank(program, bank, other_bank):
    for _ in range(3):
        assert token_of(program.client, "nonsense").status_code == 401
    assert refusals(bank) == [("secret", "127.0.0.1", 3)]
    assert refusals(other_bank) == []


def test_refused_address_is_told_to_the_program_and_its_bank(program, bank, token, ask):
    with system_scope(reason="test"):
        BankClient.objects.update(allowed_networks=["203.0.113.0/24"])
    answer = token_of(program.client, program.secret)
    assert "127.0.0.1" in answer.json()["error_description"]
    assert "error_description" not in token_of(program.client, "nonsense").json()
    assert "地址" in is_problem(ask("get", LIST), 401, "unauthenticated")["detail"]
    assert refusals(bank) == [("address", "127.0.0.1", 3)]


def test_disabled_program_and_missing_scope_are_counted(program, bank, token, ask):
    with system_scope(reason="test"):
        BankClient.objects.update(scopes=["feedback:write"])
    is_problem(ask("get", f"{LIST}changes/"), 403, "forbidden")
    with system_scope(reason="test"):
        BankClient.objects.update(disabled_at="2026-01-01T00:00:00Z")
    assert token_of(program.client, program.secret).status_code == 401
    assert refusals(bank) == [("scope", "127.0.0.1", 1), ("disabled", "127.0.0.1", 1)]


def test_unknown_program_is_nobodys(program, bank, client):
    basic = base64.b64encode(b"nobody:secret").decode()
    for header in (f"Basic {basic}", "Basic %%%", "Basic", "Bearer x"):
        answer = client.post("/api/oauth/token/", {"grant_type": "client_credentials"},
                             headers={"Authorization": header})  # fmt: skip
        assert answer.status_code == 401
    assert refusals(bank) == []


# --- what is refused by something that answers to people ------------------------------------------


@pytest.mark.parametrize("path", [FEEDBACK, "/api/oauth/token/", "/api/docs/", "/api/nothing/"])
def test_body_that_is_too_large_is_told_as_a_problem(path, settings):
    settings.MOST_REQUEST_BYTES = 100
    answer = Client().post(path, "x" * 101, content_type="application/json")
    assert "25 MB" in is_problem(answer, 413, "too-large")["detail"]


def addresses():
    """Every address under /api/, with something in the place of each parameter."""
    for pattern in urlpatterns:
        yield "/api/" + re.sub(r"<[^>]*>", "A-1", str(pattern.pattern))


@pytest.mark.parametrize("path", [*addresses(), "/api/v1/nothing/", "/api/"])
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "trace"])
def test_every_refusal_is_a_problem_or_an_error_of_tokens(path, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    if answer.status_code < 400:
        return
    kinds = ["application/problem+json"]
    if path.endswith("/token/"):
        kinds.append("application/json")  # RFC 6749, 5.2
    assert answer["Content-Type"].split(";")[0] in kinds
    if answer["Content-Type"] == kinds[0]:
        assert answer.json()["status"] == answer.status_code


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/api/v1/feedback/%00/", {}),
        ("/api/v1/whitelist/?cursor=%00", {}),
        ("/api/v1/whitelist/", {"HTTP_HOST": "else.where"}),
        ("/api/v1/whitelist/", {"CONTENT_LENGTH": "-1"}),
    ],
)
def test_damaged_request_is_told_as_a_problem(path, more):
    is_problem(Client().get(path, **more), 400, "invalid-request")


def test_failure_of_the_portal_is_told_as_a_problem(monkeypatch, token):
    def fail(*_, **__):
        raise RuntimeError("the portal stumbles")

    monkeypatch.setattr("financing.whitelist.pulls.look_up", fail)
    answer = Client(raise_request_exception=False).get(
        f"{LIST}91370212MA3C000017/", headers={"Authorization": f"Bearer {token}"}
    )
    is_problem(answer, 500, "internal-error")
