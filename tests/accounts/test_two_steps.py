"""Signing in with a code of one's telephone besides the password."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from accounts.models import User
from tests.accounts.test_sign_in import (
    ACTIVATE,
    PASSWORD,
    errors_of,
    is_in,
    limits,
    person,
    sign_in,
)

__all__ = ["limits", "person"]


PERIOD = 30


def _code(secret: str, periods_ago: int = 0) -> str:
    counter = int(time.time()) // PERIOD - periods_ago
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def with_two_steps(client: Client, person: User) -> str:
    """The person has switched the second step on, and left; the secret."""
    return switch_two_steps_on(client)


def switch_two_steps_on(client: Client) -> str:
    """Sign the person in, switch the second step on, and leave; the secret."""
    sign_in(client)
    asks_again = client.get(ACTIVATE)["Location"]
    page = client.post(asks_again, {"password": PASSWORD}, follow=True)
    secret = str(page.context["form"].secret)
    answer = client.post(ACTIVATE, {"code": _code(secret)})
    assert answer.status_code == 302, errors_of(answer)
    client.logout()
    return secret


def test_second_step_is_asked_for_once_it_is_on(client, with_two_steps):
    assert sign_in(client)["Location"] == "/accounts/2fa/authenticate/"
    assert "6 位动态码" in client.get("/accounts/2fa/authenticate/").content.decode()
    assert not is_in(client)


def test_right_code_lets_in(client, with_two_steps):
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": _code(with_two_steps)})
    assert is_in(client)


def test_code_of_the_period_before_still_lets_in(client, with_two_steps):
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": _code(with_two_steps, periods_ago=1)})
    assert is_in(client)


def test_older_code_is_refused(client, with_two_steps):
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": _code(with_two_steps, periods_ago=3)})
    assert not is_in(client)


def test_recovery_code_lets_in_without_the_telephone(client, with_two_steps, person):
    codes = person.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert is_in(client)


def test_wrong_code_is_refused_in_chinese(client, with_two_steps):
    sign_in(client)
    answer = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert re.search("[\u4e00-\u9fff]", errors_of(answer))
    assert not is_in(client)


def test_code_that_was_used_does_not_serve_again(client, with_two_steps):
    code = _code(with_two_steps)
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    other = Client()
    sign_in(other)
    other.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_in(other)
