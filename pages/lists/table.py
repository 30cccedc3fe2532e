"""A table drawn in Python: cells are escaped and joined, not resolved node by node."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from operator import attrgetter
from typing import Generic

from django.utils.safestring import SafeData, SafeString, mark_safe

from pages.lists.cells import NOTHING, shown
from pages.lists.columns import Column, Row


@dataclass(frozen=True)
class Heading:
    """A heading of a sortable column: where it leads, and how the list is sorted by it now
    ("ascending", "descending", or "none")."""

    url: str
    direction: str


@dataclass(frozen=True)
class Selection(Generic[Row]):
    """Tick boxes in front of the rows. `name` is what a ticked box sends, `form` the id of the
    form that it belongs to; `may` says which rows can be chosen, `label` what a row is called,
    `is_ticked` which rows are chosen already, `sends` what the box of a row sends."""

    name: str
    form: str
    may: Callable[[Row], bool]
    label: Callable[[Row], str]
    is_ticked: Callable[[Row], bool] = lambda row: False
    sends: Callable[[Row], object] = attrgetter("pk")


def table_html(
    columns: Sequence[Column[Row]],
    rows: Iterable[Row],
    *,
    headings: dict[str, Heading] | None = None,
    selection: Selection[Row] | None = None,
    label: str = "",
    css: str = "stack list",
    row_class: Callable[[Row], str] | None = None,
) -> SafeString:
    """The table of `rows`, for readers of screens, paper and phones (one card a row).

    `headings` are those that sort, by the column's key; `label` is what the table is called for
    screen readers.
    """
    parts = [f'<table class="{css}"']
    parts.append(f' aria-label="{escape(label)}"><thead><tr>' if label else "><thead><tr>")
    if selection:
        parts.append(
            f'<th scope="col" class="fit"><input type="checkbox" '
            f'data-check-all="{escape(selection.name)}" aria-label="选择本页全部"></th>'
        )
    parts += [_heading(column, (headings or {}).get(column.key)) for column in columns]
    parts.append("</tr></thead><tbody>")
    drawn = [(column, _opening(column)) for column in columns]
    for row in rows:
        css = row_class(row) if row_class else ""
        parts.append(f'<tr class="{css}">' if css else "<tr>")
        if selection:
            parts.append(_box(selection, row))
        for column, opening in drawn:
            parts += (opening, cell_html(column, row), "</td>")
        parts.append("</tr>")
    parts.append("</tbody></table>")
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped where it is made


def escaped(text: str) -> str:
    """`text` for HTML; what is safe already stays as it is."""
    return text if isinstance(text, SafeData) else escape(text)


def cell_html(column: Column[Row], row: Row) -> str:
    """The inside of one cell, escaped."""
    if column.html:
        text = escaped(column.html(row))
    else:
        plain = shown(column.cell(row))
        text = escape(plain)
        if column.pill and plain != NOTHING:
            tone = column.tone(row)
            text = f'<span class="pill {tone}">{text}</span>' if tone else _neutral_pill(text)
        if column.link and (url := column.link(row)):
            text = f'<a href="{escape(url)}">{text}</a>'
        if column.hint and (hint := column.hint(row)):
            text = f'<span title="{escape(hint)}">{text}</span>'
    if column.below and (below := column.below(row)):
        text = f"{text} <br><small>{escaped(below)}</small>"
    return text


def _neutral_pill(text: str) -> str:
    return f'<span class="pill">{text}</span>'


def _opening(column: Column[Row]) -> str:
    css = "r num" if column.is_number else "long" if column.long else "fit" if column.fit else ""
    kind = f' class="{css}"' if css else ""
    return f'<td data-label="{escape(column.label)}"{kind}>'


def _heading(column: Column[Row], sorts: Heading | None) -> str:
    kind = ' class="r"' if column.is_number else ' class="fit"' if column.fit else ""
    if sorts is None:
        return f'<th scope="col"{kind}>{escape(column.label)}</th>'
    return (
        f'<th scope="col"{kind} aria-sort="{sorts.direction}">'
        f'<a data-sort href="{escape(sorts.url)}">{escape(column.label)}</a></th>'
    )


def _box(selection: Selection[Row], row: Row) -> str:
    if not selection.may(row):
        return '<td class="fit" data-label="选择"></td>'
    ticked = " checked" if selection.is_ticked(row) else ""
    return (
        '<td class="fit" data-label="选择">'
        f'<input type="checkbox" form="{escape(selection.form)}" name="{escape(selection.name)}" '
        f'value="{escape(str(selection.sends(row)))}"{ticked} '
        f'aria-label="选择“{escape(selection.label(row))}”"></td>'
    )
