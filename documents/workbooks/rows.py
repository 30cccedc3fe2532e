"""What stands in the rows of a file, and which rows are not to be taken as they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.written.text import compared

# What spreadsheets leave where a formula failed, also where only its text was kept (a CSV file, a
# column pasted as values), and what they write where a figure was wider than its column.
_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!"
    r"|UNKNOWN!|EXTERNAL!|PYTHON!|ERROR!|GETTING_DATA|#{2,})|(?:Err:|错误:)\d{3}",
    re.IGNORECASE,
)
_TOTALS = {
    "合计", "小计", "总计", "共计", "累计", "总和", "总数", "合计数", "小计数", "总计数",
    "本页合计", "本页小计", "TOTAL", "SUBTOTAL", "GRANDTOTAL", "SUM",
}  # fmt: skip
_MAYBE_TOTAL = re.compile("[计总]|[Tt](?i:otal)|[Ss](?i:um)")
LONGEST_TOTAL = 20
HIDDEN = "第 {} 行是隐藏行（或被筛选掉的行），没有读入；要导入的请取消隐藏或筛选，不要的请删除"
TOTALS = "第 {} 行像是合计行，不是一条记录；请删除这一行"


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


def doubt_about(number: int, cells: Sequence[object]) -> str:
    """Why row `number` is not to be taken: it is hidden, or sums the others up; "" if neither."""
    if isinstance(cells, HiddenRow):
        return HIDDEN.format(number)
    texts = [cell for cell in cells if isinstance(cell, str) and len(cell) <= LONGEST_TOTAL]
    # One look at the whole row, for nearly all have none.
    if _MAYBE_TOTAL.search(" ".join(texts)) and any(map(_is_total, texts)):
        return TOTALS.format(number)
    return ""


def _is_total(cell: str) -> bool:
    return compared(cell).strip(":") in _TOTALS
