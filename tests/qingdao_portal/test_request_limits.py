"""What no page of the portal sends is refused before anything reads it."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.duties import Duty


@pytest.mark.parametrize(
    "address",
    [
        "/certification/verify/%00abc/",
        "/certification/verify/?number=%00",
        "/enterprises/register/name/?name=%00%E9%9D%92",
        "/?a%00b=1",
    ],
)
def test_nul_in_an_address_is_a_bad_request(client, db, address):
    page = client.get(address)
    assert page.status_code == 400
    assert "请求不完整" in page.content.decode()


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/procedures/cases/1/act/recommend/", "reason"),
        ("/procedures/cases/1/marks/product_name/", "text"),
        ("/enterprises/1/decide/", "reason"),
        ("/enterprises/1/pool/", "reason"),
        ("/enterprises/1/pool/", "a\x00b"),
        ("/accounts/login/", "login"),
    ],
)
def test_nul_in_a_form_is_a_bad_request(signed_in, as_actor, district, address, field):
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    assert client.post(address, {field: "甲\x00乙"}).status_code == 400


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/procedures/cases/1/act/recommend/", "version"),
        ("/people/members/1/remove/", "successor"),
        ("/people/duties/leave/", "successor"),
        ("/people/duty/", "membership"),
    ],
)
def test_number_of_thousands_of_digits_is_no_failure(signed_in, as_actor, district, address, field):
    bureau = as_actor(Duty.DISTRICT_REVIEWER, district=district, is_administrator=True)
    answer = signed_in(bureau).post(address, {field: "9" * 5000})
    assert answer.status_code in (302, 404)


def test_claim_of_an_entry_of_thousands_of_digits_is_not_found(signed_in, as_actor):
    client = signed_in(as_actor(Duty.ENTERPRISE_STAFF))
    assert client.get("/enterprises/claim/", {"entry": "9" * 5000}).status_code == 404


def test_body_that_is_larger_than_any_form_is_not_read(client, db, settings):
    settings.MOST_REQUEST_BYTES = 1000
    page = client.post("/accounts/login/", {"login": "x" * 2000})
    assert page.status_code == 413
    assert "太大" in page.content.decode()


@pytest.mark.parametrize("length", ["-1", "abc", "9" * 5000])
def test_damaged_length_is_a_bad_request(db, length):
    assert Client().get("/", CONTENT_LENGTH=length).status_code == 400


def test_registration_checks_are_limited(signed_in, as_actor, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr("accounts.throttling.timezone.now", lambda: now)
    client = signed_in(as_actor(Duty.ENTERPRISE_STAFF))
    answers = [client.get("/enterprises/register/code/", {"credit_code": "x"}) for _ in range(31)]
    assert "核对得太频繁" not in answers[29].content.decode()
    assert "核对得太频繁" in answers[30].content.decode()


def test_nul_in_a_cookie_is_a_bad_request(db):
    client = Client(headers={"Cookie": 'sessionid="abcdefgh\\000xyz"'})
    assert client.get("/accounts/login/").status_code == 400


def test_address_that_only_takes_forms_says_so_to_who_opens_it(signed_in, as_actor):
    page = signed_in(as_actor(Duty.DISTRICT_REVIEWER)).get("/procedures/cases/1/act/recommend/")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "不能直接打开" in page.content.decode()
