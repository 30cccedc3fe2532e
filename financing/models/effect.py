"""What came of the money: effect reports on the goals of a claim, and yearly reviews of schemes."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.tenancy import TenantManager, TenantModel, TenantQuerySet
from financing.models.subsidy import SubsidyClaim
from financing.models.subsidy_parts import SubsidyGoal
from lifecycle.models import TenantTransitionEvent, TransitionEvent


class EffectReportQuerySet(TenantQuerySet["EffectReport"]):
    def open(self) -> Self:
        """What the enterprise still has to file."""
        return self.filter(state__in=(EffectReport.State.DUE, EffectReport.State.RETURNED))

    def overdue(self) -> Self:
        """Not filed by the last day (local)."""
        return self.open().filter(due_on__lt=timezone.localdate())


EffectReportManager = TenantManager.from_queryset(EffectReportQuerySet, "EffectReportManager")


def _figure(label: str, **more: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(label, max_digits=18, decimal_places=4, **more)


class EffectReport(TenantModel):
    """What an enterprise reports of the goals of a claim, as of the local day `for_day`: a date of
    goals, or one year after the first payment. `attained` is the weighted attainment in per cent,
    once a bureau has confirmed the figures; `follow_up` says what followed for the money."""

    class Kind(models.TextChoices):
        GOALS = "goals", "目标到期"
        YEAR = "year", "支付满一年"

    class State(models.TextChoices):
        DUE = "due", "待填报"
        FILED = "filed", "待核实"
        RETURNED = "returned", "退回补充"
        CONFIRMED = "confirmed", "已核实"

    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="effect_reports")
    kind = models.CharField("类型", max_length=8, choices=Kind.choices)
    for_day = models.DateField("截至")
    paid_on = models.DateField("首次到账")
    due_on = models.DateField("填报期限")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DUE)
    version = models.PositiveIntegerField(default=1)
    summary = models.TextField("资金使用和成效", max_length=2000, blank=True, default="")
    attained = models.DecimalField(
        "目标完成率", max_digits=5, decimal_places=2, null=True, blank=True
    )
    follow_up = models.CharField("对资金的影响", max_length=1000, blank=True, default="")
    opened_at = models.DateTimeField("通知时间", auto_now_add=True)
    filed_at = models.DateTimeField("提交时间", null=True, blank=True)
    confirmed_at = models.DateTimeField("核实时间", null=True, blank=True)

    objects: ClassVar[EffectReportManager] = EffectReportManager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation", "state"], name="effect_report_own"),
            models.Index(fields=["state", "due_on", "id"], name="effect_report_due"),
            models.Index(fields=["district", "id"], name="effect_report_district"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "for_day"],
                name="effect_report_once",
                violation_error_message="这一天的绩效报告已经有了。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.for_day:%Y-%m-%d}"

    @property
    def is_overdue(self) -> bool:
        is_open = self.state in (self.State.DUE, self.State.RETURNED)
        return is_open and self.due_on < timezone.localdate()


class EffectReportEvent(TenantTransitionEvent):
    """What happened to an effect report."""

    report = models.ForeignKey(EffectReport, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["report", "id"], name="effect_report_event_order")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.transition}"


class EffectFigure(TenantModel):
    """One goal in a report, as it was promised, and what was reached. `goal_key` is that of the
    amount rule's goal, on which instalments hang; "" for goals that the enterprise set itself."""

    report = models.ForeignKey(EffectReport, models.PROTECT, related_name="figures")
    number = models.PositiveSmallIntegerField("序号")
    goal_key = models.CharField("规则指标", max_length=40, blank=True, default="")
    name = models.CharField("指标", max_length=100)
    dimension = models.CharField("类别", max_length=12, choices=SubsidyGoal.Dimension.choices)
    direction = models.CharField("方向", max_length=8, choices=SubsidyGoal.Direction.choices)
    base = _figure("上年值", null=True, blank=True)
    target = _figure("目标值")
    due_on = models.DateField("目标日期")
    unit = models.CharField("单位", max_length=20, blank=True, default="")
    weight = models.DecimalField("权重", max_digits=5, decimal_places=2, default=0)
    source = models.CharField("数据来源", max_length=100, blank=True, default="")
    actual = _figure("实际值", null=True, blank=True)
    reason = models.CharField("偏差原因", max_length=500, blank=True, default="")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="effect_figure_once")
        ]

    def __str__(self) -> str:
        return self.name


class EffectFile(TenantModel):
    """A file that proves a figure. A removed one stays, so that the past can be shown."""

    report = models.ForeignKey(EffectReport, models.PROTECT, related_name="files")
    figure = models.ForeignKey(EffectFigure, models.PROTECT, related_name="files")
    attachment = models.ForeignKey("documents.Attachment", models.PROTECT, related_name="+")
    added_at = models.DateTimeField("上传时间", auto_now_add=True)
    removed_at = models.DateTimeField("删除时间", null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"佐证 {self.pk}"


class PerformanceReview(models.Model):
    """A bureau's performance review (绩效自评) of a scheme in a fiscal year. `worked` are the lines
    of the score as they were worked out; `score` and `grade` follow from them."""

    class State(models.TextChoices):
        DRAFT = "draft", "编写中"
        FINAL = "final", "已定稿"

    class Grade(models.TextChoices):
        EXCELLENT = "excellent", "优"
        GOOD = "good", "良"
        FAIR = "fair", "中"
        POOR = "poor", "差"

    scheme = models.ForeignKey(
        "schemes.Scheme", models.PROTECT, verbose_name="资金项目", related_name="+"
    )
    year = models.PositiveSmallIntegerField("资金年度")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    satisfaction = models.DecimalField(
        "满意率", max_digits=5, decimal_places=2, null=True, blank=True
    )
    satisfaction_source = models.CharField("满意率来源", max_length=200, blank=True, default="")
    overall = models.TextField("总体情况", max_length=3000, blank=True, default="")
    problems = models.TextField("存在问题", max_length=3000, blank=True, default="")
    measures = models.TextField("改进措施", max_length=3000, blank=True, default="")
    worked = models.JSONField("算式", default=list)
    score = models.DecimalField("得分", max_digits=5, decimal_places=2, null=True, blank=True)
    grade = models.CharField("等级", max_length=10, choices=Grade.choices, blank=True, default="")
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="编写人", related_name="+"
    )
    made_at = models.DateTimeField("编写时间", auto_now_add=True)
    finished_at = models.DateTimeField("定稿时间", null=True, blank=True)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "year"],
                name="performance_review_once",
                violation_error_message="这个项目这一年度的绩效自评已经有了。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.year} 年度绩效自评"

    @property
    def day(self) -> date:
        """The local day under the document."""
        return timezone.localdate(self.finished_at) if self.finished_at else timezone.localdate()


class PerformanceReviewEvent(TransitionEvent):
    """What happened to a performance review."""

    review = models.ForeignKey(PerformanceReview, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["review", "id"], name="performance_review_order")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.transition}"
