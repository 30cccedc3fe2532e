"""Fields that are drawn in Python say the same as Django's templates."""

import re
from datetime import date

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from pages.form_renderer import QuickRenderer

CHOICES = [("", "全部"), ("a<b", "甲 & 乙"), ("组", [("c", "丙"), ("d", "丁")])]
ATTRS = {"id": "id_x", "required": True, "disabled": False, "data-x": "<'1\">", "rows": 3}
WIDGETS = (
    forms.TextInput(),
    forms.NumberInput(),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput(),
    forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    forms.DateTimeInput(),
    forms.TimeInput(),
    forms.Textarea(),
    forms.Select(choices=CHOICES),
    forms.CheckboxInput(),
    forms.RadioSelect(choices=CHOICES),
    forms.FileInput(),
)
VALUES = (None, "", "a<b", "c", "第一行\n<b>“第二行”", 12, 0, date(2026, 1, 2))


def words(html: str) -> str:
    return re.sub(r">\s+<", "><", html)


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda one: type(one).__name__)
def test_a_field_is_drawn_as_djangos(widget: forms.Widget) -> None:
    for value in VALUES:
        own = widget.render("x", value, dict(ATTRS), renderer=QuickRenderer())
        theirs = widget.render("x", value, dict(ATTRS), renderer=TemplatesSetting())
        assert words(own) == words(theirs)
