"""What the trail calls the tables of supervision."""

from accounts.trail_words import Words, register_trail_words
from pages.metrics import metric_choices


def _measures() -> Words:
    return dict(metric_choices())


register_trail_words(
    tables={
        "reports_lightrules": "亮灯规则",
        "reports_order": "督办事项",
        "reports_orderoffice": "督办承办单位",
        "reports_orderreport": "督办反馈",
        "reports_reportreview": "督办反馈审核",
        "reports_orderextension": "督办延期",
        "reports_instruction": "领导批示",
    },
    values={
        "reports_order.metric": _measures,
        "reports_order.told": {"blue": "蓝灯", "yellow": "黄灯", "red": "红灯"},
        "documents_attachment.purpose": {"supervision_order": "督办附件"},
    },
    reasons={"watch orders of supervision": "督办亮灯和提醒"},
)
