"""Conditions that do not count against one case (条件豁免)."""

from django.db import models

from accounts.tenancy import TenantModel


class Waiver(TenantModel):
    """One condition of one case is waived until `expires_on` (local date, inclusive)."""

    application = models.ForeignKey(
        "procedures.Application", models.PROTECT, related_name="waivers"
    )
    criterion = models.CharField("条件标识", max_length=40)
    label = models.CharField("条件", max_length=500)
    reason = models.CharField("豁免理由", max_length=500)
    document = models.CharField("依据文件", max_length=200)
    expires_on = models.DateField("豁免有效期至")
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("批准时间", auto_now_add=True)
    ended_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"],
                condition=models.Q(ended_at=None),
                name="waiver_once",
                violation_error_message="这一项条件已经豁免。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.criterion}"
