"""The tags and filters of the texts of reports."""

from collections.abc import Sequence
from typing import Any

from django.template import Library
from django.template.defaulttags import do_for, do_if

from reports.papers.numbers import Count, signed

register = Library()
register.tag("if", do_if)
register.tag("for", do_for)


@register.filter("带号")
def with_sign(value: Any) -> str:
    """A difference with plus or minus."""
    return signed(value) if isinstance(value, int) else str(value)


@register.filter("绝对值")
def absolute(value: Any) -> Any:
    """A number without its sign."""
    return Count(abs(value)) if isinstance(value, int) else value


@register.filter("个数")
def how_many(value: Any) -> Any:
    """How many things a list has."""
    return Count(len(value)) if isinstance(value, Sequence) else value
