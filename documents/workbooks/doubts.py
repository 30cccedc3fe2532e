"""Which rows of a file are not to be taken as they stand. Pure."""

import re
from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from documents.workbooks.columns import Column
from documents.workbooks.headings import plain
from documents.workbooks.rows import HiddenRow, MergedRow, is_filled
from documents.written.text import compared

# A row that sums others up: "合计：2家", "崂山区小计", "（共2家）", as `compared` writes them.
_COUNT = r"[\d零〇一二两三四五六七八九十百千万]+"
_OF = rf"(?:第?{_COUNT})?(?:[\u4e00-\u9fff]{{0,8}}[区市县页镇道年月类级批组])?"
_SUM = "(?:合计|小计|总计|共计|累计|总和|总数|(?:SUB|GRAND)?TOTAL|SUM)数?"
_TOTAL = re.compile(
    rf"{_OF}{_SUM}[:：]*共?(?:{_COUNT}[\u4e00-\u9fff]{{0,6}})?"
    rf"|(?:以上|全部|总)?共[有计]?{_COUNT}[家户个项条行人笔张名件](?:企业|单位|公司)?",
)
_MAYBE_TOTAL = re.compile("[计总共]|[Tt](?i:otal)|[Ss](?i:um)")
# What stands below a list: notes, and who filled it in.
_BY = "(?:填表|填报|制表|打印|统计|审核|复核|审批|经办|负责|联系)"
_FOOTER = re.compile(
    r"(?:此处|本页|本表)?以下(?:空白|无正文|无内容|无数据)"
    r"|(?:备?注|附注|(?:备注|填表)?说明|签字|签章|(?:单位)?(?:盖章|公章)|单位)\d*[:：].*"
    rf"|(?:单位)?{_BY}(?:人|员|单位|部门|日期|时间|电话|盖章|签字)*[:：].*"
    rf"|{_BY}(?:人|日期|时间)"
)
LONGEST_TOTAL = 20
HIDDEN = "第 {} 行是隐藏行（或被筛选掉的行），没有读入；要导入的请取消隐藏或筛选，不要的请删除"
TOTALS = "第 {} 行像是合计行，不是一条记录；请删除这一行"
FOOTER = "第 {} 行像是表尾的说明或签名，不是一条记录；请删除这一行"
HEADINGS_AGAIN = "第 {} 行又是列名，不是一条记录；请删除这一行"
MERGED = "{} 是合并单元格，只有第一格有内容；请取消合并，每一格都填写后再上传"
TOO_MANY_CELLS = "第 {} 行多出 {} 格（{} 上方没有列名）；请检查这一行是否多了分隔符"


def doubt_about(number: int, cells: Sequence[object], read: Sequence[Column | None] = ()) -> str:
    """Why row `number` is not to be taken as it stands, "" if it may be: nobody sees it, it sums
    others up or closes the list, cells were merged, or it has more cells than there are headings.
    `read` are the columns of the file, None for one that is not read.
    """
    if isinstance(cells, HiddenRow):
        return HIDDEN.format(number)
    shown = [(place, cell) for place, cell in enumerate(cells) if is_filled(cell)]
    texts = [cell for _, cell in shown if isinstance(cell, str) and len(cell) <= LONGEST_TOTAL]
    # One look at the whole row, for nearly all have none.
    if _MAYBE_TOTAL.search(" ".join(texts)) and any(map(is_total, texts)):
        return TOTALS.format(number)
    if shown and is_footer(str(shown[0][1])):
        return FOOTER.format(number)
    if shown and _says_headings(shown, read):
        return HEADINGS_AGAIN.format(number)
    if isinstance(cells, MergedRow) and (ref := cells.touching(read)):
        return MERGED.format(ref)
    extra = [place for place, _ in shown if read and place >= len(read)]
    if extra:
        where = f"{get_column_letter(extra[0] + 1)}{number}"
        return TOO_MANY_CELLS.format(number, len(extra), where)
    return ""


def is_total(cell: str) -> bool:
    """Whether a cell sums rows up."""
    return _TOTAL.fullmatch(compared(cell)) is not None


def is_footer(cell: str) -> bool:
    """Whether the first cell of a row says that it stands below the list."""
    return _FOOTER.fullmatch(compared(cell)) is not None


def _says_headings(shown: Sequence[tuple[int, object]], read: Sequence[Column | None]) -> bool:
    """Whether every cell that is read says the heading of its column once more."""
    said = False
    for place, cell in shown:
        column = read[place] if place < len(read) else None
        if column is None:
            continue
        if not isinstance(cell, str) or plain(cell) not in map(
            plain, (column.heading, *column.aliases)
        ):
            return False
        said = True
    return said
