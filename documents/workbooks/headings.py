"""Which column of a file is which column of the template. Pure."""

import unicodedata
from collections.abc import Collection, Sequence

from accounts.errors import RuleViolation
from documents.workbooks.annotated import REASONS
from documents.workbooks.columns import Column
from documents.workbooks.rows import MergedRow
from documents.written.text import seen

MOST_COLUMNS = 60
# How far down a file is looked for its headings, which are to stand in the first row.
ROWS_LOOKED_AT = 6


def plain(heading: object) -> str:
    """A heading without widths, white space and marks, as headings are compared."""
    text = unicodedata.normalize("NFKC", seen(str(heading or "")))
    return "".join(text.split()).replace("(必填)", "").strip("*")


def all_headings(columns: Sequence[Column]) -> list[str]:
    """Every heading that is understood."""
    return [name for column in columns for name in (column.heading, *column.aliases)]


def how_many(cells: Sequence[object], headings: Collection[str]) -> int:
    """How many of `headings`, as `plain` writes them, a row has."""
    return len({plain(cell) for cell in cells} & {*headings})


def heading_row(rows: Sequence[Sequence[object]], headings: Collection[str]) -> int:
    """Which of `rows`, from 1, has most of the plain `headings`; the first among equals."""
    found = [how_many(row, headings) for row in rows[:ROWS_LOOKED_AT]]
    return found.index(max(found)) + 1 if found else 1


def refuse_lower_headings(
    rows: Sequence[Sequence[object]], headings: Collection[str], sheet: str = ""
) -> None:
    """Raise `RuleViolation` where the headings stand below the first of `rows`."""
    row = heading_row(rows, headings)
    if row > 1:
        where = f"工作表“{sheet}”的" if sheet else ""
        above = "第 1 行" if row == 2 else f"上面的 {row - 1} 行"
        raise RuleViolation(f"{where}列名在第 {row} 行，请删去{above}，让列名在第一行。")


def arranged(
    headings: Sequence[object],
    columns: Sequence[Column],
    *,
    others_allowed: bool = False,
    required: Collection[str] | None = None,
    sheet: str = "",
) -> list[Column | None]:
    """The template's column for each heading of a file; None for one that is not read.

    `required` are the keys of the columns that a file must have, those that are marked so unless
    given. Raises `RuleViolation` that names the `sheet` and missing, repeated and (unless allowed)
    unknown headings.
    """
    if required is None:
        required = [column.key for column in columns if column.required]
    where = f"工作表“{sheet}”的" if sheet else ""
    written = [plain(heading) for heading in headings]
    while written and not written[-1]:
        written.pop()
    if not written:
        raise RuleViolation(f"{where}第一行没有列名。请使用模板，列名在第一行。")
    if len(written) > MOST_COLUMNS:
        raise RuleViolation(f"文件有 {len(written)} 列，最多 {MOST_COLUMNS} 列。请使用模板。")
    by_name = {
        plain(name): column for column in columns for name in (column.heading, *column.aliases)
    }
    found = [by_name.get(name) for name in written]
    problems = []
    missing = [c.heading for c in columns if c.key in required and c not in found]
    if missing:
        problems.append(f"缺少列：{'、'.join(missing)}")
    known = [column for column in found if column is not None]
    repeated = dict.fromkeys(c.heading for c in known if known.count(c) > 1)
    if repeated:
        problems.append(f"重复的列：{'、'.join(repeated)}")
    # The annotated copy is corrected and brought in again: its column of reasons is ours.
    unknown = [
        name or "（空）"
        for name, column in zip(written, found, strict=True)
        if not column and name != REASONS
    ]
    if unknown and not others_allowed:
        shown = "、".join(name[:20] for name in unknown[:5])
        problems.append(f"模板中没有的列：{shown}{'等' if len(unknown) > 5 else ''}")
    if isinstance(headings, MergedRow) and (ref := headings.touching(found)):
        problems.append(f"{ref} 是合并单元格，请取消合并，一列一个列名")
    if problems:
        raise RuleViolation(
            f"{where}列名与模板不符。{'；'.join(problems)}。请下载模板，不要改动第一行。"
        )
    return found
