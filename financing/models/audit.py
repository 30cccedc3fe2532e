"""Audits of claims by third parties, and the re-checks of paid ones."""

from decimal import Decimal
from typing import ClassVar, Self, TypeVar

from django.db import models

from accounts.tenancy import Scope, TenantManager, TenantModel, TenantQuerySet
from financing.firm_scope import is_firm
from financing.models.subsidy import SubsidyClaim
from lifecycle.models import TenantTransitionEvent

M = TypeVar("M", bound=TenantModel)


class OfFirmQuerySet(TenantQuerySet[M]):
    """Rows that name the firm whose work they are."""

    def in_scope(self, scope: Scope) -> Self:
        """An audit firm sees what was assigned to it."""
        if is_firm(scope):
            return self.filter(firm_id=scope.organisation_id)
        return super().in_scope(scope)


OfFirmManager = TenantManager.from_queryset(OfFirmQuerySet, "OfFirmManager")


class AuditAssignment(TenantModel):
    """One claim that one audit firm looks at. `organisation` is the enterprise; `paper` is what the
    firm reads of a filing that does not exist for it. Row-level security reads `firm` and `state`,
    which `financing.subsidies.review.audit_machine` alone assigns.
    """

    class State(models.TextChoices):
        OFFERED = "offered", "待确认无利害关系"
        WORKING = "working", "审计中"
        FILED = "filed", "已报送"
        DECLINED = "declined", "已回避"
        WITHDRAWN = "withdrawn", "已收回"

    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="audits")
    firm = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="审计机构", related_name="+"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OFFERED)
    version = models.PositiveIntegerField(default=1)
    paper = models.JSONField("申报概况", default=dict)
    due_on = models.DateField("报送期限")
    assigned_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField("指派时间", auto_now_add=True)
    declared_at = models.DateTimeField("确认无利害关系", null=True, blank=True)
    filed_at = models.DateTimeField("报送时间", null=True, blank=True)
    amount = models.DecimalField("核定金额", max_digits=16, decimal_places=2, null=True, blank=True)
    conclusion = models.CharField("审计结论", max_length=1000, blank=True, default="")
    report = models.ForeignKey(
        "documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[OfFirmManager] = OfFirmManager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["firm", "state", "claim"], name="audit_assignment_firm"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=models.Q(state__in=("offered", "working", "filed")),
                name="audit_assignment_one",
                violation_error_message="这件申报已经指派给一家审计机构。",
            )
        ]

    def __str__(self) -> str:
        return str(self.paper.get("title", "")) or f"审计 {self.pk}"


class AuditEvent(TenantTransitionEvent):
    """What happened to an assignment."""

    assignment = models.ForeignKey(AuditAssignment, models.PROTECT, related_name="events")
    firm_id = models.BigIntegerField()

    objects: ClassVar[OfFirmManager] = OfFirmManager()

    class Meta:
        indexes = [models.Index(fields=["assignment", "id"], name="audit_event_order")]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.transition}"


class RecheckSample(models.Model):
    """A draw of paid claims to be looked at again: what it was drawn from and with which seed, so
    that anybody can draw it again. Append-only."""

    year = models.PositiveSmallIntegerField("年度")
    scheme = models.ForeignKey(
        "schemes.Scheme", models.PROTECT, verbose_name="资金项目", null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    seed = models.CharField("随机种子", max_length=32)
    percent = models.PositiveSmallIntegerField("抽查比例（%）")
    large_from = models.DecimalField("大额（元）", max_digits=16, decimal_places=2)
    pool = models.JSONField("抽取范围", default=list)
    drawn_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField("抽取时间", auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.year} 年度抽查 {self.pk}"


class Recheck(TenantModel):
    """A paid claim that was drawn. `state` is assigned by
    `financing.subsidies.review.recheck_machine` alone; amounts in 元."""

    class State(models.TextChoices):
        OPEN = "open", "待复查"
        CLEAR = "clear", "没有问题"
        PROBLEM = "problem", "发现问题"

    sample = models.ForeignKey(RecheckSample, models.PROTECT, related_name="items")
    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="rechecks")
    state = models.CharField("结果", max_length=10, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    is_large = models.BooleanField("大额", default=False)
    paid = models.DecimalField("已付", max_digits=16, decimal_places=2)
    finding = models.CharField("复查情况", max_length=1000, blank=True, default="")
    to_recover = models.DecimalField("应追回", max_digits=16, decimal_places=2, default=Decimal(0))
    found_at = models.DateTimeField("复查时间", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "claim"], name="recheck_once"),
        ]

    def __str__(self) -> str:
        return f"复查 {self.pk}"


class RecheckEvent(TenantTransitionEvent):
    """What happened to a re-check."""

    recheck = models.ForeignKey(Recheck, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["recheck", "id"], name="recheck_event_order")]

    def __str__(self) -> str:
        return f"{self.recheck_id} {self.transition}"
