"""Forms of people and organisations."""

from typing import Any

from django import forms
from django.http import HttpRequest


class SignupNameForm(forms.Form):
    """What sign-up asks beyond allauth's own fields."""

    name = forms.CharField(label="姓名", max_length=60)

    field_order = ["name", "email", "username", "password1", "password2"]

    def signup(self, request: HttpRequest, user: Any) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
