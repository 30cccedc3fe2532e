"""What the trail calls this app's tables, columns and system acts."""

from collections.abc import Mapping
from typing import Any

from accounts.trail_words import Words, register_trail_words
from enterprises.rules.industry import divisions
from pages.metrics import metric_choices
from pages.report_sources import report_sources
from reports.targets.rules import named
from reports.targets.workplans.content import Content
from reports.targets.workplans.differences import words_of
from reports.assessment.definition_words import told_definition


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
def _remarks(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [("章节意见", str(text)) for text in (value or {}).values()]


def _sections(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(str(one["title"]), str(one["guidance"])) for one in value or []]


def _content(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What stands in a work plan, without the names of its sections: they are in another column."""
    content = Content.of(value or {})
    lines = [("正文", text) for text in content.texts.values() if text]
    lines += [("负责人", content.person), ("联系电话", content.phone)]
    for path in content.milestones.values():
        lines += [(named(day), f"计划 {count:,}") for day, count in sorted(path.items())]
    lines += [("差异说明", text) for text in content.explanations.values()]
    lines += [(f"措施：{one.title}", words_of(one)) for one in content.items]
    return [line for line in lines if line[1]]


register_trail_words(
    tables={
        "reports_savedreport": "自助报表",
        "reports_reportschedule": "定时报表",
        "reports_measure": "任务和措施",
        "reports_workplansection": "工作计划模板",
        "reports_workplan": "区市工作计划",
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
    columns={
        "plan_id": "行动计划",
        "target_id": "计划目标",
        "parent_id": "上级任务",
    },
    values={"reports_target.measure": _measures},
    tellers={"reports_target.milestones": _milestones},
    reasons={
        "compute facts": "统计每日数据",
        "check facts": "核对每日数据",
        "show the public front page": "查看公开首页",
    tellers={
        "reports_target.milestones": _milestones,
        "reports_workplan.sections": _sections,
        "reports_workplan.content": _content,
        "reports_workplan.remarks": _remarks,
    },
    reasons={
        "compute facts": "统计每日数据",
        "show the public front page": "查看公开首页",
        "remind of work plans": "提醒报送工作计划",
    },
)

register_trail_words(
    tables={
        "reports_assessmentround": "评价轮次",
        "reports_roundindicator": "评价指标",
        "reports_indicatorcomment": "评价指标意见",
        "reports_roundentry": "评价加减分和否决",
        "reports_roundfigure": "评价数值",
        "reports_lineevidence": "评价佐证",
        "reports_appeal": "评价申诉",
        "reports_demonstration": "示范区市推荐",
    },
    columns={
        "round_id": "评价轮次",
        "indicator_id": "指标",
    },
    tellers={
        "reports_assessmentround.vetoes": lambda causes, row: [
            (code, cause) for code, cause in causes or []
        ],
        "reports_roundindicator.definition": lambda data, row: told_definition(data),
    },
    reasons={"score rounds at night": "每晚评分"},
)
