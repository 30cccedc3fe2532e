"""Who owns an enterprise: its shareholders (股东) and what each of them holds."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from accounts.tenancy import TenantModel
from documents.written.text import compared
from pages.models import VersionedModel

# Two enterprises are related where one holds as much of the other, or a third as much of both; the
# edge counts. `enterprises_related` in SQL asks by the same figure.
# Source: domain facts A7 (示例); the share is that of 国家税务总局公告2016年第42号 第二条（一）.
RELATED_FROM = 25


class Shareholder(VersionedModel, TenantModel):
    """A shareholder as the enterprise itself states it, with the share that is paid or subscribed.

    `identity` is what two entries of one shareholder agree in: the credit code of an enterprise,
    else the name as it is compared. `id_tail` tells persons of one name apart.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "自然人"
        ENTERPRISE = "enterprise", "境内企业"
        STATE = "state", "国家（国有资产监管机构）"
        OTHER = "other", "其他（境外企业、基金、持股平台）"

    kind = models.CharField("股东类型", max_length=10, choices=Kind.choices)
    name = models.CharField("股东名称", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, default="")
    id_tail = models.CharField(
        "证件号码后四位",
        max_length=4,
        blank=True,
        default="",
        validators=[RegexValidator(r"^[0-9]{3}[0-9X]$", "请填证件号码的最后四位。")],
    )
    percent = models.DecimalField(
        "持股比例（%）",
        max_digits=7,
        decimal_places=4,
        validators=[
            MinValueValidator(Decimal("0.0001"), "持股比例应大于 0。"),
            MaxValueValidator(100, "持股比例不能超过 100。"),
        ],
    )
    identity = models.CharField("比对标识", max_length=220, editable=False)

    class Meta:
        ordering = ["-percent", "id"]
        indexes = [
            models.Index(
                fields=["identity"],
                include=["organisation", "id_tail"],
                condition=models.Q(percent__gte=RELATED_FROM),
                name="shareholder_of_a_quarter",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "identity", "id_tail"],
                name="shareholder_once",
                violation_error_message="这位股东已经登记过，请修改原来的一条。",
            ),
            models.CheckConstraint(
                condition=models.Q(percent__gt=0, percent__lte=100),
                name="shareholder_percent",
                violation_error_message="持股比例应大于 0，不超过 100%。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def makes_related(self) -> bool:
        """Whether other enterprises may be related through it; holdings of the state never are.

        Source: 国家税务总局公告2016年第42号 (仅因国家持股的，不构成关联关系).
        """
        return self.kind != self.Kind.STATE and self.percent >= RELATED_FROM

    def save(self, *args: Any, **options: Any) -> None:
        self.identity = identity_of(self.kind, self.name, self.credit_code)
        super().save(*args, **options)


def identity_of(kind: str, name: str, credit_code: str = "") -> str:
    """What two entries of one shareholder agree in, and entries of two do not."""
    if kind == Shareholder.Kind.ENTERPRISE:
        return f"enterprise:{credit_code}"
    return f"{kind}:{compared(name)}"
