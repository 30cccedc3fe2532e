"""What sign-up asks."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.models import User
from accounts.person_names import holds_address, single_line


class SignupNameForm(forms.Form):
    """What sign-up asks beyond allauth's own fields."""

    name = forms.CharField(label="姓名", max_length=60)
    terms = forms.BooleanField(
        error_messages={"required": "请先阅读服务条款和隐私政策，同意后勾选。"}
    )

    field_order = ["name", "email", "password1", "password2", "terms"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terms"].label = format_html(
            '我已阅读并同意<a href="{}" target="_blank">服务条款</a>和'
            '<a href="{}" target="_blank">隐私政策</a>',
            reverse("people:terms"),
            reverse("people:privacy"),
        )

    def clean_name(self) -> str:
        name = single_line(self.cleaned_data["name"])
        if holds_address(name):
            raise forms.ValidationError("请填写您的姓名，不要写网址。")
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.terms_agreed_at = timezone.now()
        user.save(update_fields=["name", "terms_agreed_at"])
