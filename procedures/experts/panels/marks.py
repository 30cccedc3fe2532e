"""The marks on a sheet as they were typed: what is wrong with them, and what they come to."""

from decimal import Decimal

from procedures.experts.panels.results import PanelItem, read_mark, total_of
from procedures.models import ScoreSheet

OPINION = "opinion"
MARK, REMARK = "mark-", "remark-"


def items_of(sheet: ScoreSheet) -> list[PanelItem]:
    return [PanelItem.from_json(item) for item in sheet.items]


def problem_of(item: PanelItem, text: str) -> str:
    """Why `text` is no mark for the item, "" where it is one."""
    try:
        read_mark(item, text)
    except ValueError as wrong:
        return str(wrong)
    return ""


def total_so_far(sheet: ScoreSheet) -> str:
    """What an open sheet comes to out of a hundred, what is not marked yet being worth nothing."""
    items = items_of(sheet)
    marks = {
        item.key: read_mark(item, text)
        for item in items
        if (text := str(sheet.marks.get(item.key) or "")) and not problem_of(item, text)
    }
    total = total_of(items, {item.key: marks.get(item.key, Decimal(0)) for item in items})
    return f"已评 {len(marks)}/{len(items)} 项，合计 {total} 分（百分制）"


def problems_of(sheet: ScoreSheet) -> dict[str, str]:
    """Field name -> what keeps the sheet from being handed in."""
    problems = {}
    for item in items_of(sheet):
        text = str(sheet.marks.get(item.key) or "")
        wrong = problem_of(item, text) if text else "请评分。"
        if wrong:
            problems[f"{MARK}{item.key}"] = wrong
    if not sheet.opinion.strip():
        problems[OPINION] = "请写明评审意见。"
    return problems
