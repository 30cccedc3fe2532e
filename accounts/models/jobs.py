"""Work that takes longer than a request."""

import uuid

from django.db import models

from accounts.tenancy import TenantModel


class Job(TenantModel):
    """A piece of long work with its progress; the row, not the broker, knows its state."""

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    label = models.CharField("名称", max_length=200)
    payload = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("总数", null=True)
    message = models.CharField("说明", max_length=500, blank=True)
    result = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    membership = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    created_at = models.DateTimeField("开始时间", auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "heartbeat_at"], name="job_state"),
            models.Index(fields=["organisation", "-created_at"], name="job_recent"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def percent(self) -> int:
        """Whole per cent done, 0-100; 0 while the total is unknown."""
        if self.state == self.State.DONE:
            return 100
        return min(99, self.progress * 100 // self.total) if self.total else 0
