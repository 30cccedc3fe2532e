"""Quotas of districts, and decisions over many cases at once."""

from typing import ClassVar, Self

from django.db import models

from accounts.tenancy import M, Scope, TenantManager, TenantModel, TenantQuerySet


class DistrictQuota(models.Model):
    """How many cases of a batch a district may recommend; without a row, any number."""

    batch = models.ForeignKey("procedures.Batch", models.CASCADE, related_name="quotas")
    district = models.ForeignKey("accounts.District", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("推荐名额")

    class Meta:
        ordering = ["district__sort"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "district"], name="district_quota_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.district_id}: {self.number}"


class DecisionRun(TenantModel):
    """One transition carried out on many cases; the organisation is the bureau that decided."""

    transition = models.CharField(max_length=40)
    label = models.CharField("办理", max_length=60)
    reason = models.TextField("意见", blank=True, default="")
    started_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField("开始时间", auto_now_add=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    job = models.ForeignKey("accounts.Job", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.label} {self.pk}"


class BureausQuerySet(TenantQuerySet[M]):
    """Rows about tenants' cases that are the bureaus' own."""

    def in_scope(self, scope: Scope) -> Self:
        if scope.is_system:
            return self
        is_bureau = scope.actor is not None and scope.actor.sees_other_organisations
        return super().in_scope(scope) if is_bureau else self.none()


BureausManager = TenantManager.from_queryset(BureausQuerySet, "BureausManager")


class DecisionItem(TenantModel):
    """One case of a run, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待办理"
        DONE = "done", "已办理"
        REFUSED = "refused", "未办理"

    run = models.ForeignKey(DecisionRun, models.PROTECT, related_name="items")
    application = models.ForeignKey("procedures.Application", models.PROTECT, related_name="+")
    expected_version = models.PositiveIntegerField()
    state = models.CharField("结果", max_length=10, choices=State.choices, default=State.WAITING)
    message = models.CharField("说明", max_length=500, blank=True, default="")

    objects: ClassVar[BureausManager] = BureausManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "application"], name="decision_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.application_id} {self.state}"
