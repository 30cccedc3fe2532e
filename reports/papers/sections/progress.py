"""一、总体进度: where each target stands, and the districts' distance from their path."""

from pages.paper_sections import (
    Bar,
    Form,
    Gathered,
    Name,
    PaperBars,
    PaperPart,
    PaperTable,
    Period,
    Place,
    TableColumn,
)
from reports.papers.numbers import Count
from reports.papers.sections.reading import (
    Progress,
    plan_of,
    progress_of,
    standings_by_district,
)
from reports.progress.headline import DistrictStanding, carriers, worst_of
from reports.signed import NOT_KNOWN, signed

SHORT_COUNTING = {"recognised": "累计认定", "stock": "有效存量", "net_added": "净增"}
_TARGET = (
    Name("名称", "目标的指标"),
    Name("口径", "累计认定、有效存量或净增"),
    Name("单位", "家或项"),
    Name("目标值", "计划期末的目标"),
    Name("现值", "期末的数"),
    Name("本期", "比期初增加的数，可能为负"),
    Name("应达", "按计划路径应达的数"),
    Name("差额", "比应达少的数；不落后为 0"),
    Name("预计", "期末预计（P50）；不能预测时为空"),
    Name("预计差额", "按 P50 到计划期末还差的数"),
    Name("可能", "完成的可能，如 57%"),
    Name("需要", "按现在的差距，每月需新增的数"),
)
NAMES = (
    Name("计划名称", "期末在行的行动计划"),
    Name("计划期末", "计划结束的年份，如 2027 年底"),
    Name("目标数", "计划有几项目标"),
    Name("达到路径数", "不慢于计划路径的目标有几项"),
    Name("全部目标", "计划的各项目标", _TARGET, is_list=True),
    Name("落后目标", "慢于计划路径的目标", _TARGET, is_list=True),
    Name("最难目标", "最难完成的目标；都能完成时为空", _TARGET),
    Name(
        "缺口区市", "最难目标的缺口主要在哪些区市",
        (Name("名称", "区市"), Name("差额", "比应达少的数")), is_list=True,
    ),
)  # fmt: skip


def told(one: Progress) -> dict[str, object]:
    """A target as texts ask for it."""
    return {
        "名称": one.label,
        "口径": SHORT_COUNTING[one.target.counting],
        "单位": one.target.unit,
        "目标值": one.target.value,
        "现值": one.actual,
        "本期": one.gained,
        "应达": one.due,
        "差额": max(0, -one.ahead_of_path),
        "预计": one.forecast.middle if one.forecast else None,
        "预计差额": one.expected_gap,
        "可能": one.chance,
        "需要": -(-one.outlook.needed // max(1, one.outlook.ahead)),
    }


def gather(period: Period) -> Gathered:
    found = progress_of(period)
    plan = plan_of(period.last)
    late = [one for one in found if not one.is_on_course]
    worst = worst_of(found)
    rows = standings_by_district(worst) if isinstance(worst, Progress) else []
    named = carriers(rows)
    values = {
        "计划名称": plan.name if plan else "",
        "计划期末": f"{plan.ends_on.year}年底" if plan else "",
        "目标数": len(found),
        "达到路径数": len(found) - len(late),
        "全部目标": [told(one) for one in found],
        "落后目标": [told(one) for one in late],
        "最难目标": told(worst) if isinstance(worst, Progress) else None,
        "缺口区市": [{"名称": row.name, "差额": row.behind} for row in named],
    }
    bars = (_bars(worst, rows, named),) if isinstance(worst, Progress) and rows else ()
    tables = (_table(found, plan.name),) if plan and found else ()
    return Gathered(values, tables, bars, printed=tuple(_printed(one) for one in found))


def _printed(one: Progress) -> dict[str, object]:
    return {
        "measure": one.target.measure,
        "counting": one.target.counting,
        "counting_label": SHORT_COUNTING[one.target.counting],
        "label": one.label,
        "unit": one.target.unit,
        "value": one.actual,
        "plan_starts": one.target.plan.starts_on.isoformat(),
    }


def _table(found: list[Progress], plan: str) -> PaperTable:
    return PaperTable(
        f"{_counted(len(found))}目标进度（{plan}）",
        (
            TableColumn("目标", share=15),
            TableColumn("口径", share=9),
            TableColumn("目标值", Form.COUNT, 6),
            TableColumn("期末", Form.COUNT, 6),
            TableColumn("本期", Form.SIGNED, 5),
            TableColumn("比应达", Form.SIGNED, 6),
            TableColumn("预计（P10—P90）", Form.FIGURES, 20),
            TableColumn("可能", Form.FIGURES, 9),
        ),
        tuple(
            (
                one.label,
                SHORT_COUNTING[one.target.counting],
                one.target.value,
                one.actual,
                one.gained,
                one.ahead_of_path,
                _band(one),
                one.chance,
            )
            for one in found
        ),
    )


def _counted(number: int) -> str:
    return f"{'零一两三四五六七八九'[number]}项" if number < 10 else f"{number} 项"


def _band(one: Progress) -> str:
    if one.forecast is None:
        return NOT_KNOWN
    low, middle, high = (
        str(Count(value)) for value in (one.forecast.low, one.forecast.middle, one.forecast.high)
    )
    return f"{middle}（{low}—{high}）"


def _bars(one: Progress, rows: list[DistrictStanding], named: list[DistrictStanding]) -> PaperBars:
    shown = sorted(
        (row for row in rows if row.share is not None), key=lambda row: row.due - row.actual
    )
    whole = sum(row.actual - row.due for row in shown)
    behind = sum(row.behind for row in shown)
    carried = sum(row.behind for row in named)
    note = "各区市都不低于应达。"
    if named:
        note = (
            f"粗体为缺口最大的{len(named)}个区市，合计 {signed(-carried)} {one.target.unit}，"
            f"占落后区市 {signed(-behind)} {one.target.unit}的 {100 * carried // behind}%。"
        )
    counting = SHORT_COUNTING[one.target.counting]
    return PaperBars(
        f"{one.label}{counting}与应达之差（{one.target.unit}，区市合计 {signed(whole)}）",
        tuple(Bar(row.name, row.actual - row.due, row in named) for row in shown),
        note,
    )


PART = PaperPart("progress", "目标进度", Place.PROGRESS, NAMES, gather)
