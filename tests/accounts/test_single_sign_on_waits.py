"""While the provider of the single sign-on is asked, no transaction is open."""

import time
from collections.abc import Callable

import pytest
from allauth.socialaccount.models import SocialAccount

from accounts.duties import Duty
from tests.accounts.test_single_sign_on import configured, person, provider, sign_in, sso
from tests.waiting import open_transactions

__all__ = ["configured", "person", "provider", "sso"]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_provider_is_asked(client, sso, person):
    asked: list[str] = []
    waiting: list[str] = []

    def slowly(path: str) -> Callable[[dict[str, object]], dict[str, object]]:
        def answer(said: dict[str, object]) -> dict[str, object]:
            time.sleep(0.1)
            asked.append(path)
            waiting.extend(open_transactions())
            return said

        return answer

    addresses = ("/.well-known/openid-configuration", "/oauth2/token", "/userinfo", "/jwks")
    sso.tamper.update({path: slowly(path) for path in addresses})
    sso.add_person("t1", email=person.email, email_verified=True)
    assert sign_in(client, sso, "t1")["Location"] == "/home/"
    assert set(asked) == set(addresses)
    assert waiting == []


@pytest.mark.django_db(transaction=True)
def test_sign_in_that_fails_after_the_provider_has_answered_leaves_nothing(
    client, sso, person, monkeypatch
):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the portal stumbles")

    monkeypatch.setattr("allauth.socialaccount.internal.flows.login._login", fail)
    sso.add_person("t2", email=person.email, email_verified=True)
    with pytest.raises(RuntimeError):
        sign_in(client, sso, "t2")
    assert not SocialAccount.objects.exists()


def test_signed_in_person_reads_that_the_provider_did_not_answer(signed_in, as_actor, sso):
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    answer = client.get("/accounts/oidc/sso/login/callback/?state=foreign&code=x")
    assert answer.status_code == 401
    assert "没有登录成功" in answer.content.decode()
