"""Quotas of districts for what they recommend."""

from django.db import models


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
