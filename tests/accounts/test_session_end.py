"""The end of a session: told before it comes, and nothing typed is lost by it."""

import re
import time

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.test import Client

from accounts.models import User
from accounts.session_end import RENEW_EVERY, RENEWED
from pages.kept_forms import COOKIE
from tests.factories import UserFactory

STATE = "/people/session/"


@pytest.fixture
def person(db: None) -> User:
    return UserFactory()


@pytest.fixture
def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _age(client: Client, seconds: int) -> None:
    session = client.session
    session[RENEWED] = int(time.time()) - seconds
    session.save()


def test_a_page_says_how_long_the_session_lasts(browser: Client) -> None:
    _age(browser, RENEW_EVERY - 60)
    page = browser.get("/people/duties/").content.decode()
    told = int(re.findall(r'data-session-left="(\d+)"', page)[0])
    assert 0 <= settings.SESSION_COOKIE_AGE - RENEW_EVERY + 60 - told < 10


def test_a_session_that_is_used_goes_on(browser: Client) -> None:
    _age(browser, RENEW_EVERY + 1)
    browser.get("/people/duties/")
    assert time.time() - browser.session[RENEWED] < 60


def test_asking_how_long_it_lasts_does_not_make_it_longer(browser: Client) -> None:
    _age(browser, RENEW_EVERY + 60)
    left = browser.get(STATE).json()["left"]
    assert left <= settings.SESSION_COOKIE_AGE - RENEW_EVERY - 60
    assert browser.post(STATE).json()["left"] >= settings.SESSION_COOKIE_AGE - 1


def test_whose_session_has_ended_is_told_so(db: None) -> None:
    assert Client().get(STATE).json() == {"user": None, "left": 0}


def test_a_form_sent_too_late_leads_back_to_its_page(db: None) -> None:
    page = "http://testserver/people/duties/?from=mail"
    answer = Client().post("/people/duty/", {"membership": "1"}, headers={"Referer": page})
    assert answer.headers["Location"] == "/accounts/login/?next=/people/duties/%3Ffrom%3Dmail"
    said = [str(one) for one in get_messages(answer.wsgi_request)]
    assert len(said) == 1 and "没有提交" in said[0]
    assert COOKIE not in answer.cookies


def test_no_other_site_is_led_back_to(db: None) -> None:
    headers = {"Referer": "https://elsewhere.example/people/duties/"}
    answer = Client().post("/people/duty/", {"membership": "1"}, headers=headers)
    assert answer.headers["Location"] == "/accounts/login/?next=/home/"


def test_a_fragment_is_refused_instead_of_led_to_sign_in(db: None) -> None:
    path = "/enterprises/register/code/?credit_code=1"
    assert Client().get(path, headers={"HX-Request": "true"}).status_code == 401


def test_a_registration_sent_too_late_is_asked_to_sign_in(db: None) -> None:
    page = "http://testserver/enterprises/register/"
    headers = {"Referer": page}
    answer = Client().post("/enterprises/register/", {"name": "某公司"}, headers=headers)
    assert answer.headers["Location"] == "/accounts/login/?next=/enterprises/register/"


def test_the_page_of_a_stale_token_leads_back_to_the_form(person: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    headers = {"Referer": "http://testserver/people/duties/"}
    answer = strict.post("/people/duty/", {"membership": "1"}, headers=headers)
    assert answer.status_code == 403
    assert 'href="/people/duties/"' in answer.content.decode()
