"""The result sheet of a panel (专家评审结果表), line by line."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from enterprises.models import Enterprise
from procedures.models import PanelCase, ReviewPanel, ScoreSheet

HEADINGS = (
    "名次", "评审编号", "申报", "企业", "区市", "专家总分", "分差", "各专家总分", "去掉的分数",
    "补充评审", "综合得分", "状态", "说明",
)  # fmt: skip


def ranked(panel: ReviewPanel) -> list[PanelCase]:
    """The cases by their total, the highest first; those without one last."""
    cases = list(
        panel.cases.exclude(state=PanelCase.State.RELEASED)
        .select_related("application", "district")
        .prefetch_related("sheets")
    )
    return sorted(cases, key=lambda one: (one.total is None, -(one.total or 0), one.code))


def result_lines(panel: ReviewPanel) -> Iterator[list[Any]]:
    """A line for each case, with the columns of `HEADINGS`."""
    cases = ranked(panel)
    names = Enterprise.objects.in_bulk([one.organisation_id for one in cases])
    for case in cases:
        totals = case.result.get("totals", [])
        dropped = case.result.get("dropped", [])
        had_more = any(
            one.is_additional and one.state == ScoreSheet.State.SUBMITTED
            for one in case.sheets.all()
        )
        yield [
            _place(case, cases),
            case.code,
            str(case.application),
            names[case.organisation_id].name,
            case.district.short_name,
            case.total,
            case.spread,
            "、".join(totals),
            "、".join(totals[one] for one in dropped),
            "是" if had_more else "",
            overall(case),
            case.get_state_display(),
            case.accepted_reason,
        ]


def _place(case: PanelCase, cases: list[PanelCase]) -> int | None:
    """One more than there are better ones, so that equal totals share a place; None without a
    total."""
    if case.total is None:
        return None
    return 1 + sum(one.total is not None and one.total > case.total for one in cases)


def overall(case: PanelCase) -> str:
    """The score of the scheme's table with the experts' marks; "" before the panel has ended."""
    score = (case.evaluation or {}).get("score")
    return str(score["total"]) if score else ""


def result_paper(panel: ReviewPanel) -> dict[str, Any]:
    """What the PDF shows."""
    lines = list(result_lines(panel))
    closed = panel.closed_at
    return {
        "title": f"{panel.title}结果表",
        "scheme": panel.batch.version.scheme.name,
        "batch": panel.batch.name,
        "rule": _rule(panel),
        "drawn": f"{timezone.localtime(panel.created_at):%Y-%m-%d %H:%M}（抽取种子 {panel.seed}）",
        "state": f"{timezone.localtime(closed):%Y-%m-%d %H:%M} 结束"
        if closed
        else "评审中，非最终结果",
        "rows": [
            [str(line[place]) if line[place] is not None else "—" for place in PRINTED]
            for line in lines
        ],
    }


PRINTED = (0, 1, 2, 3, 4, 7, 6, 5, 10)


def _rule(panel: ReviewPanel) -> str:
    trimmed = "，去掉一个最高分和一个最低分后取平均" if panel.trimming else "，取平均"
    return (
        f"每件 {panel.experts_per_case} 位专家，百分制{trimmed}；"
        f"分差超过 {panel.spread_limit.normalize():f} 分补充一位专家"
    )
