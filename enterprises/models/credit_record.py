"""What is on record against an enterprise's credit standing."""

from datetime import date
from typing import ClassVar, Self

from django.db import models

from accounts.tenancy import TenantManager, TenantModel, TenantQuerySet

# Source: 工信部企业〔2022〕63号, 第三条: 近三年.
YEARS_THAT_COUNT = 3


def _since(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - YEARS_THAT_COUNT, day=28 if leap_day else day.day)


class CreditRecordQuerySet(TenantQuerySet["CreditRecord"]):
    def open(self) -> Self:
        """Those that have not been lifted."""
        return self.filter(lifted_on=None)

    def against(self, organisation_id: int, day: date) -> Self:
        """What stands against the enterprise on `day`, the newest first: what is not lifted, and
        what was recorded within three years."""
        counts = models.Q(lifted_on=None) | models.Q(recorded_on__gt=_since(day))
        return self.filter(counts, organisation_id=organisation_id).order_by("-recorded_on", "-pk")


CreditRecordManager = TenantManager.from_queryset(CreditRecordQuerySet, "CreditRecordManager")


class CreditRecord(TenantModel):
    """A published record of misconduct, until it is lifted. `organisation` is the enterprise.

    Source: 国办发〔2021〕52号 (public credit information shared for financing); for accidents and
    fraud 工信部企业〔2022〕63号, 第三条.
    """

    class Kind(models.TextChoices):
        DISHONESTY = "dishonesty", "严重失信主体名单"
        JUDGMENT = "judgment", "失信被执行人"
        ABNORMAL = "abnormal", "经营异常名录"
        PENALTY = "penalty", "重大行政处罚"
        TAX = "tax", "重大税收违法"
        ACCIDENT = "accident", "重大安全、质量或环境事故"
        FRAUD = "fraud", "数据造假"

    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    authority = models.CharField("认定机关", max_length=100)
    document_number = models.CharField("文号", max_length=100)
    recorded_on = models.DateField("列入日期")
    note = models.CharField("事由", max_length=500, blank=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    lifted_on = models.DateField("移出日期", null=True, blank=True)
    lifted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    lift_reason = models.CharField("移出说明", max_length=500, blank=True, default="")

    objects: ClassVar[CreditRecordManager] = CreditRecordManager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "kind"],
                name="credit_record_open",
                condition=models.Q(lifted_on=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "document_number"],
                name="credit_record_once",
                violation_error_message="这份文书已经登记。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.document_number}"

    def counts_on(self, day: date) -> bool:
        """Whether it stands against the enterprise on `day`, as `against` finds it."""
        return self.lifted_on is None or self.recorded_on > _since(day)
