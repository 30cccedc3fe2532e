"""The columns of a list: what each is called, what it holds of a row, and how it looks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from pages.lists.cells import Cell

Row = TypeVar("Row", contravariant=True)


class On(Enum):
    """Where a column exists: on the page, in the file, or in both."""

    PAGE = "page"
    FILE = "file"
    BOTH = "both"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a list of `Row`.

    `value` gives what the cell holds; without it the attribute path `key` is read ("a__b" follows
    relations, a field with choices gives its label). `unit` is written after the heading and makes
    the column a number. `sort` names the field (or path) by which the heading sorts: give it only
    where an index serves that order, or, with an annotation of the rows, in a list that is short.

    On the page: `link` gives the address that a cell leads to ("" for none), `pill` the tone of a
    status (a function of the row, or a mapping of the attribute `key`), `below` a small second
    line, `hint` a tooltip; `html` replaces the text altogether, where that is not enough: safe
    HTML, or plain text, which is escaped. None of them reaches a file.

    `in_file` is the heading in a workbook, where it has another. `hidden` columns are shown when
    chosen; `fixed` ones cannot be taken away. `many_districts` columns are shown to readers of
    several districts unless chosen, `fit` ones take only the width that they need. Showing a
    `personal` column is put on record, and so is exporting a `personal` or `confidential` one.
    `width` is in
    characters, for workbooks.
    """

    key: str
    heading: str
    value: Callable[[Row], Cell] | None = None
    _: KW_ONLY
    sort: str = ""
    unit: str = ""
    in_file: str = ""
    number: bool = False
    long: bool = False
    fit: bool = False
    hidden: bool = False
    fixed: bool = False
    personal: bool = False
    confidential: bool = False
    many_districts: bool = False
    on: On = On.BOTH
    link: Callable[[Row], str] | None = None
    pill: Callable[[Row], str] | Mapping[str, str] | None = None
    below: Callable[[Row], str | None] | None = None
    hint: Callable[[Row], str] | None = None
    html: Callable[[Row], str] | None = None
    width: int = 0

    @property
    def label(self) -> str:
        return f"{self.heading}（{self.unit}）" if self.unit else self.heading

    @property
    def file_label(self) -> str:
        """The heading in a workbook, whose names other people's programs may know."""
        return self.in_file or self.label

    @property
    def is_number(self) -> bool:
        return self.number or bool(self.unit)

    @property
    def is_on_record(self) -> bool:
        """Whether taking it away is recorded and shown to the organisation it is about."""
        return self.personal or self.confidential

    def cell(self, row: Row) -> Cell:
        """What the column holds of `row`."""
        return self.value(row) if self.value else _attribute(row, self.key)

    def tone(self, row: Row) -> str:
        """The tone of the row's pill; "" for a neutral one."""
        if callable(self.pill):
            return self.pill(row)
        return self.pill.get(str(_raw(row, self.key)), "") if self.pill else ""


def _raw(row: object, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name) if row is not None else None
    return row


def _attribute(row: object, path: str) -> Any:
    *relations, name = path.split("__")
    holder = _raw(row, "__".join(relations)) if relations else row
    label = getattr(holder, f"get_{name}_display", None)
    return label() if label else _raw(holder, name)


def usual_columns(columns: Iterable[Column[Row]], *, many_districts: bool) -> list[Column[Row]]:
    """The columns that a reader sees who chose none."""
    return [
        one
        for one in columns
        if not one.hidden and one.on is not On.FILE and (many_districts or not one.many_districts)
    ]


def chosen_columns(
    columns: Iterable[Column[Row]], keys: Iterable[str], *, many_districts: bool
) -> list[Column[Row]]:
    """The columns of a page named by `keys`, in their order; unknown keys are ignored and fixed
    columns always come first. Without a known key the usual ones."""
    by_key = {one.key: one for one in columns if one.on is not On.FILE}
    wanted = [by_key[key] for key in dict.fromkeys(keys) if key in by_key]
    if not wanted:
        return usual_columns(columns, many_districts=many_districts)
    return [
        *(one for one in by_key.values() if one.fixed),
        *(one for one in wanted if not one.fixed),
    ]
