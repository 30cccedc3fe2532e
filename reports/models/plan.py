"""The plan and its targets: what is counted, by when, and what of it each district takes."""

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pages.metrics import metric_choices
from pages.models import SharedRecord


class Plan(SharedRecord):
    """A policy period with targets (行动计划)."""

    name = models.CharField("名称", max_length=120)
    source = models.CharField("依据", max_length=300, help_text="文件名称、文号和条款。")
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    is_current = models.BooleanField("当前计划", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="plan_one_current",
                violation_error_message="只能有一个当前计划，请先取消另一个。",
                violation_error_code="is_current",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="plan_ends_after_it_begins",
                violation_error_message="结束日期应晚于开始日期。",
                violation_error_code="ends_on",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def status(self) -> str:
        """Whether it runs today (local date)."""
        today = timezone.localdate()
        if self.is_retired:
            return "已停用"
        if today < self.starts_on:
            return "未开始"
        return "进行中" if today <= self.ends_on else "已结束"


class Target(SharedRecord):
    """One figure that the plan wants to reach by its end; `measure` is the key of a metric.

    Which of the metric's figures counts is said outright: certificates of the first year lapse
    within the plan, so that the acts of recognition and the valid certificates differ.
    Source: action plan 2018-2021, 二 (滚动培育, 认定, 打造).
    """

    class Counting(models.TextChoices):
        RECOGNISED = "recognised", "计划期内累计认定"
        STOCK = "stock", "期末有效存量"
        NET_ADDED = "net_added", "计划期内净增"

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="计划", related_name="targets")
    measure = models.CharField("指标", max_length=30, choices=metric_choices)
    counting = models.CharField(
        "计数口径", max_length=10, choices=Counting.choices,
        help_text="证书有效期三年，计划期内会有到期：累计认定与有效存量不同，须写明以哪个为准。",
        default=Counting.STOCK, db_default=Counting.STOCK,
    )  # fmt: skip
    value = models.PositiveIntegerField("目标值", validators=[MinValueValidator(1)])
    unit = models.CharField("计量", max_length=4, help_text="家或项。")
    baseline = models.PositiveIntegerField(
        "基期数", null=True, blank=True, help_text="目标起算时已有的数；文件未写明的不填。"
    )
    baseline_on = models.DateField("基期日", null=True, blank=True)
    sort = models.PositiveSmallIntegerField("次序", default=0)
    # [ISO day, count]: what should be reached at the end of that day, before the plan's end.
    milestones = models.JSONField("各期应达", default=list, db_default=[], editable=False)

    class Meta:
        ordering = ["sort", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "measure"],
                name="target_once",
                violation_error_message="这个计划已有该指标的目标。",
                violation_error_code="measure",
            ),
            models.CheckConstraint(
                condition=Q(baseline=None, baseline_on=None)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="target_baseline_with_its_day",
                violation_error_message="基期数和基期日要一起填写。",
                violation_error_code="baseline_on",
            ),
        ]

    @property
    def path(self) -> list[tuple[date, int]]:
        """The milestones in their order: local day, and what is due at its end."""
        return [(date.fromisoformat(day), value) for day, value in self.milestones]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} {self.value:,} {self.unit}"


class DistrictShare(models.Model):
    """What of a target a district takes (分解任务)."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="shares")
    district = models.ForeignKey("accounts.District", models.PROTECT, related_name="+")
    value = models.PositiveIntegerField("分解数")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "district"], name="district_share_once")
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.value}"
