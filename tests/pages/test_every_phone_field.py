"""Every form's telephone number is read in one way."""

from django import forms
from django.urls import get_resolver

from database.history import own_apps
from pages.written_fields import WrittenPhone

SEVERAL = {("ContactForm", "public_phone")}  # split, and each of them read so


def all_forms():
    """The forms of all pages, which the addresses import."""
    get_resolver()._populate()
    own = tuple(f"{config.name}." for config in own_apps())
    waiting = [forms.BaseForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith(own):
            yield one


def test_phones_are_read_as_phones_everywhere():
    found = {
        (one.__name__, name, isinstance(field, WrittenPhone))
        for one in all_forms()
        for name, field in getattr(one, "base_fields", {}).items()
        if name.endswith("phone")
    }
    assert ("RegistrationForm", "contact_phone", True) in found
    assert {(form, name) for form, name, is_read in found if not is_read} == SEVERAL
