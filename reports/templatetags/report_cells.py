"""Figures of a table of sums, as a page shows them."""

from datetime import date
from decimal import Decimal

from django import template

from documents.workbooks.export import Cell
from pages.lists.cells import NOTHING, shown

register = template.Library()


@register.filter
def figure(value: Cell) -> str:
    """A figure with its thousands apart and a true minus; a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, date | str):
        return shown(value)
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.replace("-", "−")
