"""When terms end, in templates."""

from datetime import date, datetime

from django import template

from pages import moments

register = template.Library()


@register.filter
def until(moment: datetime | None) -> str:
    """`moments.until`; nothing for no moment."""
    return moments.until(moment) if moment else ""


@register.filter
def end_of_day(day: date | None) -> str:
    """`moments.end_of_day`; nothing for no day."""
    return moments.end_of_day(day) if day else ""
