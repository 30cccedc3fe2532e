"""What stands in the rows of a file besides values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# What spreadsheets leave where a formula failed, also where only its text was kept (a CSV file, a
# column pasted as values), and what they write where a figure was wider than its column.
_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!"
    r"|UNKNOWN!|EXTERNAL!|PYTHON!|ERROR!|GETTING_DATA|#{2,})|(?:Err:|错误:)\d{3}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands where a cell holds what cannot be taken for a value. `reason` is Chinese."""

    shown: str
    reason: str

    def __str__(self) -> str:
        return self.shown


# The stored value of a formula is not to be relied upon: whoever wrote it may not have computed it.
FORMULA = Unreadable("（公式）", "这一格是公式，请改为数值（复制后选择性粘贴为值）")


class HiddenRow(list[object]):
    """The cells of a row that whoever opens the file does not see."""


class MergedRow(list[object]):
    """The cells of a row some of which are merged with others, of which only the first has what was
    written: `merged` names the merge by the place of each."""

    def __init__(self, cells: Iterable[object], merged: Mapping[int, str]) -> None:
        super().__init__(cells)
        self.merged = dict(merged)

    def touching(self, read: Sequence[object]) -> str:
        """The first merge in a place of which `read` has something, such as "J2:J4", or ""."""
        places = (
            place for place in sorted(self.merged) if not read or any(read[place : place + 1])
        )
        return next((self.merged[place] for place in places), "")


def error_cell(text: str) -> Unreadable:
    """What stands for an error value such as #N/A."""
    return Unreadable(text, f"这一格是错误值 {text}，请改为正确的内容")


def without_errors(cells: Sequence[object]) -> list[object]:
    """The cells of a row, errors that stand there as text marked."""
    return [
        error_cell(cell.strip()) if isinstance(cell, str) and _is_error(cell) else cell
        for cell in cells
    ]


def _is_error(cell: str) -> bool:
    # Most cells are none, and there are many: the first look is a cheap one.
    return ("#" in cell or ":" in cell) and _ERROR.fullmatch(cell.strip()) is not None


def is_filled(cell: object) -> bool:
    """Whether a cell holds anything that one sees."""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def why_no_text(text: str) -> str:
    """Why `text`, which somebody typed or pasted, is none: a spreadsheet left it where a formula
    failed; "" for any other."""
    return error_cell(text.strip()).reason if _is_error(text) else ""
