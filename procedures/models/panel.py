"""Panels of experts over cases of a batch (评审组), and the sheets on which they score."""

from decimal import Decimal
from typing import ClassVar, Self

from django.db import models

from accounts.tenancy import (
    M,
    Scope,
    ScopedManager,
    ScopedQuerySet,
    TenantManager,
    TenantModel,
    TenantQuerySet,
)
from lifecycle.models import TenantTransitionEvent, TransitionEvent


class OfTheCity(ScopedQuerySet[M]):
    """Rows that only the city bureau works with."""

    def in_scope(self, scope: Scope) -> Self:
        is_city = scope.actor is not None and scope.actor.is_city
        return self if scope.is_system or is_city else self.none()


class CasesOfTheCity(TenantQuerySet[M]):
    """Rows about a tenant's case that neither the tenant nor its district sees."""

    def in_scope(self, scope: Scope) -> Self:
        if scope.is_system:
            return self
        is_city = scope.actor is not None and scope.actor.is_city
        return super().in_scope(scope) if is_city else self.none()


class SeenByItsExpert(TenantQuerySet[M]):
    def in_scope(self, scope: Scope) -> Self:
        """The city sees every sheet, anybody else only those that they score."""
        if scope.is_system:
            return self
        if scope.actor is not None and scope.actor.is_city:
            return super().in_scope(scope)
        return self.filter(reviewer_id=scope.user_id)


class SheetQuerySet(SeenByItsExpert["ScoreSheet"]):
    def open(self) -> Self:
        return self.filter(state=ScoreSheet.State.OPEN)

    def counted(self) -> Self:
        """Those that a result is made of, or will be."""
        return self.filter(state__in=(ScoreSheet.State.OPEN, ScoreSheet.State.SUBMITTED))


CityManager = ScopedManager.from_queryset(OfTheCity, "CityManager")
CityCaseManager = TenantManager.from_queryset(CasesOfTheCity, "CityCaseManager")
SheetEventManager = TenantManager.from_queryset(SeenByItsExpert, "SheetEventManager")
SheetManager = TenantManager.from_queryset(SheetQuerySet, "SheetManager")


class ReviewPanel(models.Model):
    """One drawing of experts over cases of a batch. `spread_limit` is in points out of a hundred:
    where totals lie further apart, one more opinion is asked for."""

    class State(models.TextChoices):
        SCORING = "scoring", "评审中"
        CLOSED = "closed", "已结束"

    batch = models.ForeignKey("procedures.Batch", models.PROTECT, related_name="panels")
    title = models.CharField("名称", max_length=80)
    experts_per_case = models.PositiveSmallIntegerField("每件专家数")
    trimming = models.BooleanField("去掉一个最高分和一个最低分", default=False)
    spread_limit = models.DecimalField("分差上限", max_digits=5, decimal_places=2)
    due_on = models.DateField("评审截止")
    seed = models.BigIntegerField("抽取种子")
    pool = models.JSONField("参加抽取的专家", default=list)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.SCORING)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField("抽取时间", auto_now_add=True)
    closed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = CityManager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class ReviewPanelEvent(TransitionEvent):
    """A transition of a panel."""

    panel = models.ForeignKey(ReviewPanel, models.PROTECT, related_name="events")

    objects = CityManager()

    class Meta:
        indexes = [models.Index(fields=["panel", "id"], name="review_panel_event_order")]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.transition}"


class PanelCase(TenantModel):
    """A case before a panel. `total` is out of a hundred, `result` what `panels.results` made."""

    class State(models.TextChoices):
        SCORING = "scoring", "评分中"
        WIDE = "wide", "分差过大"
        SCORED = "scored", "已评完"
        RELEASED = "released", "已撤出"

    panel = models.ForeignKey(ReviewPanel, models.PROTECT, related_name="cases")
    application = models.OneToOneField(
        "procedures.Application", models.PROTECT, related_name="panel_case"
    )
    code = models.CharField("评审编号", max_length=12)
    paper = models.JSONField("评审材料", default=dict)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.SCORING)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    total = models.DecimalField("专家总分", max_digits=5, decimal_places=2, null=True)
    spread = models.DecimalField("分差", max_digits=5, decimal_places=2, null=True)
    result = models.JSONField("评审结果", default=dict)
    evaluation = models.JSONField("计入专家评分后的核对", default=dict)
    accepted_reason = models.CharField(
        "接受分差的理由", max_length=500, blank=True, default="", db_default=""
    )

    objects: ClassVar[CityCaseManager] = CityCaseManager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["panel", "code"], name="panel_code_once")]

    def __str__(self) -> str:
        return self.code


class PanelCaseEvent(TenantTransitionEvent):
    """A transition of a case before a panel; read by the city alone, as the case there is."""

    panel_case = models.ForeignKey(PanelCase, models.PROTECT, related_name="events")

    objects: ClassVar[CityCaseManager] = CityCaseManager()

    class Meta:
        indexes = [models.Index(fields=["panel_case", "id"], name="panel_case_event_order")]

    def __str__(self) -> str:
        return f"{self.panel_case_id} {self.transition}"


class ScoreSheet(TenantModel):
    """One expert's marks for one case: complete in itself, for the expert sees nothing else of
    the case. `marks` are kept as typed until the sheet is handed in."""

    class State(models.TextChoices):
        OPEN = "open", "待评分"
        SUBMITTED = "submitted", "已提交"
        RECUSED = "recused", "已回避"
        REPLACED = "replaced", "已更换"

    panel_case = models.ForeignKey(PanelCase, models.PROTECT, related_name="sheets")
    reviewer = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    code = models.CharField("评审编号", max_length=12)
    heading = models.CharField("评审组", max_length=80)
    paper = models.JSONField("评审材料", default=dict)
    items = models.JSONField("评分项", default=list)
    marks = models.JSONField("评分", default=dict)
    remarks = models.JSONField("评分说明", default=dict)
    opinion = models.TextField("评审意见", blank=True, default="")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    is_additional = models.BooleanField("补充评审", default=False)
    revision = models.PositiveIntegerField(default=0)
    total = models.DecimalField("总分", max_digits=5, decimal_places=2, null=True)
    due_on = models.DateField("评审截止")
    reason = models.CharField("回避或更换原因", max_length=500, blank=True, default="")
    assigned_at = models.DateTimeField("分派时间", auto_now_add=True)
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)

    objects: ClassVar[SheetManager] = SheetManager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["reviewer", "state", "due_on"], name="score_sheet_own"),
            models.Index(fields=["panel_case", "state"], name="score_sheet_case"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["panel_case", "reviewer"], name="score_sheet_once")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def decimal_marks(self) -> dict[str, Decimal]:
        """The marks of a sheet that was handed in."""
        return {key: Decimal(text) for key, text in self.marks.items()}


class ScoreSheetEvent(TenantTransitionEvent):
    """A transition of a sheet; read by the city and by the expert of the sheet."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="events")
    reviewer = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects: ClassVar[SheetEventManager] = SheetEventManager()

    class Meta:
        indexes = [models.Index(fields=["sheet", "id"], name="score_sheet_event_order")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.transition}"
