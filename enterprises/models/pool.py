"""The history of the cultivation pool."""

from django.db import models

from accounts.tenancy import TenantModel


class PoolEvent(TenantModel):
    """An entry into the pool, a yearly review that kept the enterprise, or its exit. Append-only;
    `organisation` is the enterprise."""

    class Kind(models.TextChoices):
        ENTERED = "entered", "进入培育库"
        KEPT = "kept", "年度评估，继续培育"
        LEFT = "left", "移出培育库"

    class ReasonKind(models.TextChoices):
        MOVED = "moved", "迁出本市"
        CLOSED = "closed", "停业或注销"
        GROWN = "grown", "成长为大型企业"
        OFF_TRACK = "off_track", "不再符合培育方向"
        MISCONDUCT = "misconduct", "严重失信或违法"
        OTHER = "other", "其他"

    kind = models.CharField("事项", max_length=10, choices=Kind.choices)
    year = models.PositiveSmallIntegerField("年度")
    reason_kind = models.CharField(
        "原因类别", max_length=12, choices=ReasonKind.choices, blank=True, default=""
    )
    reason = models.CharField("说明", max_length=500, blank=True, default="")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    organisation_name = models.CharField("办理机构", max_length=200)
    at = models.DateTimeField("时间")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "kind", "year"], name="pool_event_of_year"),
            models.Index(fields=["district", "kind", "-at"], name="pool_event_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind} {self.year}"
