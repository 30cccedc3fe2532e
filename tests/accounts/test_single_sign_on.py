"""Sign-in through the provider that OIDC_* names, against a real provider on loopback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from accounts.duties import Duty
from accounts.models import Membership, User
from accounts.outbox import deliver_next
from accounts.tenancy import system_scope
from tests.accounts import oidc_server
from tests.accounts.oidc_server import OidcServer
from tests.factories import UserFactory

NAMES = ("SOCIALACCOUNT_PROVIDERS", "SOCIALACCOUNT_EMAIL_AUTHENTICATION", "CONTENT_SECURITY_POLICY")
LOGIN = "/accounts/oidc/sso/login/"


def settings_under(**environment: str) -> dict[str, object]:
    """What the settings say in a fresh process with these variables."""
    program = (
        "import json; from qingdao_portal import settings as s;"
        f"print(json.dumps({{name: getattr(s, name) for name in {NAMES}}}))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return dict(json.loads(shown.stdout))


@pytest.fixture(scope="module")
def provider() -> Iterator[OidcServer]:
    with oidc_server.running() as oidc:
        yield oidc


@pytest.fixture(scope="module")
def configured(provider: OidcServer) -> Callable[[bool], dict[str, object]]:
    known: dict[bool, dict[str, object]] = {}

    def configure(trust: bool) -> dict[str, object]:
        if trust not in known:
            known[trust] = settings_under(
                OIDC_SERVER_URL=provider.url,
                OIDC_CLIENT_ID="portal",
                OIDC_CLIENT_SECRET="loopback-only",
                OIDC_NAME="青岛政务统一认证",
                OIDC_TRUST_EMAIL="true" if trust else "false",
            )
        return known[trust]

    return configure


@pytest.fixture
def sso(
    provider: OidcServer,
    configured: Callable[[bool], dict[str, object]],
    settings: Settings,
    db: None,
) -> Iterator[OidcServer]:
    """The provider, whose e-mail addresses the portal trusts."""
    for name, value in configured(True).items():
        setattr(settings, name, value)
    yield provider
    provider.tamper.clear()


@pytest.fixture
def distrusted(
    sso: OidcServer, configured: Callable[[bool], dict[str, object]], settings: Settings
) -> OidcServer:
    """The provider as it is configured when nobody says that its addresses may be trusted."""
    settings.SOCIALACCOUNT_PROVIDERS = configured(False)["SOCIALACCOUNT_PROVIDERS"]
    return sso


@pytest.fixture
def person(db: None) -> User:
    user = UserFactory(username="wangfang", email="wangfang@portal.example", name="王芳")
    user.set_password("qd-Haier-2026!")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client: Client, oidc: OidcServer, subject: str) -> HttpResponse:
    """Walk the code flow; the answer to the callback, redirects not followed."""
    leaving = client.post(LOGIN)
    assert leaving.status_code == 302, leaving.content.decode()
    return client.get(oidc.authorise(leaving["Location"], subject))


def who(client: Client) -> int | None:
    pk = client.session.get("_auth_user_id")
    return int(pk) if pk else None


# --- leaving ------------------------------------------------------------------------------------


def test_sign_in_page_offers_the_configured_provider(client, sso):
    page = client.get("/accounts/login/").content.decode()
    assert "青岛政务统一认证登录" in page
    assert f'action="{LOGIN}' in page


def test_sign_in_page_offers_no_provider_without_configuration(client, db):
    assert "/accounts/oidc/" not in client.get("/accounts/login/").content.decode()


def test_unknown_provider_is_not_found(client, sso):
    assert client.get("/accounts/oidc/elsewhere/login/").status_code == 404


def test_opening_the_address_asks_before_leaving_the_portal(client, sso):
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert "即将前往青岛政务统一认证" in page.content.decode()


def test_leaving_carries_state_scope_and_proof_key(client, sso):
    address = urlsplit(client.post(LOGIN)["Location"])
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}" == sso.url
    assert asked["redirect_uri"] == "http://testserver/accounts/oidc/sso/login/callback/"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 16


def test_browser_may_follow_the_form_to_the_provider(client, sso):
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    [sources] = [part.split()[1:] for part in policy.split("; ") if part.startswith("form-action")]
    target = urlsplit(client.post(LOGIN)["Location"])
    assert sources == ["'self'", f"{target.scheme}://{target.netloc}"]


def test_forms_may_go_nowhere_else_without_a_provider():
    directives = settings_under(OIDC_SERVER_URL="")["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["form-action"] == ["'self'"]


def test_sign_in_page_on_another_host_is_named_by_the_environment():
    directives = settings_under(
        OIDC_SERVER_URL="https://sso.portal.example/realms/qd",
        OIDC_SIGN_IN_ORIGINS="https://login.portal.example",
        OIDC_CLIENT_ID="portal",
        OIDC_CLIENT_SECRET="x",
    )["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["form-action"] == ["'self'", "https://login.portal.example"]


def test_provider_that_does_not_answer_gets_a_plain_page(client, sso, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    gone = app | {"settings": {"server_url": "http://127.0.0.1:9"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [gone]}}
    answer = client.post(LOGIN)
    assert answer.status_code == 401
    assert "没有登录成功" in answer.content.decode()


# --- coming back --------------------------------------------------------------------------------


def test_person_with_the_same_verified_address_is_signed_in(client, sso, person):
    sso.add_person("s1", email=person.email, email_verified=True, name="王芳")
    answer = sign_in(client, sso, "s1")
    assert answer["Location"] == "/home/"
    assert who(client) == person.pk
    assert SocialAccount.objects.get(user=person).uid == "s1"


def test_connected_person_is_known_by_subject_after_the_address_changed(client, sso, person):
    sso.add_person("s2", email=person.email, email_verified=True)
    sign_in(client, sso, "s2")
    client.logout()
    sso.add_person("s2", email="moved@portal.example", email_verified=True)
    sign_in(client, sso, "s2")
    assert who(client) == person.pk
    assert User.objects.count() == 1


def test_own_password_still_works_after_the_first_single_sign_on(client, sso, person):
    sso.add_person("s3", email=person.email, email_verified=True)
    sign_in(client, sso, "s3")
    person.refresh_from_db()
    assert person.check_password("qd-Haier-2026!")


def test_password_of_somebody_who_never_proved_the_address_is_wiped(client, sso, person):
    EmailAddress.objects.filter(user=person).update(verified=False)
    sso.add_person("s4", email=person.email, email_verified=True)
    sign_in(client, sso, "s4")
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_new_person_gets_an_account_with_name_and_proven_address(client, sso):
    sso.add_person("n1", email="lina@portal.example", email_verified=True, name="李娜")
    assert sign_in(client, sso, "n1")["Location"] == "/home/"
    user = User.objects.get(pk=who(client))
    assert (user.name, user.email) == ("李娜", "lina@portal.example")
    assert EmailAddress.objects.get(user=user).verified
    assert "还差一步" in client.get("/home/").content.decode()


def test_name_longer_than_the_portal_keeps_is_shortened(client, sso):
    sso.add_person("n2", email="long@portal.example", email_verified=True, name="长" * 200)
    sign_in(client, sso, "n2")
    assert User.objects.get(pk=who(client)).name == "长" * 60


def test_new_person_who_was_invited_has_the_duty_at_once(client, sso, administrator):
    from accounts.tenancy import acting_as
    from people.actions.save_invitations import invite_person

    with acting_as(administrator):
        invite_person(
            administrator,
            email="Zhao@portal.example",
            name="赵强",
            duty=Duty.ENTERPRISE_STAFF,
            is_administrator=False,
        )
    sso.add_person("n3", email="zhao@portal.example", email_verified=True, name="赵强")
    sign_in(client, sso, "n3")
    with system_scope(reason="test"):
        member = Membership.objects.get(user_id=who(client))
    assert member.organisation_id == administrator.organisation_id


def test_new_person_with_unproven_address_must_confirm_first(client, sso, mailoutbox):
    sso.add_person("n4", email="fresh@portal.example", email_verified=False, name="孙磊")
    assert sign_in(client, sso, "n4")["Location"] == "/accounts/confirm-email/"
    assert who(client) is None
    deliver_next()
    assert [mail.to for mail in mailoutbox] == [["fresh@portal.example"]]


def test_declining_at_the_provider_leads_to_a_page_that_says_so(client, sso):
    answer = client.get(sso.refuse(client.post(LOGIN)["Location"]), follow=True)
    assert "已取消登录" in answer.content.decode()
    assert who(client) is None


# --- attempts -----------------------------------------------------------------------------------


def assert_refused(client: Client, answer: HttpResponse) -> None:
    assert answer.status_code == 401
    assert "没有登录成功" in answer.content.decode()
    assert who(client) is None
    assert not SocialAccount.objects.exists()


def test_foreign_state_is_refused(client, sso, person):
    sso.add_person("w1", email=person.email, email_verified=True)
    back = sso.authorise(Client().post(LOGIN)["Location"], "w1")
    client.post(LOGIN)
    assert_refused(client, client.get(back))


def test_state_serves_once(client, sso, person):
    sso.add_person("w2", email=person.email, email_verified=True)
    back = sso.authorise(client.post(LOGIN)["Location"], "w2")
    client.get(back)
    client.logout()
    assert client.get(back).status_code == 401
    assert who(client) is None


def _signed_by_another(token: str, **changes: object) -> str:
    claims = jwt.decode(token, options={"verify_signature": False}) | changes
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kid = jwt.get_unverified_header(token).get("kid")
    return jwt.encode(claims, key, "RS256", headers={"kid": kid} if kid else None)


def _unsigned(token: str) -> str:
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims, None, "none")


@pytest.mark.parametrize("forge", [_signed_by_another, _unsigned], ids=["wrong-key", "no-key"])
def test_token_that_the_provider_did_not_sign_is_refused(client, sso, person, forge):
    sso.add_person("w3", email=person.email, email_verified=True)
    sso.tamper["/oauth2/token"] = lambda said: said | {"id_token": forge(said["id_token"])}
    assert_refused(client, sign_in(client, sso, "w3"))


def test_answer_without_a_token_of_identity_is_refused(client, sso, person):
    sso.add_person("w4", email=person.email, email_verified=True)
    sso.tamper["/oauth2/token"] = lambda said: {**said, "id_token": ""}
    assert_refused(client, sign_in(client, sso, "w4"))


def test_user_information_about_another_subject_is_refused(client, sso, person):
    sso.add_person("w5", email="attacker@portal.example", email_verified=True)
    sso.tamper["/userinfo"] = lambda said: {
        "sub": "victim",
        "email": person.email,
        "email_verified": True,
    }
    assert_refused(client, sign_in(client, sso, "w5"))


def test_token_for_another_client_is_refused(client, sso, person, settings):
    sso.add_person("w6", email=person.email, email_verified=True)
    other = Client()
    leaving = other.post(LOGIN)["Location"].replace("client_id=portal", "client_id=elsewhere")
    tokens: list[str] = []
    sso.tamper["/oauth2/token"] = lambda said: tokens.append(said["id_token"]) or said
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [app | {"client_id": "elsewhere"}]}
    }
    other.get(sso.authorise(leaving, "w6"))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert jwt.decode(tokens[0], options={"verify_signature": False})["aud"] in (
        "elsewhere",
        ["elsewhere"],
    )
    SocialAccount.objects.all().delete()
    sso.tamper["/oauth2/token"] = lambda said: said | {"id_token": tokens[0]}
    assert_refused(client, sign_in(client, sso, "w6"))


@pytest.mark.parametrize("claim", [False, "false", None, 0])
def test_unproven_address_does_not_take_an_account_over(client, sso, person, claim):
    sso.add_person("w7", email=person.email, email_verified=claim)
    sign_in(client, sso, "w7")
    assert who(client) is None
    assert not SocialAccount.objects.filter(user=person).exists()


def test_address_does_not_take_an_account_over_where_the_provider_is_not_trusted(
    client, distrusted, person
):
    distrusted.add_person("w8", email=person.email, email_verified=True)
    sign_in(client, distrusted, "w8")
    assert who(client) is None
    assert not SocialAccount.objects.filter(user=person).exists()


def test_owner_of_the_address_learns_of_the_attempt_by_mail(client, distrusted, person, mailoutbox):
    distrusted.add_person("w9", email=person.email, email_verified=True)
    sign_in(client, distrusted, "w9")
    deliver_next()
    assert [mail.to for mail in mailoutbox] == [[person.email]]
