"""One transition carried out on many rows, and what became of each."""

from django.db import models

from accounts.tenancy import TenantModel


class BulkRun(TenantModel):
    """One decision over many rows; `organisation` is the one whose person decided."""

    machine = models.CharField(max_length=40)
    transition = models.CharField(max_length=40)
    label = models.CharField("办理", max_length=60)
    reason_kind = models.CharField("原因类别", max_length=20, blank=True, default="")
    reason = models.TextField("意见", blank=True, default="")
    started_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField("开始时间", auto_now_add=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    job = models.ForeignKey("accounts.Job", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.label} {self.pk}"


class BulkItem(TenantModel):
    """One row of a run. It belongs, as the run, to the organisation that decided: whoever owns the
    row itself, named by `row_id` and `row_label`, does not see it."""

    class Result(models.TextChoices):
        WAITING = "waiting", "等待办理"
        DONE = "done", "已办理"
        REFUSED = "refused", "未办理"

    run = models.ForeignKey(BulkRun, models.PROTECT, related_name="items")
    row_id = models.BigIntegerField("办理对象")
    row_label = models.CharField("名称", max_length=200)
    expected_version = models.PositiveIntegerField()
    result = models.CharField("结果", max_length=10, choices=Result.choices, default=Result.WAITING)
    message = models.CharField("说明", max_length=500, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["run", "row_id"], name="bulk_item_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.row_label} {self.result}"
