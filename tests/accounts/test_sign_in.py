"""Signing up, signing in, and keeping one's own account."""

import re
import time
import uuid
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as portal_settings
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from accounts.outbox import deliver_next
from tests.factories import UserFactory

PASSWORD = "qd-Haier-2026!"
NEW_PASSWORD = "laoshan-Beer-77"
ACTIVATE = "/accounts/2fa/totp/activate/"


@pytest.fixture
def limits(settings: Settings) -> None:
    """The portal's own limits, counted from nought for each test."""
    from qingdao_portal import settings as written

    settings.ACCOUNT_RATE_LIMITS = written.ACCOUNT_RATE_LIMITS
    cache = settings.CACHES["default"] | {"KEY_PREFIX": f"test-{uuid.uuid4().hex}"}
    settings.CACHES = {"default": cache}


@pytest.fixture
def person(db: None) -> User:
    user = UserFactory(username="wangfang", email="wangfang@portal.example", name="王芳")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client: Client, login: str = "wangfang", password: str = PASSWORD) -> HttpResponse:
    return client.post("/accounts/login/", {"login": login, "password": password})


def sign_up(client: Client, **changes: str) -> HttpResponse:
    answers = {
        "name": "李娜",
        "email": "lina@portal.example",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "terms": "on",
    }
    return client.post("/accounts/signup/", answers | changes)


def is_in(client: Client) -> bool:
    return bool(client.get("/home/").status_code == 200)


def errors_of(answer: HttpResponse) -> str:
    return " ".join(text for texts in answer.context["form"].errors.values() for text in texts)


def link_in(mailoutbox: list[EmailMessage]) -> str:
    """The path of the only link in the only mail that was sent."""
    deliver_next()
    [mail] = mailoutbox
    [link] = re.findall(re.escape(portal_settings.PUBLIC_URL) + r"(/accounts/\S+)", mail.body)
    return str(link)


# --- signing up ---------------------------------------------------------------------------------


def test_new_account_waits_for_the_address_to_be_confirmed(client, db):
    assert sign_up(client)["Location"] == "/accounts/confirm-email/"
    assert not is_in(client)


def test_password_does_not_let_in_before_the_address_is_confirmed(client, db):
    sign_up(client)
    other = Client()
    assert sign_in(other, "lina")["Location"] == "/accounts/confirm-email/"
    assert not is_in(other)


def test_link_in_the_mail_asks_for_a_click_and_then_lets_in(client, db, mailoutbox):
    sign_up(client)
    link = link_in(mailoutbox)
    assert "确认邮箱" in client.get(link).content.decode()
    assert not EmailAddress.objects.get(email="lina@portal.example").verified
    client.post(link)
    assert is_in(client)
    assert "还差一步" in client.get("/home/").content.decode()


def test_sign_up_without_agreeing_to_the_terms_is_refused_at_its_field(client, db):
    answer = sign_up(client, terms="")
    assert list(answer.context["form"].errors) == ["terms"]
    assert "服务条款" in errors_of(answer)
    page = answer.content.decode()
    assert "/people/terms/" in page and "/people/privacy/" in page


def test_agreement_is_kept_with_its_time(client, db):
    sign_up(client)
    assert User.objects.get(username="lina").terms_agreed_at is not None


def test_new_person_keeps_the_chinese_name(client, db):
    sign_up(client)
    assert User.objects.get(username="lina").name == "李娜"


def test_damaged_link_says_that_it_is_no_longer_valid(client, db):
    assert "链接已失效" in client.get("/accounts/confirm-email/broken/").content.decode()


def test_known_address_is_not_given_away_at_sign_up(client, person, mailoutbox):
    known = sign_up(client, email=person.email)
    unknown = sign_up(Client())
    assert known["Location"] == unknown["Location"]
    assert User.objects.filter(email=person.email).count() == 1


