"""The result sheet of a panel (专家评审结果表), line by line."""

from typing import Any

from enterprises.models import Enterprise
from pages.lists import Column
from pages.lists.cells import shown
from procedures.models import PanelCase, ReviewPanel, ScoreSheet

RESULTS: tuple[Column[Any], ...] = (
    Column("place", "名次", number=True, width=12),
    Column("code", "评审编号"),
    Column("application", "申报", lambda case: str(case.application), long=True),
    Column("enterprise_name", "企业", long=True),
    Column("district__short_name", "区市"),
    Column("total", "专家总分", number=True),
    Column("spread", "分差", number=True),
    Column("totals", "各专家总分", lambda case: "、".join(case.totals)),
    Column("dropped", "去掉的分数", lambda case: "、".join(case.dropped)),
    Column("had_more", "补充评审", lambda case: "是" if case.had_more else ""),
    Column("overall", "综合得分", lambda case: overall(case), number=True),
    Column("state", "状态"),
    Column("accepted_reason", "说明", long=True),
)
PRINTED = (
    "place", "code", "application", "enterprise_name", "district__short_name", "totals", "spread",
    "total", "overall",
)  # fmt: skip


def ranked(panel: ReviewPanel) -> list[Any]:
    """The cases by their total, the highest first, those without one last; each with what the
    columns `RESULTS` hold of it. Equal totals share a place."""
    cases: list[Any] = list(
        panel.cases.exclude(state=PanelCase.State.RELEASED)
        .select_related("application", "district")
        .prefetch_related("sheets")
    )
    names = Enterprise.objects.in_bulk([one.organisation_id for one in cases])
    totals = [one.total for one in cases if one.total is not None]
    for case in cases:
        better = sum(case.total is not None and one > case.total for one in totals)
        case.place = None if case.total is None else 1 + better
        case.enterprise_name = names[case.organisation_id].name
        case.totals = case.result.get("totals", [])
        case.dropped = [case.totals[one] for one in case.result.get("dropped", [])]
        case.had_more = any(
            one.is_additional and one.state == ScoreSheet.State.SUBMITTED
            for one in case.sheets.all()
        )
    return sorted(cases, key=lambda one: (one.total is None, -(one.total or 0), one.code))


def overall(case: PanelCase) -> str:
    """The score of the scheme's table with the experts' marks; "" before the panel has ended."""
    score = (case.evaluation or {}).get("score")
    return str(score["total"]) if score else ""


def result_paper(panel: ReviewPanel) -> dict[str, object]:
    """What the PDF shows."""
    by_key = {column.key: column for column in RESULTS}
    closed = panel.closed_at
    return {
        "title": f"{panel.title}结果表",
        "scheme": panel.batch.version.scheme.name,
        "batch": panel.batch.name,
        "rule": _rule(panel),
        "drawn": f"{shown(panel.created_at)}（抽取种子 {panel.seed}）",
        "state": f"{shown(closed)} 结束" if closed else "评审中，非最终结果",
        "rows": [
            ["—" if (cell := by_key[key].cell(case)) is None else str(cell) for key in PRINTED]
            for case in ranked(panel)
        ],
    }


def _rule(panel: ReviewPanel) -> str:
    trimmed = "，去掉一个最高分和一个最低分后取平均" if panel.trimming else "，取平均"
    return (
        f"每件 {panel.experts_per_case} 位专家，百分制{trimmed}；"
        f"分差超过 {panel.spread_limit.normalize():f} 分补充一位专家"
    )
