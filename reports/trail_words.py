"""What the trail calls this app's tables, columns and system acts."""

from collections.abc import Mapping
from typing import Any

from accounts.trail_words import Words, register_trail_words
from enterprises.rules.industry import divisions
from pages.metrics import metric_choices
from pages.report_sources import report_sources


def _measures() -> Words:
    return dict(metric_choices())


def _milestones(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(str(day), f"应达 {count}") for day, count in value or []]


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
        "reports_plan": "行动计划",
        "reports_target": "计划目标",
        "reports_districtshare": "目标分解",
        "reports_lightrules": "亮灯规则",
        "reports_order": "督办事项",
        "reports_orderoffice": "督办承办单位",
        "reports_orderreport": "督办反馈",
        "reports_reportreview": "督办反馈审核",
        "reports_orderextension": "督办延期",
        "reports_instruction": "领导批示",
    },
    columns={"plan_id": "行动计划", "target_id": "计划目标", "report_id": "自助报表"},
    values={"reports_target.measure": _measures, "reports_savedreport.source": _sources},
    tellers={
        "reports_target.milestones": _milestones,
        "reports_savedreport.definition": _definition,
    },
    reasons={
        "compute facts": "统计每日数据",
        "show the public front page": "查看公开首页",
        "delete a report with its schedules": "删除报表和它的定时",
        "run scheduled reports": "运行定时报表",
    },
)
register_trail_words(
    tables={
        "reports_story": "隐形冠军案例",
        "reports_storypicture": "案例图片",
        "reports_publishedstory": "公开的案例",
        "reports_casebookedition": "案例集",
        "reports_editionstory": "案例集收录",
    },
    values={
        "reports_publishedstory.industry": divisions,
        "documents_attachment.purpose": {"casebook": "案例图片"},
    },
    columns={"story_id": "案例", "edition_id": "案例集", "approval_id": "企业确认"},
    reasons={"show the casebook to the public": "公众查看案例集"},
    columns={"plan_id": "行动计划", "target_id": "计划目标"},
    values={
        "reports_target.measure": _measures,
        "reports_order.metric": _measures,
        "reports_order.told": {"blue": "蓝灯", "yellow": "黄灯", "red": "红灯"},
        "documents_attachment.purpose": {"supervision_order": "督办附件"},
    },
    tellers={"reports_target.milestones": _milestones},
    reasons={
        "compute facts": "统计每日数据",
        "show the public front page": "查看公开首页",
        "watch orders of supervision": "督办亮灯和提醒",
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
