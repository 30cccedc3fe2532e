"""The lists of orders: the city's, a district's own, and what leaders look at first."""

from collections.abc import Sequence
from typing import ClassVar

from django.db.models import QuerySet
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import current_actor
from pages.lists import Column, Empty, ListPage, On
from pages.lists.bulk import BulkAct, on_chosen
from pages.lists.cells import button
from pages.lists.filters import choice, contains, date_range, district, search
from reports.models import IN_WORK, Light, Order, OrderOffice
from reports.supervision.actions.make_orders import offices
from reports.supervision.actions.urge_orders import told_urged, urge_orders
from reports.supervision.machine import MACHINE, OPEN
from reports.supervision.overview import counts_by_light
from reports.supervision.wording import TONES, order_url, progress_of, standing_of

READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER, Duty.AUDITOR)
IN_WORK_NOW, ENDED = "in_work", "ended"


def _by_role(rows: QuerySet[Order], role: str) -> QuerySet[Order]:
    actor = current_actor()
    office = actor.organisation_id if actor else None
    return rows.filter(offices__office_id=office, offices__role=role)


def _by_state(rows: QuerySet[Order], value: str) -> QuerySet[Order]:
    if value == IN_WORK_NOW:
        return rows.filter(state__in=IN_WORK)
    if value == ENDED:
        return rows.exclude(state__in={*IN_WORK, Order.State.PROPOSED})
    return rows.filter(state=value)


def _offices() -> list[tuple[str, object]]:
    return [(str(one.pk), one.name) for one in offices()]


def _by_office(rows: QuerySet[Order], value: str) -> QuerySet[Order]:
    return rows.filter(offices__office_id=int(value))


STATES = ((IN_WORK_NOW, "在办（全部）"), (ENDED, "已结束（全部）"), *Order.State.choices)
COLUMNS: tuple[Column[Order], ...] = (
    Column(
        "light", "灯色",
        lambda row: Light(row.light).label if row.light else None,
        pill=lambda row: TONES.get(Light(row.light), "") if row.light else "",
    ),
    Column("title", "督办事项", fixed=True, long=True, link=order_url, below=lambda r: r.number),
    Column("number", "编号", on=On.FILE),
    Column("lead__name", "牵头单位", long=True),
    Column("co", "协办单位", lambda row: getattr(row, "co_names", ""), hidden=True, long=True),
    Column("due_on", "完成期限", sort="due_on", below=standing_of),
    Column("standing", "时限", standing_of, on=On.FILE),
    Column("progress", "进度", lambda row: progress_of(row).removeprefix("进度 ")),
    Column("state", "状态", pill=MACHINE.tones),
    Column("kind", "类型", hidden=True),
    Column("topic", "具体分类", hidden=True),
    Column("urgency", "紧急程度", hidden=True),
    Column("basis", "依据", hidden=True, long=True),
    Column("frequency", "汇报频次", hidden=True),
    Column("wanted", "量化目标", hidden=True),
    Column("supervisor", "督办人", hidden=True),
    Column("in_charge", "分管领导", hidden=True),
    Column("assigned_on", "交办日期", hidden=True),
    Column("finished_on", "办结日期", hidden=True),
    Column("closing_condition", "销号条件", on=On.FILE, long=True),
)  # fmt: skip


class OrderList(ListPage[Order]):
    """All orders that the reader has, the most urgent first."""

    key, title, noun, counter = "orders", "督办事项", "督办", "件"
    readers: ClassVar[tuple[Duty, ...]] = READERS
    order = ("rank", "turn", "id")
    template = "reports/orders.html"
    intro = "红灯：逾期；黄灯：进度落后；蓝灯：临近期限。已报结待审核的，按报结那天计。"
    columns = COLUMNS
    filters = (
        search("标题、编号或依据", contains("title", "number", "basis")),
        choice("light", "灯色", Light.choices, by="light"),
        choice("state", "状态", STATES, by=_by_state),
        choice(
            "role", "分工", OrderOffice.Role.choices, by=_by_role,
            duties=(Duty.DISTRICT_REVIEWER,),
        ),
        choice(
            "office", "承办单位", _offices, by=_by_office,
            duties=(Duty.CITY_OFFICER, Duty.LEADER, Duty.AUDITOR),
        ),
        district(),
        choice("kind", "类型", Order.Kind.choices),
        choice("topic", "具体分类", Order.Topic.choices),
        choice("urgency", "紧急程度", Order.Urgency.choices),
        date_range("due_on", labels=("期限自", "期限至")),
    )  # fmt: skip
    bulk = (
        BulkAct(
            "urge", "催办选中的", on_chosen(urge_orders, done=told_urged, back="reports:orders"),
            may=lambda actor: actor.is_city,
            selectable=lambda actor, row: row.state in OPEN,
            confirm="催办选中的督办？承办单位立即收到通知，每件每天一次。",
        ),
    )  # fmt: skip
    empty = Empty("没有督办事项", "市级主管部门立项交办后，会在这里列出。")
    not_found = Empty("没有符合条件的督办事项", "换一个条件，或清空筛选查看全部。")

    def rows(self) -> QuerySet[Order]:
        rows: QuerySet[Order] = Order.objects.visible_to(self.actor).by_urgency()
        return rows.select_related("lead", "district")

    def context(self) -> dict[str, object]:
        return {"counts": counts_by_light(self.actor)}

    def prepare(self, rows: list[Order]) -> None:
        """The names of the co offices. One query."""
        helping = OrderOffice.objects.filter(order__in=rows, role=OrderOffice.Role.CO)
        names: dict[int, list[str]] = {}
        for order_id, name in helping.values_list("order_id", "office__name"):
            names.setdefault(order_id, []).append(name)
        for row in rows:
            setattr(row, "co_names", "、".join(names.get(row.pk, ())))  # noqa: B010
        super().prepare(rows)


class AttentionList(OrderList):
    """What leaders look at first (需要关注): overdue, put before them, or extra urgent."""

    key, title = "orders_attention", "需要关注的督办"
    readers = (Duty.CITY_OFFICER, Duty.LEADER)
    intro = "逾期的、提请领导小组的和特急的在办事项。"
    empty = Empty("没有需要关注的督办", "没有逾期、提请批示或特急的在办事项。")
    columns = (
        *COLUMNS,
        Column("escalated_at", "提请时间"),
        Column("instructed_at", "最近批示"),
        Column(
            "act", "操作", fit=True, on=On.PAGE,
            html=lambda row: button(
                f"{order_url(row)}#instruct", "看批示" if row.instructed_at else "批示", row.title
            ),
        ),
    )  # fmt: skip

    def rows(self) -> QuerySet[Order]:
        rows: QuerySet[Order] = (
            Order.objects.visible_to(self.actor).needs_attention(timezone.localdate()).by_urgency()
        )
        return rows.select_related("lead", "district")

    def all_columns(self) -> Sequence[Column[Order]]:
        return self.columns if self.actor.is_leader else self.columns[:-1]
