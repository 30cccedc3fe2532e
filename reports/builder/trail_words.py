"""What the trail calls the tables of the report builder."""

from collections.abc import Mapping
from typing import Any

from accounts.trail_words import Words, register_trail_words
from pages.report_sources import report_sources


def _sources() -> Words:
    return {key: one.label for key, one in report_sources().items()}


def _definition(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a saved report asks for, in the labels that its fields had."""
    if not isinstance(value, dict):
        return []
    names = value.get("names") or {}

    def said(keys: list[str]) -> str:
        return "、".join(str(names.get(key, key)) for key in keys)

    parts = [
        ("列", said(value.get("columns") or [])),
        ("条件", said([one["field"] for one in value.get("conditions") or []])),
        ("分组", said([one["field"] for one in value.get("rows") or []])),
        ("统计量", said([one["field"] for one in value.get("measures") or [] if one["field"]])),
    ]
    return [(label, words) for label, words in parts if words]


register_trail_words(
    tables={
        "reports_savedreport": "自助报表",
        "reports_reportschedule": "定时报表",
    },
    columns={"report_id": "自助报表"},
    values={"reports_savedreport.source": _sources},
    tellers={"reports_savedreport.definition": _definition},
    reasons={
        "delete a report with its schedules": "删除报表和它的定时",
        "run scheduled reports": "运行定时报表",
    },
)
