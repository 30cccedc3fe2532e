"""Which sheet of a workbook is meant, which others look like it, and what was merged in it."""

from collections.abc import Callable, Collection, Sequence
from itertools import islice

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from accounts.errors import RuleViolation
from documents.workbooks.headings import ROWS_LOOKED_AT, heading_row, how_many, plain
from documents.workbooks.rows import is_filled
from documents.workbooks.sheet_walk import MOST_COLUMNS, Merge
from documents.workbooks.template import HELP, LISTS

NO_VISIBLE = "工作簿中没有可见的工作表。请使用模板。"
NO_LIST = "工作表“{}”里没有模板的列名"
MOST_NAMED, MOST_SHOWN = 5, 20
UNREAD = "还有工作表{}没有读入，里面也有数据；要导入的请移到“{}”中，或另存为一个文件再导入"
HIDDEN_SHEET = "还有隐藏的工作表{}没有读入，里面也有数据；要导入的请取消隐藏，移到“{}”中再导入"


def chosen_sheet(
    book: CalamineWorkbook, wanted: str, headings: Collection[str]
) -> tuple[str, tuple[str, ...]]:
    """The name of the visible sheet that has most of the plain `headings`, among equals the one
    called `wanted`; and, in words, which others have as many as half of them and rows below. Those
    that the template brings are none.

    Raises `RuleViolation` where no sheet is visible, or the list stands in a hidden one.
    """
    shown: list[str] = []
    others: list[str] = []
    for data in book.sheets_metadata:
        if data.typ == SheetTypeEnum.WorkSheet:
            is_shown = data.visible == SheetVisibleEnum.Visible
            (shown if is_shown else others).append(str(data.name))
    if not shown:
        raise RuleViolation(NO_VISIBLE)
    if len(shown) == 1 and not others:
        return shown[0], ()
    fits = {name: _fit(book, name, headings) for name in (*shown, *others)} if headings else {}
    name = max(shown, key=lambda one: (fits.get(one, 0), plain(one) == plain(wanted)))
    most = fits.get(name, 0)
    least = max(most / 2, min(most, 2), 1)
    alike = [
        one
        for one, fit in fits.items()
        if one not in (name, HELP, LISTS) and fit >= least and _has_rows_below(book, one, headings)
    ]
    told = tuple(
        words.format(_listed(found), name[:MOST_SHOWN])
        for words, sheets in ((UNREAD, shown), (HIDDEN_SHEET, others))
        if (found := [one for one in alike if one in sheets])
    )
    if alike and most < max(fits.values()) / 2:
        raise RuleViolation("；".join((NO_LIST.format(name[:MOST_SHOWN]), *told)) + "。")
    return name, told


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 张" if len(names) > MOST_NAMED else ""
    return "".join(f"“{name[:MOST_SHOWN]}”" for name in names[:MOST_NAMED]) + more


def first_rows(sheet: CalamineSheet) -> list[Sequence[object]]:
    """The first rows, in which the headings are looked for."""
    return list(islice(sheet.iter_rows(), ROWS_LOOKED_AT))


def _fit(book: CalamineWorkbook, name: str, headings: Collection[str]) -> int:
    rows = first_rows(book.get_sheet_by_name(name))
    return max((how_many(row, headings) for row in rows), default=0)


def _has_rows_below(book: CalamineWorkbook, name: str, headings: Collection[str]) -> bool:
    """Whether there is anything below the headings."""
    sheet = book.get_sheet_by_name(name)
    below = islice(sheet.iter_rows(), heading_row(first_rows(sheet), headings), None)
    return any(is_filled(cell) for row in below for cell in row)


def merges_by_row(merges: Collection[Merge]) -> Callable[[int], dict[int, str]]:
    """A function that gives the merges of a row by the places that they cover; it is asked for one
    row after another."""
    waiting = sorted(merges, key=lambda one: one.first_row, reverse=True)
    here: dict[int, Merge] = {}

    def of(number: int) -> dict[int, str]:
        while waiting and waiting[-1].first_row <= number:
            one = waiting.pop()
            last = min(one.last_column, MOST_COLUMNS)
            here.update(dict.fromkeys(range(one.first_column, last + 1), one))
        for place in [place for place, one in here.items() if one.last_row < number]:
            del here[place]
        return {place: one.ref for place, one in here.items()}

    return of
