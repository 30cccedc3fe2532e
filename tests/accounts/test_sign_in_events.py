"""Sign-ins and changes of how people sign in are put on record."""

import pytest
from django.contrib.auth import get_user_model

from accounts.duties import Duty
from accounts.tenancy import acting_as, on_own_behalf, system_scope
from audit.models import SignInEvent
from tests.accounts.test_sign_in import (
    NEW_PASSWORD,
    PASSWORD,
    limits,
    person,
    sign_in,
    sign_up,
)
from tests.accounts.test_two_steps import switch_two_steps_on

__all__ = ["limits", "person"]
Kind = SignInEvent.Kind


def events() -> list[SignInEvent]:
    with system_scope(reason="test"):
        return list(SignInEvent.objects.order_by("id"))


def kinds() -> list[str]:
    return [event.kind for event in events()]


def test_sign_in_tells_who_from_where(client, person):
    client.post(
        "/accounts/login/",
        {"login": "wangfang", "password": PASSWORD},
        headers={"User-Agent": "Browser 1"},
    )
    (event,) = events()
    assert (event.kind, event.user_id, event.account) == (Kind.SIGNED_IN, person.pk, "wangfang")
    assert (event.ip, event.device) == ("127.0.0.1", "Browser 1")


def test_failure_tells_what_was_typed(client, person):
    sign_in(client, "wangfang", "wrong")
    (event,) = events()
    assert (event.kind, event.user_id, event.account) == (Kind.FAILED, None, "wangfang")


def test_lockout_is_recorded(client, person, limits):
    for _ in range(6):
        sign_in(client, password="wrong")
    assert kinds() == [Kind.FAILED] * 5 + [Kind.LOCKED]


def test_signing_out_is_recorded(client, person):
    sign_in(client)
    client.post("/accounts/logout/")
    assert kinds() == [Kind.SIGNED_IN, Kind.SIGNED_OUT]


def test_change_of_the_password_is_recorded(client, person):
    sign_in(client)
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )
    assert Kind.PASSWORD_CHANGED in kinds()


def test_sign_up_is_recorded(client, db):
    sign_up(client)
    assert kinds() == [Kind.SIGNED_UP]


def test_second_factor_is_recorded(client, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        switch_two_steps_on(client)
    assert Kind.FACTOR_ADDED in kinds()
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert kinds()[-1] == Kind.FACTOR_FAILED


def test_person_sees_only_their_own_events(client, person):
    sign_in(client)
    other = get_user_model().objects.create(username="other")
    with on_own_behalf(other.pk):
        assert not SignInEvent.objects.exists()
    assert "127.0.0.1" in client.get("/people/sign-ins/").content.decode()


def test_auditor_finds_the_sign_ins_of_a_person(client, person, as_actor, signed_in):
    sign_in(client, "wangfang", "wrong")
    sign_in(client)
    auditor = as_actor(Duty.AUDITOR)
    page = signed_in(auditor).get("/people/trail/sign-ins/", {"who": "王芳"})
    assert [row.kind for row in page.context["page"].rows] == [Kind.SIGNED_IN]
    page = signed_in(auditor).get("/people/trail/sign-ins/", {"account": "WangFang"})
    assert len(page.context["page"].rows) == 2


@pytest.mark.parametrize("duty", [Duty.CITY_OFFICER, Duty.OPERATOR, Duty.LEADER])
def test_nobody_but_the_auditor_reads_all_of_them(client, person, as_actor, duty):
    sign_in(client)
    with acting_as(as_actor(duty)):
        assert not SignInEvent.objects.exists()
