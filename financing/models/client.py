"""Programs of banks that sign in to the interface, and their secrets."""

import hashlib
import secrets
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from oauth2_provider.models import AbstractApplication

from accounts.tenancy import TenantManager, TenantModel
from pages.models import VersionedModel


class ClientScope(models.TextChoices):
    """What a program may do."""

    READ = "whitelist:read", "读取名单"
    FEEDBACK = "feedback:write", "反馈授信情况"
    DEMANDS = "demands:read", "读取融资需求"


class BankClient(AbstractApplication, VersionedModel, TenantModel):
    """A program of a bank (OAuth 2 client credentials). `organisation` is the bank.

    It acts as `membership`, a service account of the bank, whose end is the program's end too.
    """

    membership = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    scopes = ArrayField(
        models.CharField(max_length=30, choices=ClientScope.choices), verbose_name="权限"
    )
    # Addresses or networks that it may call from; none named: from anywhere.
    allowed_networks = ArrayField(
        models.CharField(max_length=43), verbose_name="允许的地址", default=list, blank=True
    )
    rate_per_minute = models.PositiveIntegerField("每分钟请求上限", default=600)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    disabled_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects: ClassVar[TenantManager] = TenantManager()

    class Meta:
        swappable = "OAUTH2_PROVIDER_APPLICATION_MODEL"
        indexes = [models.Index(fields=["organisation", "-id"], name="bank_client_own")]

    def __str__(self) -> str:
        return self.name

    def is_usable(self, request: object) -> bool:
        return self.disabled_at is None and self.membership.is_active


class ClientSecret(TenantModel):
    """One of the secrets of a program: while one replaces another, both hold. Random enough that a
    plain hash keeps it."""

    client = models.ForeignKey(BankClient, models.CASCADE, related_name="secret_rows")
    sha256 = models.CharField(max_length=64)
    hint = models.CharField("末四位", max_length=4)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    expires_at = models.DateTimeField("有效期至", null=True, blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["client", "-id"], name="client_secret_recent")]

    def __str__(self) -> str:
        return f"{self.client_id} …{self.hint}"

    @property
    def is_valid(self) -> bool:
        return self.expires_at is None or self.expires_at > timezone.now()


class ClientRefusal(TenantModel):
    """How often a program was refused on one day (local date) from one address for one reason.
    `organisation` is the bank."""

    class Because(models.TextChoices):
        SECRET = "secret", "密钥不对"
        ADDRESS = "address", "不在允许的地址"
        DISABLED = "disabled", "程序或银行已停用"
        SCOPE = "scope", "没有这项权限"

    client = models.ForeignKey(BankClient, models.CASCADE, related_name="+")
    day = models.DateField("日期")
    address = models.CharField("调用地址", max_length=45)
    because = models.CharField("原因", max_length=8, choices=Because.choices)
    number = models.PositiveIntegerField("次数", default=1)
    last_at = models.DateTimeField("最近一次")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "day", "address", "because"], name="client_refusal_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "-last_at"], name="client_refusal_own")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.day} {self.address}"


def new_secret() -> str:
    """A secret of 256 random bits, as a bank's program keeps it."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