def test_second_attempt_with_a_known_address_is_answered_by_a_second_mail(
    client, person, mailoutbox
):
    for _ in range(2):
        sign_up(client, email=person.email)
    deliver_next()
    assert [mail.to for mail in mailoutbox] == [[person.email]] * 2
    assert f"有人用邮箱 {person.email} 注册账号" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("kurz-7", "10"),
        ("password123", "太常见"),
        ("73519246085", "数字"),
        ("lina2026lina", "相似"),
    ],
    ids=["short", "common", "digits", "like-username"],
)
def test_weak_password_is_refused_in_chinese(client, db, password, reason):
    email = "lina2026li@portal.example"
    answer = sign_up(client, email=email, password1=password, password2=password)
    assert answer.status_code == 200
    assert reason in errors_of(answer)
    assert re.search("[\u4e00-\u9fff]", errors_of(answer))
    assert not User.objects.filter(email=email).exists()


def test_two_different_passwords_are_refused_in_chinese(client, db):
    answer = sign_up(client, password2="something-else-9")
    assert re.search("[\u4e00-\u9fff]", answer.context["form"].errors["password2"][0])


# --- signing in ---------------------------------------------------------------------------------


def test_sign_in_page_lies_where_people_look_for_it(client, db):
    page = client.get("/accounts/login/")
    assert page.status_code == 200
    assert "<h1>登录</h1>" in page.content.decode()


def test_page_for_members_sends_to_sign_in_and_back(client, person):
    answer = client.get("/people/notifications/")
    assert answer["Location"] == "/accounts/login/?next=/people/notifications/"
    data = {"login": "wangfang", "password": PASSWORD, "next": "/people/notifications/"}
    assert client.post("/accounts/login/", data)["Location"] == "/people/notifications/"


