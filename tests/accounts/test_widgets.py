"""The quickly drawn select says the same as Django's."""

from django import forms

from pages.widgets import QuickSelect

CHOICES = [("", "全部"), ("a<b", "甲 & 乙"), ("组", [("c", "丙"), ("d", "丁")])]


def words(html):
    return html.replace("\n", "").replace("  ", "").replace("> <", "><")


def test_quick_select_is_drawn_as_djangos():
    for value in ("", "c", "a<b", "unknown"):
        own = QuickSelect(choices=CHOICES).render("x", value, {"id": "id_x", "required": True})
        theirs = forms.Select(choices=CHOICES).render("x", value, {"id": "id_x", "required": True})
        assert words(own) == words(theirs)
