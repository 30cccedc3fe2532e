"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import Words, register_trail_words
from pages.metrics import metrics


def _measures() -> Words:
    return {key: metric.label for key, metric in metrics().items()}


register_trail_words(
    tables={"reports_plan": "行动计划", "reports_target": "计划目标"},
    columns={"plan_id": "行动计划"},
    values={"reports_target.measure": _measures},
    reasons={"show the public front page": "查看公开首页"},
)