def test_return_address_outside_of_the_portal_is_ignored(client, person):
    data = {"login": "wangfang", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post("/accounts/login/", data)["Location"] == "/home/"


@pytest.mark.parametrize(
    "login", ["wangfang", "wangfang@portal.example", "WangFang@Portal.Example"]
)
def test_user_name_and_address_both_let_in(client, person, login):
    sign_in(client, login)
    assert is_in(client)


def test_wrong_password_and_unknown_person_are_answered_alike_in_chinese(client, person):
    wrong = errors_of(sign_in(client, "wangfang", "wrong"))
    assert re.search("[\u4e00-\u9fff]", wrong)
    assert wrong == errors_of(sign_in(client, "nobody", "wrong"))


def test_person_who_was_barred_does_not_get_in(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    sign_in(client)
    assert not is_in(client)


def test_taken_user_name_is_not_given_away_at_sign_up(client, person):
    answer = sign_up(client, email="wangfang@elsewhere.example")
    assert answer["Location"] == "/accounts/confirm-email/"
    assert User.objects.filter(username__startswith="wangfang").count() == 2


def test_sixth_attempt_is_locked_out_even_with_the_right_password(client, person, limits):
    for _ in range(5):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert not is_in(client)
    assert "登录失败次数过多" in errors_of(answer) and "请等 10 分钟后再登录" in errors_of(answer)


def test_lockout_says_how_long_it_lasts_still(client, person, limits, monkeypatch):
    for _ in range(5):
        sign_in(client, password="wrong")
    later = time.time() + 421
    monkeypatch.setattr("accounts.adapter.time.time", lambda: later)
    assert "请等 3 分钟后再登录" in errors_of(sign_in(client))


def test_lockout_of_one_person_leaves_others_alone(client, person, limits):
    for _ in range(5):
        sign_in(client, "somebody-else", "wrong")
    sign_in(client)
    assert is_in(client)


def test_nobody_locks_another_out(client, person, limits, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    attacker = Client(headers={"X-Forwarded-For": "203.0.113.7"})
    for _ in range(6):
        sign_in(attacker, password="wrong")
    sign_in(client)
    assert is_in(client)


def test_lockout_ends(client, person, limits, monkeypatch):
    for _ in range(5):
        sign_in(client, password="wrong")
    later = time.time() + 601
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    sign_in(client)
    assert is_in(client)


def test_flood_from_one_address_gets_the_page_of_too_many_requests(client, db, limits):
    answers = [sign_in(client, f"person{n}", "wrong") for n in range(31)]
    assert [answer.status_code for answer in answers[:30]] == [200] * 30
    assert answers[30].status_code == 429
    assert "操作太频繁，请稍后再试" in answers[30].content.decode()


def test_flood_is_counted_by_the_client_and_not_by_the_proxy(client, db, limits, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    for n in range(31):
        client.post(
            "/accounts/login/",
            {"login": f"person{n}", "password": "wrong"},
            headers={"X-Forwarded-For": "203.0.113.7"},
        )
    others = client.post(
        "/accounts/login/",
        {"login": "x", "password": "wrong"},
        headers={"X-Forwarded-For": "203.0.113.7, 203.0.113.8"},
    )
    assert others.status_code == 200


def test_change_of_protection_asks_for_the_password_again(client, person):
    sign_in(client)
    answer = client.get(ACTIVATE)
    assert unquote(answer["Location"]) == f"/accounts/reauthenticate/?next={ACTIVATE}"
    wrong = client.post(answer["Location"], {"password": "wrong"})
    assert re.search("[\u4e00-\u9fff]", errors_of(wrong))


# --- sessions -----------------------------------------------------------------------------------


def test_own_sessions_are_listed_and_another_one_can_be_ended(client, person):
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(other)
    sign_in(client)
    assert is_in(other)
    page = client.get("/accounts/sessions/")
    assert page.context["session_count"] == 2
    assert "Firefox" in page.content.decode()
    client.post("/accounts/sessions/")
    assert is_in(client)
    assert not is_in(other)


def test_sessions_of_others_are_not_listed(client, person):
    stranger = UserFactory()
    other = Client()
    other.force_login(stranger, "accounts.sign_in.PortalBackend")
    other.get("/home/")
    sign_in(client)
    client.get("/home/")
    assert client.get("/accounts/sessions/").context["session_count"] == 1


# --- a forgotten password -----------------------------------------------------------------------


def test_reset_answers_alike_for_known_and_unknown_addresses(client, person):
    known = client.post("/accounts/password/reset/", {"email": person.email}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "no@portal.example"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    token = re.compile(r"\b\w{64}\b")
    assert token.sub("", known.content.decode()) == token.sub("", unknown.content.decode())
    assert "如果这个邮箱已注册" in known.content.decode()


def test_link_in_the_reset_mail_sets_a_new_password_once(client, person, mailoutbox):
    client.post("/accounts/password/reset/", {"email": person.email})
    link = link_in(mailoutbox)
    form = client.get(link)["Location"]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    again = Client().get(link)
    assert again.status_code == 200
    assert "password1" not in again.content.decode()


def test_reset_is_limited_for_one_address(client, person, limits, mailoutbox):
    answers = [client.post("/accounts/password/reset/", {"email": person.email}) for _ in range(6)]
    assert answers[5].status_code == 429


def test_mails_are_owed_and_not_sent_inside_the_request(client, person, mailoutbox):
    client.post("/accounts/password/reset/", {"email": person.email})
    assert not mailoutbox
    deliver_next()
    assert mailoutbox[0].subject.startswith(portal_settings.ACCOUNT_EMAIL_SUBJECT_PREFIX)


def test_links_in_mails_lead_to_the_portal_whatever_the_request_called_itself(db, mailoutbox):
    client = Client(headers={"Host": "127.0.0.1:6666"})
    sign_up(client)
    assert link_in(mailoutbox)
    assert "6666" not in mailoutbox[0].body


@pytest.mark.parametrize("name", ["王五 http://evil.example", "www.evil.example"])
def test_name_holds_no_address(client, db, name):
    page = sign_up(client, name=name)
    assert "name" in page.context["form"].errors


def test_name_is_one_line(client, db):
    sign_up(client, name="李\n\n请点\n娜")
    assert User.objects.get(username="lina").name == "李 请点 娜"
