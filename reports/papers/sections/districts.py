"""三、区市情况: each district's part of the target that is the hardest to reach."""

from accounts.models import District
from pages.metrics import metrics
from pages.paper_sections import (
    Form,
    Gathered,
    Name,
    PaperPart,
    PaperTable,
    Period,
    Place,
    TableColumn,
)
from reports.papers.sections.reading import (
    Progress,
    progress_of,
    published_on,
    standings_by_district,
)
from reports.progress.headline import worst_of

_DISTRICT = (
    Name("名称", "区市"),
    Name("完成", "已完成的数"),
    Name("分解", "分解任务"),
    Name("差额", "比应达少的数"),
    Name("超出", "比应达多的数"),
    Name("完成率", "占分解任务的百分比，整数"),
)
NAMES = (
    Name("区市指标", "区市情况所说的目标：最难完成的一项", (Name("名称", ""), Name("单位", ""))),
    Name("落后区市", "低于应达的区市，缺口大的在前", _DISTRICT, is_list=True),
    Name("领先区市", "高于应达的区市，超出多的在前", _DISTRICT, is_list=True),
    Name("持平区市数", "正好达到应达的区市有几个"),
    Name("区市缺口合计", "落后区市的差额之和"),
)
_COLUMNS = (
    TableColumn("区市", share=3),
    TableColumn("已完成", Form.COUNT),
    TableColumn("分解任务", Form.COUNT),
    TableColumn("应达", Form.COUNT),
    TableColumn("比应达", Form.SIGNED),
    TableColumn("完成率", Form.PERCENT),
)


def gather(period: Period) -> Gathered:
    found = progress_of(period)
    one = worst_of(found) or (found[0] if found else None)
    raw = _raw(period)
    if not isinstance(one, Progress):
        empty: list[object] = []
        return Gathered(
            {
                "区市指标": None, "落后区市": empty, "领先区市": empty, "持平区市数": 0,
                "区市缺口合计": 0,
            },
            raw=raw,
        )  # fmt: skip
    rows = standings_by_district(one)
    shared = [row for row in rows if row.share is not None]
    told = [
        {
            "名称": row.name,
            "完成": row.actual,
            "分解": row.share,
            "差额": row.behind,
            "超出": max(0, row.actual - row.due),
            "完成率": round(row.percent) if row.percent is not None else None,
        }
        for row in shared
    ]
    behind = sorted((row for row in told if row["差额"]), key=lambda row: -int(row["差额"] or 0))
    ahead = sorted((row for row in told if row["超出"]), key=lambda row: -int(row["超出"] or 0))
    values = {
        "区市指标": {"名称": one.label, "单位": one.target.unit},
        "落后区市": behind,
        "领先区市": ahead,
        "持平区市数": len(told) - len(behind) - len(ahead),
        "区市缺口合计": sum(row.behind for row in shared),
    }
    cells = [
        (
            row.name,
            row.actual,
            row.share,
            row.due if row.share is not None else None,
            row.actual - row.due if row.share is not None else None,
            round(row.percent) if row.percent is not None else None,
        )
        for row in rows
    ]
    taken = sum(row.share or 0 for row in shared)
    actual, due = sum(row.actual for row in rows), sum(row.due for row in shared)
    share = 100 * actual // taken if taken else None
    cells.append(("合计", actual, taken, due, actual - due, share))
    title = f"{one.label}：区市完成情况（{one.target.unit}）"
    table = PaperTable(title, _COLUMNS, tuple(cells), total=True)
    return Gathered(values, (table,), raw=raw)


def _raw(period: Period) -> tuple[PaperTable, ...]:
    """The published facts of the last day by district and metric, for the workbook."""
    sums = published_on([period.last]).get(period.last, {})
    places = {one.pk: one for one in District.objects.order_by("sort")}
    order = list(places)
    known = metrics()
    rows = [
        (places[pk].code, places[pk].name, key, known[key].label, one.stock, one.recognised)
        for (key, pk), one in sorted(
            sums.items(), key=lambda pair: (pair[0][0], order.index(pair[0][1]))
        )
        if key in known
    ]
    columns = (
        TableColumn("区划代码"),
        TableColumn("区市"),
        TableColumn("指标代码"),
        TableColumn("指标"),
        TableColumn("有效存量", Form.COUNT),
        TableColumn("历年累计认定", Form.COUNT),
    )
    return (PaperTable("期末数据", columns, tuple(rows)),)


PART = PaperPart(
    "districts", "区市完成情况", Place.DISTRICTS, NAMES, gather, without=frozenset({"daily"})
)
