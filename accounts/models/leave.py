"""Who does a person's work while the person is away (休假代办)."""

from datetime import date
from typing import ClassVar, Self

from django.db import models

from accounts.tenancy import TenantManager, TenantModel, TenantQuerySet


class LeaveCoverQuerySet(TenantQuerySet["LeaveCover"]):
    def on_days(self, first: date, last: date) -> Self:
        """The covers that hold on any local day from `first` to `last`."""
        return self.filter(ended_at=None, starts_on__lte=last, ends_on__gte=first)

    def on_day(self, day: date) -> Self:
        return self.on_days(day, day)

    def not_over(self, today: date) -> Self:
        """Those that hold now or will."""
        return self.filter(ended_at=None, ends_on__gte=today)


LeaveCoverManager = TenantManager.from_queryset(LeaveCoverQuerySet, "LeaveCoverManager")


class LeaveCover(TenantModel):
    """A colleague of the same duty does the absent person's work too, on the local days from
    `starts_on` to `ends_on`, both included, unless it was ended before."""

    absent = models.ForeignKey(
        "accounts.Membership", models.PROTECT, verbose_name="休假人", related_name="+"
    )
    cover = models.ForeignKey(
        "accounts.Membership", models.PROTECT, verbose_name="代办人", related_name="+"
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    arranged_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="安排人", related_name="+"
    )
    arranged_at = models.DateTimeField("安排时间", auto_now_add=True)
    ended_at = models.DateTimeField("提前结束时间", null=True, blank=True)

    objects: ClassVar[LeaveCoverManager] = LeaveCoverManager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "ends_on"],
                condition=models.Q(ended_at=None),
                name="leave_cover_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="leave_cover_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("cover")),
                name="leave_cover_by_another",
                violation_error_message="代办人不能是休假人自己。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cover_id} → {self.absent_id} {self.starts_on}–{self.ends_on}"
