"""What the trail calls the tables of measures and work plans."""

from collections.abc import Mapping
from typing import Any

from accounts.trail_words import register_trail_words
from reports.targets.rules import named
from reports.targets.workplans.content import Content
from reports.targets.workplans.differences import words_of


def _remarks(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [("章节意见", str(text)) for text in (value or {}).values()]


def _sections(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(str(one["title"]), str(one["guidance"])) for one in value or []]


def _content(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What stands in a work plan, without the names of its sections: they are in another column."""
    content = Content.of(value or {})
    lines = [("正文", text) for text in content.texts.values() if text]
    lines += [("不修改的原因", text) for text in content.replies.values()]
    lines += [("负责人", content.person), ("联系电话", content.phone)]
    for path in content.milestones.values():
        lines += [(named(day), f"计划 {count:,}") for day, count in sorted(path.items())]
    lines += [("差异说明", text) for text in content.explanations.values()]
    lines += [(f"措施：{one.title}", words_of(one)) for one in content.items]
    return [line for line in lines if line[1]]


register_trail_words(
    tables={
        "reports_measure": "任务和措施",
        "reports_workplansection": "工作计划模板",
        "reports_workplan": "区市工作计划",
    },
    columns={"parent_id": "上级任务"},
    tellers={
        "reports_workplan.sections": _sections,
        "reports_workplan.content": _content,
        "reports_workplan.remarks": _remarks,
    },
    reasons={"remind of work plans": "提醒报送工作计划"},
)
