"""django-allauth's hooks: mails go through the outbox, invitations meet their people."""

import re
import time
import uuid
from collections.abc import Mapping
from math import ceil
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.models import User
from accounts.outbox import post
from accounts.person_names import single_line, without_address
from accounts.requests import begin
from accounts.sign_in_events import note
from audit.models import SignInEvent

LOCKED_OUT = (
    "登录失败次数过多。为保护账号，请等 {} 分钟后再登录；"
    "忘记密码的，现在就可以点“忘记密码？”，用邮箱重设。"
)
_APP, _FAILED = "allauth.account", "login_failed"
_ORIGIN = re.compile(r"^https?://[^/]+(?=/)")


def _on_public_address(value: object) -> object:
    """An address of the portal on its own host and port, whatever the request called itself."""
    return _ORIGIN.sub(settings.PUBLIC_URL, value) if isinstance(value, str) else value


def minutes_locked_out(request: HttpRequest, key: str) -> int:
    """In how many minutes, rounded up, the failures that count for `key` or for the address of the
    request let somebody try again."""
    waits = [60.0]
    for rate in ratelimit.get_rates(app=_APP, action=_FAILED):
        failures = ratelimit.get_cache_key(request, app=_APP, action=_FAILED, rate=rate, key=key)
        # The newest first; the oldest of as many as are allowed has to fall out of the time.
        counted = cache.get(failures, [])[: rate.amount]
        if len(counted) == rate.amount:
            waits.append(counted[-1] + rate.duration - time.time())
    return ceil(max(waits) / 60)


def _typed(credentials: Mapping[str, object]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")


class AccountAdapter(DefaultAccountAdapter):
    """Mails are outbox rows of the request's transaction, never sent inside it."""

    # Where allauth's own words say too little of what went wrong.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "enter_current_password": "当前密码不正确，请重新输入。",
        "incorrect_code": "验证码不正确或已过期，请重新输入。",
        "incorrect_password": "密码不正确，请重新输入。",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        context = {"email": email} | {
            name: _on_public_address(value) for name, value in context.items()
        }
        message = self.render_mail(template_prefix, email, context)
        # Asking again must send again, even where the text is the same: no key from the content.
        key = uuid.uuid4().hex
        post(
            "accounts.mail",
            {"to": email, "subject": message.subject, "body": str(message.body), "key": key},
            f"account-mail:{key}",
        )

    def save_user(
        self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True
    ) -> User:
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures count for an account at one address: nobody can lock somebody else out."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{self.get_client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            note(request, SignInEvent.Kind.LOCKED, None, account=_typed(credentials))
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise ValidationError(
                LOCKED_OUT.format(minutes_locked_out(request, key)), code=refused.code
            ) from refused

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note(request, SignInEvent.Kind.FAILED, None, account=_typed(credentials))

    def get_client_ip(self, request: HttpRequest) -> str:
        from accounts.middleware import address_of

        return address_of(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor in the portal's words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "动态码不正确或已过期，请重新输入。",
    }


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """People who come from the single sign-on bring their name along."""

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, str | None]
    ) -> User:
        user = super().populate_user(request, sociallogin, data)
        name = data.get("name") or " ".join(
            filter(None, (data.get("last_name"), data.get("first_name")))
        )
        longest = user._meta.get_field("name").max_length
        user.name = without_address(single_line(name))[:longest]
        return user

    def on_authentication_error(
        self, request: HttpRequest, *arguments: object, **details: object
    ) -> None:
        """The page that says so is rendered in the scope of whoever asked."""
        begin(request)
