"""What one row of the registry workbook says, and how it differs from what is known. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from documents.workbooks.cells import CellError
from documents.workbooks.columns import Column
from documents.workbooks.rows import Unreadable
from enterprises.actions.entry_values import DETAILS, IDENTITY
from enterprises.imports.columns import FIGURE_KEYS, SHARED_FIGURES
from enterprises.rules.credit_code import check_problem, shape_problem
from enterprises.rules.full_names import name_problem
from enterprises.rules.plausibility import comparable, doubts, unexplained

ENTERPRISE_FIELDS = (*IDENTITY, "code_note", *DETAILS)
EXPLAIN = "确实如此的，请在“核对说明”列写明依据"


@dataclass(slots=True)
class Problem:
    """A cell that stops its row: the column's key and a Chinese reason."""

    key: str
    reason: str


@dataclass(slots=True)
class ParsedRow:
    """A row's values that are not empty, by column key, and what is wrong with it."""

    number: int
    # What the parsers of the columns made of the cells.
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    # Why what looks wrong in the row is so all the same.
    note: str = ""

    def refuse(self, key: str, reason: str) -> None:
        self.problems.append(Problem(key, reason))


def parse_row(
    number: int, row: Sequence[object], columns: Sequence[Column], doubt: str = ""
) -> ParsedRow:
    """Read the cells of a row, in the order of `columns`; every problem is found at once. A
    `doubt` about the row as a whole is its only problem."""
    parsed = ParsedRow(number)
    if doubt:
        parsed.refuse(columns[0].key, doubt)
        return parsed
    for column, cell in zip(columns, row, strict=False):
        if isinstance(cell, Unreadable):
            parsed.refuse(column.key, cell.reason)
            continue
        try:
            value = None if cell is None or cell == "" else column.parse(cell)
        except CellError as error:
            parsed.refuse(column.key, str(error))
            continue
        if value is not None:
            parsed.values[column.key] = value
        elif column.required:
            parsed.refuse(column.key, "必填，不能留空")
    return parsed


def check_alone(row: ParsedRow) -> None:
    """Add the problems that the row shows by itself."""
    row.note = row.values.pop("note", "")
    _check_code(row)
    check_name(row)
    year_is_said = "report_year" in row.values or any(p.key == "report_year" for p in row.problems)
    if not year_is_said and any(
        key in row.values for key in FIGURE_KEYS if key not in SHARED_FIGURES
    ):
        row.refuse("report_year", "填写了年度数据，请同时填写数据年度")


def _check_code(row: ParsedRow) -> None:
    """A code whose check fails is let pass where the bureau says why; other codes need no note."""
    code = row.values.get("credit_code")
    if not code:
        return
    if problem := shape_problem(code):
        row.refuse("credit_code", problem.rstrip("。"))
    elif problem := check_problem(code):
        if row.note:
            row.values["code_note"] = row.note
        else:
            row.refuse("credit_code", f"{problem}{EXPLAIN}")


def check_name(row: ParsedRow) -> None:
    """Refuse what is no full name of an enterprise."""
    if "name" in row.values and (problem := name_problem(row.values["name"])):
        row.refuse("name", problem)


def check_figures(
    row: ParsedRow, reported: Mapping[int, Mapping[str, Any]], registered: Mapping[str, Any]
) -> None:
    """Ask about unlikely figures, unless the row says that they are so; what it says is kept. They
    are compared with those `reported` by year and the `registered` ones."""
    figures = {key: row.values.get(key) for key in FIGURE_KEYS}
    earlier = comparable(reported, row.values.get("report_year", 0), registered)
    found = doubts(figures, *earlier)
    for key, text in unexplained(found, row.note).items():
        row.refuse(key, f"{text}{EXPLAIN}")
    if found and row.note:
        row.values["warnings_explained" if "report_year" in row.values else "figures_note"] = (
            row.note
        )


def enterprise_values(row: ParsedRow) -> dict[str, object]:
    """The values for the enterprise itself."""
    return {key: row.values[key] for key in ENTERPRISE_FIELDS if key in row.values}


def report_values(row: ParsedRow) -> dict[str, Any]:
    """The yearly figures with "year"; empty when the row states no year or no figure."""
    if "report_year" not in row.values:
        return {}
    keys = (*FIGURE_KEYS, "warnings_explained")
    figures = {key: row.values[key] for key in keys if key in row.values}
    return {"year": row.values["report_year"], **figures} if figures else {}


def differences(values: Mapping[str, object], known: object | None) -> tuple[str, ...]:
    """The keys whose value differs from the attribute of `known`; all of them for None.

    A value that the file leaves empty is not in `values` and never counts as a difference.
    """
    if known is None:
        return tuple(values)
    return tuple(key for key, value in values.items() if getattr(known, key) != value)


def to_json(values: Mapping[str, object]) -> dict[str, object]:
    """Values as JSON holds them: decimals and dates become text."""
    return {
        key: str(value) if isinstance(value, Decimal | date) else value
        for key, value in values.items()
    }
