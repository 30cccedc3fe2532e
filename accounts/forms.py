"""What sign-up asks."""

from django import forms
from django.http import HttpRequest

from accounts.models import User
from accounts.person_names import holds_address, single_line


class SignupNameForm(forms.Form):
    """What sign-up asks beyond allauth's own fields."""

    name = forms.CharField(label="姓名", max_length=60)

    field_order = ["name", "email", "password1", "password2"]

    def clean_name(self) -> str:
        name = single_line(self.cleaned_data["name"])
        if holds_address(name):
            raise forms.ValidationError("请填写您的姓名，不要写网址。")
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
