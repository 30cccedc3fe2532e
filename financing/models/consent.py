"""What an enterprise lets a bank see, and what the bank was shown."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from accounts.tenancy import Scope, TenantManager, TenantModel, TenantQuerySet
from financing.bank_scope import is_bank


class FieldGroup(models.TextChoices):
    """The groups of fields that are consented to one by one."""

    IDENTITY = "identity", "登记信息"
    CERTIFICATES = "certificates", "认定与证书"
    FIGURES = "figures", "年度经营数据"
    CONTACTS = "contacts", "联系人"


class ConsentQuerySet(TenantQuerySet["Consent"]):
    def in_scope(self, scope: Scope) -> Self:
        """A bank sees the consents that were given to it."""
        if is_bank(scope):
            return self.filter(bank_id=scope.organisation_id)
        return super().in_scope(scope)

    def in_force(self) -> Self:
        """Those that hold today (local date)."""
        today = timezone.localdate()
        return self.filter(withdrawn_at=None, valid_from__lte=today, valid_to__gte=today)


ConsentManager = TenantManager.from_queryset(ConsentQuerySet, "ConsentManager")


class Consent(TenantModel):
    """An enterprise's consent that one bank sees groups of its fields, for a term. `organisation`
    is the enterprise. A change is a withdrawal and a new row, so that the past stays known."""

    bank = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="银行", related_name="+"
    )
    groups = ArrayField(
        models.CharField(max_length=12, choices=FieldGroup.choices), verbose_name="可查看的内容"
    )
    valid_from = models.DateField("授权自")
    valid_to = models.DateField("授权至")
    granted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    granted_at = models.DateTimeField("授权时间", db_default=Now(), editable=False)
    # Whether a pull that read the database at one moment saw the grant, and the withdrawal.
    granted_xid = models.BigIntegerField()
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_xid = models.BigIntegerField(null=True)

    objects: ClassVar[ConsentManager] = ConsentManager()

    class Meta:
        indexes = [models.Index(fields=["bank", "organisation"], name="consent_of_bank")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "bank"],
                condition=models.Q(withdrawn_at=None),
                name="consent_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")),
                name="consent_term_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.bank_id}"

    @property
    def group_labels(self) -> list[str]:
        return [str(FieldGroup(group).label) for group in self.groups]


class Disclosure(TenantModel):
    """A bank was shown groups of an enterprise's fields. Append-only; the enterprise reads it."""

    class Means(models.TextChoices):
        FULL = "full", "整份名单"
        CHANGES = "changes", "名单变化"
        LOOKUP = "lookup", "单户查询"
        CONSOLE = "console", "银行工作台"

    bank = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="银行", related_name="+"
    )
    groups = ArrayField(models.CharField(max_length=12, choices=FieldGroup.choices))
    means = models.CharField("方式", max_length=10, choices=Means.choices)
    client_name = models.CharField("接口或人员", max_length=100)
    at = models.DateTimeField("时间")
    # The pull that showed it, with many others; None for a single one.
    pull = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-at", "-id"], name="disclosure_recent")]
        constraints = [
            models.UniqueConstraint(
                fields=["pull", "organisation"],
                condition=models.Q(pull__isnull=False),
                name="disclosure_once_a_pull",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.bank_id} {self.means}"

    @property
    def group_labels(self) -> list[str]:
        return [str(FieldGroup(group).label) for group in self.groups]
