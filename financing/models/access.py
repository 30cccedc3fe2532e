"""Whether a bank may use the line and an audit firm is engaged: every change of it, and why."""

from django.db import models

from accounts.tenancy import TenantModel


class AccessChange(TenantModel):
    """The city ended what an organisation may do on the portal, or let it begin again. Append-only;
    `organisation` is whom it concerns, its `is_active` is how things stand."""

    reason = models.CharField("原因", max_length=1000)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation_name = models.CharField(max_length=200)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        abstract = True


class BankAccessChange(AccessChange):
    """The city suspended a bank, or let it on the line again."""

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", "暂停接入"
        RESUMED = "resumed", "恢复接入"

    kind = models.CharField(max_length=9, choices=Kind.choices)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="bank_access_change_own")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind}"


class FirmAccessChange(AccessChange):
    """The city ended the work with an audit firm, or took it up again."""

    class Kind(models.TextChoices):
        ENDED = "ended", "停止合作"
        RESUMED = "resumed", "恢复合作"

    kind = models.CharField(max_length=7, choices=Kind.choices)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="firm_access_change_own")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind}"
