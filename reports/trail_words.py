"""What the trail calls this app's tables, columns and system acts: each wing adds its own."""

from collections.abc import Mapping
from typing import Any

from accounts.trail_words import Words, register_trail_words
from pages.metrics import metric_choices
from reports.assessment import trail_words as assessment  # noqa: F401
from reports.builder import trail_words as builder  # noqa: F401
from reports.casebook import trail_words as casebook  # noqa: F401
from reports.papers import trail_words as papers  # noqa: F401
from reports.supervision import trail_words as supervision  # noqa: F401
from reports.targets.workplans import trail_words as work_plans  # noqa: F401


def _measures() -> Words:
    return dict(metric_choices())


def _milestones(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(str(day), f"应达 {count}") for day, count in value or []]


register_trail_words(
    tables={
        "reports_plan": "行动计划",
        "reports_target": "计划目标",
        "reports_districtshare": "目标分解",
    },
    columns={"plan_id": "行动计划", "target_id": "计划目标"},
    values={"reports_target.measure": _measures},
    tellers={"reports_target.milestones": _milestones},
    reasons={
        "compute facts": "统计每日数据",
        "check facts": "核对每日数据",
        "show the public front page": "查看公开首页",
    },
)
