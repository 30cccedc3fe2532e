"""What one row of the registry workbook says, and how it differs from what is known. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from documents.workbooks.cells import CellError
from documents.workbooks.columns import Column
from documents.workbooks.reading import Unreadable
from enterprises.actions.entry_values import DETAILS, IDENTITY
from enterprises.imports.columns import FIGURE_KEYS, SHARED_FIGURES
from enterprises.rules.credit_code import credit_code_problem

ENTERPRISE_FIELDS = (*IDENTITY, *DETAILS)
SHORTEST_NAME = 4


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

    def refuse(self, key: str, reason: str) -> None:
        self.problems.append(Problem(key, reason))


def parse_row(number: int, row: Sequence[object], columns: Sequence[Column]) -> ParsedRow:
    """Read the cells of a row, in the order of `columns`; every problem is found at once."""
    parsed = ParsedRow(number)
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
    code = row.values.get("credit_code")
    if code and (problem := credit_code_problem(code)):
        row.refuse("credit_code", problem.rstrip("。"))
    if len(row.values.get("name", "四个汉字")) < SHORTEST_NAME:
        row.refuse("name", "请填写营业执照上的企业全称")
    if "report_year" not in row.values and any(
        key in row.values for key in FIGURE_KEYS if key not in SHARED_FIGURES
    ):
        row.refuse("report_year", "填写了年度数据，请同时填写数据年度")


def enterprise_values(row: ParsedRow) -> dict[str, object]:
    """The values for the enterprise itself."""
    return {key: row.values[key] for key in ENTERPRISE_FIELDS if key in row.values}


def report_values(row: ParsedRow) -> dict[str, Any]:
    """The yearly figures with "year"; empty when the row states no year or no figure."""
    if len(row.values.get("name", "四个汉字")) < SHORTEST_NAME:
        row.refuse("name", "请填写营业执照上的企业全称")
    if "report_year" not in row.values:
        return {}
    figures = {key: row.values[key] for key in FIGURE_KEYS if key in row.values}
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
