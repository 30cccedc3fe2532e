"""四、问题与督办, of the orders: in work by their lights and overdue at the end of the period, done
and closed within it and whether the figure moved, and what leaders wrote."""

from datetime import timedelta

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.utils import timezone

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
    Value,
)
from reports.facts.stages import end_of
from reports.models import Instruction, Light, Order, OrderEvent
from reports.supervision.standing_then import StoodThen, in_work_at

_ORDER = (Name("编号", "督办编号"), Name("标题", "督办事项"), Name("单位", "牵头单位"))
_CLOSED = (
    *_ORDER,
    Name("指标", "关联指标；没有或没有两次数据的为空"),
    Name("指标单位", "家或项"),
    Name("立项时", "立项时的数"),
    Name("销号时", "销号时的数"),
    Name("变动", "销号时减立项时，可能为负；没有变化为 0"),
)
NAMES = (
    Name("督办在办数", "期末在办的督办事项"),
    Name("督办红灯数", "其中逾期的"),
    Name("督办黄灯数", "其中进度落后的"),
    Name("督办蓝灯数", "其中临近期限的"),
    Name("督办正常数", "其中正常推进的，含已报结待审核的"),
    Name(
        "逾期督办", "期末逾期未办结的督办事项，亮红灯的",
        (*_ORDER, Name("逾期天数", "逾期几个工作日")), is_list=True,
    ),
    Name("督办办结数", "期内报结并已通过审核的督办事项"),
    Name("督办逾期办结数", "其中超过期限办结的"),
    Name("销号督办", "期内销号的督办事项", _CLOSED, is_list=True),
    Name("数据变动督办", "期内销号、关联指标有变化的", _CLOSED, is_list=True),
    Name("数据未动督办", "期内销号、关联指标没有变化的", _CLOSED, is_list=True),
    Name(
        "督办批示", "期内领导对督办事项的批示",
        (*_ORDER, Name("批示人", "领导"), Name("批示日", "批示的日子")),
        is_list=True,
    ),
)  # fmt: skip
_OFFICE = TableColumn("牵头单位", share=6)
_WHICH = (TableColumn("编号", share=6), TableColumn("督办事项", share=8), _OFFICE)


def gather(period: Period) -> Gathered:
    """Five queries for what was in work, and three for what happened."""
    in_work = in_work_at(period.last)
    overdue = [one for one in in_work if one.light == Light.RED]
    numbers = {light: sum(1 for one in in_work if one.light == light) for light in Light}
    done = _done_in(period)
    closed = [_closed(order) for order in _closed_in(period)]
    measured = [one for one in closed if one["指标"]]
    written = _instructions_in(period)
    values = {
        "督办在办数": len(in_work),
        "督办红灯数": numbers[Light.RED],
        "督办黄灯数": numbers[Light.YELLOW],
        "督办蓝灯数": numbers[Light.BLUE],
        "督办正常数": numbers[Light.NORMAL],
        "逾期督办": [_which(one.order) | {"逾期天数": one.overdue_days} for one in overdue],
        "督办办结数": len(done),
        "督办逾期办结数": sum(1 for late in done if late),
        "销号督办": closed,
        "数据变动督办": [one for one in measured if one["变动"]],
        "数据未动督办": [one for one in measured if not one["变动"]],
        "督办批示": written,
    }
    tables = (*_overdue_table(overdue, period), *_closed_table(closed), *_written_table(written))
    return Gathered(values, tables)


def _which(order: Order) -> dict[str, Value]:
    return {"编号": order.number, "标题": order.title, "单位": order.lead.name}


def _done_in(period: Period) -> list[bool]:
    """For each order done in the period, whether it was late. One query."""
    late = ExpressionWrapper(Q(finished_on__gt=F("due_on")), BooleanField())
    rows = Order.objects.filter(
        state__in=(Order.State.DONE, Order.State.CLOSED),
        finished_on__range=(period.first, period.last),
    )
    return list(rows.order_by().annotate(late=late).values_list("late", flat=True))


def _closed_in(period: Period) -> list[Order]:
    """The orders closed in the period. One query."""
    closed = OrderEvent.objects.filter(
        transition="close",
        at__gte=end_of(period.first - timedelta(days=1)),
        at__lt=end_of(period.last),
    )
    rows = Order.objects.filter(state=Order.State.CLOSED, pk__in=closed.values("order"))
    return list(rows.select_related("lead").order_by("ended_on", "id"))


def _closed(order: Order) -> dict[str, Value]:
    metric, then, now = metrics().get(order.metric), order.figure_then, order.figure_closed
    known = metric is not None and then is not None and now is not None
    return _which(order) | {
        "指标": metric.label if known and metric else "",
        "指标单位": metric.unit if known and metric else "",
        "立项时": then if known else None,
        "销号时": now if known else None,
        "变动": now - then if known and now is not None and then is not None else None,
    }


def _instructions_in(period: Period) -> list[dict[str, Value]]:
    """What leaders wrote in the period. One query."""
    rows = Instruction.objects.filter(
        written_at__gte=end_of(period.first - timedelta(days=1)), written_at__lt=end_of(period.last)
    )
    return [
        _which(one.order)
        | {
            "批示人": str(one.leader),
            "批示日": f"{timezone.localdate(one.written_at):%Y-%m-%d}",
        }
        for one in rows.select_related("order__lead", "leader").order_by("written_at", "id")
    ]


def _source(period: Period) -> str:
    last = period.last
    return (
        f"来源：市专精特新企业培育平台督办记录；截至{last.month}月{last.day}日 24:00，"
        "灯色按编印时的规则。"
    )


def _overdue_table(overdue: list[StoodThen], period: Period) -> tuple[PaperTable, ...]:
    rows = tuple(
        (
            *_which(one.order).values(),
            one.due_on.isoformat(),
            one.overdue_days,
            one.progress,
        )
        for one in overdue
    )
    columns = (
        *_WHICH,
        TableColumn("期限", share=5),
        TableColumn("逾期（工作日）", Form.COUNT, 7),
        TableColumn("进度", Form.PERCENT, 3),
    )
    table = PaperTable("逾期督办事项", columns, rows, source=_source(period))
    return (table,) if rows else ()


def _closed_table(closed: list[dict[str, Value]]) -> tuple[PaperTable, ...]:
    keys = ("编号", "标题", "单位", "指标", "立项时", "销号时", "变动")
    columns = (
        *_WHICH,
        TableColumn("关联指标", share=5),
        TableColumn("立项时", Form.COUNT, 4),
        TableColumn("销号时", Form.COUNT, 4),
        TableColumn("变动", Form.SIGNED, 3),
    )
    rows = tuple(tuple(one[key] for key in keys) for one in closed)
    source = "来源：市专精特新企业培育平台督办记录。"
    return (PaperTable("期内销号的督办事项", columns, rows, source=source),) if rows else ()


def _written_table(written: list[dict[str, Value]]) -> tuple[PaperTable, ...]:
    columns = (
        *_WHICH,
        TableColumn("批示人", share=4),
        TableColumn("日期", share=5),
    )
    # What the leader wrote is for the offices of the order alone; a paper goes to all districts.
    rows = tuple(tuple(one.values()) for one in written)
    source = "来源：市专精特新企业培育平台督办记录。"
    return (PaperTable("领导批示", columns, rows, source=source),) if rows else ()


PART = PaperPart("orders", "督办事项", Place.PROBLEMS, NAMES, gather, order=200)
