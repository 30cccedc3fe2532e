"""How a value looks in a cell of a page, and what is written of it into a file."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Cell = str | int | float | bool | Decimal | date | datetime | None
NOTHING = SafeString("—")


def plain_number(value: Decimal | float) -> str:
    """A figure with its thousands separated and without trailing zeros: 1,234.5."""
    text = f"{value:,.4f}"
    return text.rstrip("0").rstrip(".")


def shown(value: Cell) -> str:
    """`value` as a page shows it: moments in local time, a dash for nothing. Not escaped."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        moment = timezone.localtime(value) if timezone.is_aware(value) else value
        return date_format(moment, "Y-m-d H:i")
    if isinstance(value, date):
        return value.isoformat()
    return plain_number(value)


def written(value: Cell) -> str | int | float | Decimal | date | None:
    """`value` as a workbook holds it: numbers, dates and moments stay what they are."""
    return ("是" if value else "否") if isinstance(value, bool) else value


def as_text(value: Cell) -> str:
    """`value` as a CSV file holds it: figures without separators, nothing as an empty field."""
    if value is None:
        return ""
    if isinstance(value, bool | datetime):
        return shown(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def button(url: str, label: str, about: str) -> SafeString:
    """A small button in a row; `about` names the row for screen readers."""
    return format_html(
        '<a class="btn small" href="{}">{}<span class="sr-only">{}</span></a>', url, label, about
    )


def act_button(
    url: str, label: str, about: str, *, confirm: str = "", css: str = "", name: str = "",
    value: str = "",
) -> SafeString:  # fmt: skip
    """A button in a row that sends a POST to `url`, by the form `row-acts` of every page.

    `confirm` is asked first; `name` and `value` are sent along; `about` names the row for screen
    readers.
    """
    return format_html(
        '<button type="submit" class="btn small {}" form="row-acts" formaction="{}"{}{}>{}'
        '<span class="sr-only">{}</span></button>',
        css,
        url,
        format_html(' name="{}" value="{}"', name, value) if name else "",
        format_html(' data-confirm="{}"', confirm) if confirm else "",
        label,
        about,
    )


def change_lines(changes: Iterable[Sequence[str]], *, is_new: bool = False) -> SafeString:
    """What a row changes, each as [label, old, new] in words on a line: old → new; of a new row
    only what it brings."""
    return format_html(
        '<div class="changes">{}</div>',
        format_html_join(
            "",
            '<p><span class="dim">{}：</span>{}<ins>{}</ins></p>',
            (
                (label, "" if is_new else format_html("<del>{}</del> → ", old), new)
                for label, old, new in changes
            ),
        ),
    )
