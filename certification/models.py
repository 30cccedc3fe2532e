"""Certificates."""

import secrets
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from accounts.tenancy import TenantManager, TenantModel


def new_token() -> str:
    return secrets.token_urlsafe(18)


class Certificate(TenantModel):
    """What an approved case brought about. One case has at most one certificate."""

    class Kind(models.TextChoices):
        PRODUCT = "certified_product", "专精特新产品（技术）"
        DEMONSTRATION = "demonstration_enterprise", "专精特新示范企业"
        CHAMPION = "hidden_champion", "隐形冠军"
        INNOVATIVE = "innovative_sme", "创新型中小企业"
        SRDI = "srdi_sme", "专精特新中小企业"
        LITTLE_GIANT = "little_giant", "专精特新“小巨人”企业"

    class State(models.TextChoices):
        VALID = "valid", "有效"
        RECHECK_DUE = "recheck_due", "待复核"
        SUSPENDED = "suspended", "暂停"
        REVOKED = "revoked", "已撤销"
        EXPIRED = "expired", "已到期"

    application = models.OneToOneField(
        "procedures.Application", models.PROTECT, related_name="certificate"
    )
    kind = models.CharField("类别", max_length=30, choices=Kind.choices)
    number = models.CharField("证书编号", max_length=30, unique=True)
    holder_name = models.CharField("持证企业", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    title = models.CharField("产品（技术）", max_length=200)
    issued_on = models.DateField("发证日期")
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.VALID)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    pdf_key = models.CharField(max_length=200, blank=True, default="")
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = TenantManager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "state", "district"], name="certificate_progress"),
            models.Index(fields=["organisation", "-issued_on"], name="certificate_own"),
            models.Index(fields=["-issued_on", "-id"], name="certificate_recent"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_valid_today(self) -> bool:
        today = timezone.localdate()
        valid = self.state in (self.State.VALID, self.State.RECHECK_DUE)
        return valid and self.valid_from <= today <= self.valid_to
