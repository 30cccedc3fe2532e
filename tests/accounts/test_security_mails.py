"""Whoever changes what lets them in is told so by mail, in the portal's words."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import OutboxMessage, User
from accounts.tenancy import system_scope
from tests.factories import UserFactory

PASSWORD, NEW = "qd-Haier-2026!", "laoshan-Beer-77"


@pytest.fixture
def person(db: None) -> User:
    user = UserFactory(username="wangfang", email="wangfang@portal.example", name="王芳")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def mails() -> list[dict[str, str]]:
    with system_scope(reason="test"):
        return [row.payload for row in OutboxMessage.objects.filter(topic="accounts.mail")]


@pytest.fixture
def browser(person: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": "wangfang", "password": PASSWORD})
    return client


def test_changed_password_is_told(browser: Client) -> None:
    told = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert browser.post(reverse("account_change_password"), told).status_code == 302
    (mail,) = mails()
    assert mail["to"] == "wangfang@portal.example"
    assert "密码" in mail["subject"]
    assert "不是您本人操作" in mail["body"]


def test_wrong_old_password_is_called_wrong(browser: Client) -> None:
    told = {"oldpassword": "something else", "password1": NEW, "password2": NEW}
    page = browser.post(reverse("account_change_password"), told).content.decode()
    assert "当前密码不正确" in page


def test_used_recovery_code_is_told(person: User) -> None:
    request = RequestFactory().get("/")
    codes = Authenticator(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})
    with request_context(request):
        authenticator_used.send(
            sender=Authenticator, request=request, user=person, authenticator=codes,
            reauthenticated=False, passwordless=False,
        )  # fmt: skip
    (mail,) = mails()
    assert "恢复码" in mail["subject"]


def test_rules_of_passwords_say_您(person: User) -> None:
    assert not any("你" in text for text in password_validators_help_texts())
    for password in ("wangfang", "123456789012", "password123"):
        with pytest.raises(ValidationError) as refused:
            validate_password(password, person)
        assert not any("你" in text for text in refused.value.messages)
