"""django-allauth's hooks: mails go through the outbox, invitations meet their people."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.models import User
from accounts.outbox import post
from accounts.person_names import single_line, without_address
from accounts.requests import begin
from accounts.sign_in_events import note
from audit.models import SignInEvent

_ORIGIN = re.compile(r"^https?://[^/]+(?=/)")


def _on_public_address(value: object) -> object:
    """An address of the portal on its own host and port, whatever the request called itself."""
    return _ORIGIN.sub(settings.PUBLIC_URL, value) if isinstance(value, str) else value


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
        except ValidationError:
            note(request, SignInEvent.Kind.LOCKED, None, account=_typed(credentials))
            raise

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
