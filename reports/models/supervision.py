"""Supervision (督查督办): orders, and the rules of their lights."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.tenancy import M, Scope, ScopedManager, ScopedQuerySet
from pages.models import VersionedModel
from reports.models.plan import Target


class Light(models.TextChoices):
    """How an order stands; the worst first. Source of the three colours: 宿迁 督查督办 2025, as
    docs/decisions/0038 says."""

    RED = "red", "红灯"
    YELLOW = "yellow", "黄灯"
    BLUE = "blue", "蓝灯"
    NORMAL = "normal", "正常"


class LightRules(VersionedModel):
    """By which rules lights change, as the city sets them; one row, the first."""

    blue_days = models.PositiveSmallIntegerField(
        "蓝灯：到期前（个工作日）", default=3, validators=[MaxValueValidator(30)],
        help_text="距完成期限不多于这么多个工作日，亮蓝灯提醒。",
    )  # fmt: skip
    behind_points = models.PositiveSmallIntegerField(
        "黄灯：进度落后（个百分点）", default=20,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="进度比已过时间的比例落后超过这么多，亮黄灯预警。",
    )  # fmt: skip
    escalate_days = models.PositiveSmallIntegerField(
        "提请领导：逾期超过（个工作日）", default=5, validators=[MaxValueValidator(60)],
        help_text="红灯超过这么多个工作日，提请领导小组批示。",
    )  # fmt: skip
    return_days = models.PositiveSmallIntegerField(
        "退回后重报（个工作日）", default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text="反馈被退回的，在这么多个工作日内重新反馈。",
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.blue_days}/{self.behind_points}/{self.escalate_days}"


class ReadersQuerySet(ScopedQuerySet[M]):
    """Rows of an order, which the bureaus of its `readers` (district ids) have."""

    path = "order__readers"

    def in_scope(self, scope: Scope) -> Self:
        if scope.is_system:
            return self
        if scope.one_organisation:
            return self.none()
        return self.filter(**{f"{self.path}__overlap": list(scope.district_ids)})


class OrderQuerySet(ReadersQuerySet[M]):
    path = "readers"

    def in_work(self) -> Self:
        """Those that were assigned and are not done yet."""
        return self.filter(state__in=IN_WORK)

    def lit(self, today: date) -> Self:
        """With the column `light` (of `Light`) on the local day `today`; "" for orders that are
        not in work. What was reported as done waits for the city, on the day it was reported."""
        day = Coalesce(F("reported_on"), Value(today))
        return self.alias(judged_on=day).annotate(
            light=Case(
                When(~Q(state__in=IN_WORK), then=Value("")),
                When(due_on__lt=F("judged_on"), then=Value(Light.RED)),
                When(reported_on__isnull=False, then=Value(Light.NORMAL)),
                When(yellow_on__lte=F("judged_on"), then=Value(Light.YELLOW)),
                When(blue_on__lte=F("judged_on"), then=Value(Light.BLUE)),
                default=Value(Light.NORMAL),
                output_field=CharField(),
            )
        )

    def by_urgency(self) -> Self:
        """With `light` of today (local), `rank` and `turn`: the worst light first, then proposals,
        then what is over; of each the one that is due first, of what is over the last one."""
        lights = [When(light=light, then=Value(place)) for place, light in enumerate(Light)]
        waits = When(state=Order.State.PROPOSED, then=Value(len(lights)))
        rank = Case(
            *lights, waits, default=Value(len(lights) + 1), output_field=models.IntegerField()
        )
        today = Value(timezone.localdate(), models.DateField())
        days = models.Func(
            F("due_on"), today, template="(%(expressions)s)", arg_joiner=" - ",
            output_field=models.IntegerField(),
        )  # fmt: skip
        is_over = Q(state__in=OVER)
        turn = Case(When(is_over, then=0 - days), default=days, output_field=models.IntegerField())
        rows = self.lit(timezone.localdate()).annotate(rank=rank, turn=turn)
        return rows.order_by("rank", "turn", "id")

    def numbers_by_light(self) -> dict[str, int]:
        """How many in work have each light today (local). One query."""
        rows = self.in_work().lit(timezone.localdate()).order_by()
        return dict(rows.values_list("light").annotate(models.Count("pk")))

    def needs_attention(self, today: date) -> Self:
        """What leaders look at first: put before them, overdue, or of the highest urgency."""
        return self.in_work().filter(
            Q(escalated_at__isnull=False)
            | Q(reported_on=None, due_on__lt=today)
            | Q(urgency=Order.Urgency.EXTRA)
        )


OrderManager = ScopedManager.from_queryset(OrderQuerySet, "OrderManager")
OrderPartManager = ScopedManager.from_queryset(ReadersQuerySet, "OrderPartManager")


class Order(VersionedModel):
    """One matter that a lead office has to carry out by a day (督办事项, 一事一单).

    `readers` are the districts whose bureaus read it: the city's own until it is assigned, then
    those of its offices, too. `blue_on`, `yellow_on`, `escalates_on` are the local days on which
    its light changes if nothing happens before; `reported_on` is the day of a report that it is
    done, until that is returned. `figure_then` and `figure_closed` are what its metric said when
    it was made and when it was closed. `told` is the worst light that people were told of.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "待交办"
        ASSIGNED = "assigned", "办理中"
        REVIEW = "review", "待审核"
        RETURNED = "returned", "退回重办"
        DONE = "done", "已办结"
        CLOSED = "closed", "已销号"
        REJECTED = "rejected", "已否决"
        CANCELLED = "cancelled", "已撤销"

    class Kind(models.TextChoices):
        WORK = "work", "工作督办"
        SPECIAL = "special", "专项督办"

    class Topic(models.TextChoices):
        TARGET = "target", "目标进度"
        BACKLOG = "backlog", "审核积压"
        FUNDS = "funds", "资金兑付"
        PLAN = "plan", "工作计划"
        REPORTING = "reporting", "数据报送"
        OTHER = "other", "其他"

    class Urgency(models.TextChoices):
        USUAL = "usual", "一般"
        URGENT = "urgent", "紧急"
        EXTRA = "extra", "特急"

    class Frequency(models.TextChoices):
        DAY = "day", "每个工作日"
        WEEK = "week", "每周"
        MONTH = "month", "每月"
        STAGE = "stage", "按阶段"

    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    number = models.CharField("编号", max_length=20, unique=True)
    title = models.CharField("标题", max_length=120)
    kind = models.CharField("类型", max_length=10, choices=Kind.choices, default=Kind.WORK)
    topic = models.CharField("具体分类", max_length=10, choices=Topic.choices)
    basis = models.CharField(
        "依据", max_length=300, help_text="文件名称和文号、会议纪要或领导要求。"
    )
    urgency = models.CharField(
        "紧急程度", max_length=10, choices=Urgency.choices, default=Urgency.USUAL
    )
    due_on = models.DateField("完成期限")
    first_due_on = models.DateField("原定期限")
    lead = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="牵头单位", related_name="+"
    )
    district = models.ForeignKey(
        "accounts.District", models.PROTECT, verbose_name="区市", related_name="+"
    )
    supervisor = models.CharField("督办人", max_length=40)
    supervisor_phone = models.CharField("督办人电话", max_length=40)
    in_charge = models.CharField("分管领导", max_length=40, blank=True)
    content = models.TextField("督办内容", max_length=2000)
    task = models.TextField("承办事项", max_length=2000, help_text="要求承办单位做什么，一条一行。")
    frequency = models.CharField(
        "汇报频次", max_length=10, choices=Frequency.choices, default=Frequency.WEEK
    )
    stages = ArrayField(models.DateField(), verbose_name="阶段反馈日", default=list, blank=True)
    quantity = models.PositiveIntegerField(
        "量化目标", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    unit = models.CharField("计量单位", max_length=10, blank=True)
    metric = models.CharField("关联指标", max_length=30, blank=True)
    target = models.ForeignKey(
        Target, models.PROTECT, verbose_name="关联目标", null=True, blank=True, related_name="+"
    )
    figure_then = models.IntegerField("立项时数据", null=True)
    figure_then_on = models.DateField("立项时数据日期", null=True)
    figure_closed = models.IntegerField("销号时数据", null=True)
    closing_condition = models.TextField(
        "销号条件", max_length=1000, help_text="达到什么标准才能销号，要能核对。"
    )
    progress = models.PositiveSmallIntegerField("进度", default=0)
    quantity_done = models.PositiveIntegerField("已完成", null=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    readers = ArrayField(models.BigIntegerField(), verbose_name="可见区市")
    assigned_on = models.DateField("交办日期", null=True)
    reported_on = models.DateField("报结日期", null=True)
    finished_on = models.DateField("办结日期", null=True)
    ended_on = models.DateField("结束日期", null=True)
    blue_on = models.DateField("蓝灯日", null=True)
    yellow_on = models.DateField("黄灯日", null=True)
    escalates_on = models.DateField("提请领导日", null=True)
    told = models.CharField("已通知灯色", max_length=10, blank=True)
    escalated_at = models.DateTimeField("提请领导时间", null=True)
    instructed_at = models.DateTimeField("批示时间", null=True)
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="立项人", related_name="+"
    )
    created_at = models.DateTimeField("立项时间", auto_now_add=True)

    objects = OrderManager()

    # No column: set by `lit`.
    light: str = ""

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="order_number_once"),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="order_progress_is_a_percentage"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="order_state_due"),
            models.Index(fields=["district", "due_on"], name="order_district_due"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_in_work(self) -> bool:
        return self.state in IN_WORK

    @property
    def wanted(self) -> str:
        """The quantity that is wanted, with its unit; "" for none."""
        return f"{self.quantity:,} {self.unit}" if self.quantity else ""


IN_WORK = frozenset({Order.State.ASSIGNED, Order.State.RETURNED, Order.State.REVIEW})
OVER = frozenset(set(Order.State) - IN_WORK - {Order.State.PROPOSED})
# What counts as given at all: neither a proposal nor taken back.
GIVEN = IN_WORK | {Order.State.DONE, Order.State.CLOSED}
