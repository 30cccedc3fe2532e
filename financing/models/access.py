"""Whether a bank may use the line: every suspension and resumption, and why."""

from django.db import models

from accounts.tenancy import TenantModel


class BankAccessChange(TenantModel):
    """The city suspended a bank, or let it on again. Append-only; `organisation` is the bank, whose
    `is_active` is how things stand."""

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", "暂停接入"
        RESUMED = "resumed", "恢复接入"

    kind = models.CharField(max_length=9, choices=Kind.choices)
    reason = models.CharField("原因", max_length=1000)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation_name = models.CharField(max_length=200)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="bank_access_change_own")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind}"
