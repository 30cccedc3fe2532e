"""What the trail calls the tables of papers."""

from collections.abc import Mapping
from typing import Any

from accounts.trail_words import register_trail_words
from pages.paper_sections import PLACE_LABELS, Place


def _remarks(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(PLACE_LABELS.get(Place(key), key), text) for key, text in (value or {}).items()]


def _title(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    # The text itself is read with its version.
    return [("标题模板", f"{len(str(value or ''))} 个字")]


def _districts(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [("区市数", str(len(value or [])))]


register_trail_words(
    tables={
        "reports_paper": "工作专报",
        "reports_papertemplate": "报告模板",
        "reports_paperschedule": "报告排期",
    },
    columns={"template_id": "报告模板", "edited_by_id": "修改人"},
    tellers={
        "reports_paper.remarks": _remarks,
        "reports_paper.audience": _districts,
        "reports_papertemplate.title": _title,
    },
    reasons={
        "write a paper": "生成报告",
        "make the files of a paper": "生成报告文件",
        "issue a paper": "印发报告",
    },
)
