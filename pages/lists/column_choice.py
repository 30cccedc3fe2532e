"""The form fields by which a person chooses the columns of a list and their places."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.lists.columns import Column, On, Row

_CHOICE = (
    '<div class="column-choice"><label>'
    '<input type="checkbox" name="col" value="{}"{}{}> {}</label>'
    '<input class="input" name="place-{}" inputmode="numeric" maxlength="2" value="{}"'
    ' aria-label="{}的位置"></div>'
)


def column_choices(columns: Sequence[Column[Row]], shown: Sequence[Column[Row]]) -> SafeString:
    """A box and a place for each column of the page, the shown ones first."""
    # By their keys: to compare two columns compares all that they declare.
    keys = {one.key for one in shown}
    others = (one for one in columns if one.key not in keys and one.on is not On.FILE)
    checked, disabled = format_html(" checked"), format_html(" disabled")
    return format_html_join(
        "",
        _CHOICE,
        (
            (
                one.key, checked if one.key in keys else "", disabled if one.fixed else "",
                one.label, one.key, place, one.label,
            )
            for place, one in enumerate((*shown, *others), 1)
        ),
    )  # fmt: skip
