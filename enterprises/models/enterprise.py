"""The enterprise: the subject of everything the portal does."""

from collections.abc import Sequence
from decimal import Decimal

from django.core.validators import BaseValidator, MinValueValidator
from django.db import models

from accounts.tenancy import TenantModel
from documents.fields import NameField
from lifecycle.models import TenantTransitionEvent
from pages.models import VersionedModel


class RegistrationState(models.TextChoices):
    PENDING = "pending_confirmation", "待区市确认"
    CONFIRMED = "confirmed", "已确认"
    REFUSED = "refused", "未通过"
    UNCLAIMED = "unclaimed", "待认领"


class SizeClass(models.TextChoices):
    LARGE = "large", "大型"
    MEDIUM = "medium", "中型"
    SMALL = "small", "小型"
    MICRO = "micro", "微型"


def money(
    label: str, *, help_text: str = "", validators: Sequence[BaseValidator] = ()
) -> "models.DecimalField[Decimal | int | str | None, Decimal | None]":
    """A decimal in 万元 that may be missing."""
    return models.DecimalField(
        f"{label}（万元）",
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=help_text,
        validators=validators,
    )


class Enterprise(VersionedModel, TenantModel):
    """An entry of the registry. Its key is its organisation's; money is in 万元.

    An unclaimed entry comes from a published list and has no credit code yet; the enterprise
    claims it with its code.
    """

    organisation = models.OneToOneField(
        "accounts.Organisation",
        models.PROTECT,
        primary_key=True,
        verbose_name="机构",
        related_name="enterprise",
    )
    credit_code = models.CharField(
        "统一社会信用代码",
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        error_messages={"unique": "这个代码已经登记，请申请加入该企业。"},
    )
    # Why a code was let pass whose check character is wrong, as a few that were issued are.
    code_note = models.CharField(
        "代码核对说明", max_length=500, blank=True, default="", db_default=""
    )
    name = NameField("企业名称", max_length=200)
    name_key = models.CharField("名称匹配键", max_length=200, editable=False, default="")
    name_pinyin = models.CharField("名称拼音", max_length=400, editable=False, default="")
    address = models.CharField("注册地址", max_length=300, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=60, blank=True)
    industry_code = models.CharField("行业大类", max_length=4, blank=True)
    registered_capital = money("注册资本", validators=[MinValueValidator(0)])
    established_on = models.DateField("成立日期", null=True, blank=True)
    staff = models.PositiveIntegerField("从业人员（人）", null=True, blank=True)
    revenue = money("营业收入", validators=[MinValueValidator(0)])
    assets = money("资产总额", validators=[MinValueValidator(0)])
    figures_note = models.CharField(
        "数据核对说明", max_length=500, blank=True, default="", db_default=""
    )
    size_class = models.CharField(
        "企业规模", max_length=10, choices=SizeClass.choices, blank=True, default=""
    )
    size_reason = models.CharField("划型依据", max_length=300, blank=True, default="")
    # The year at whose end staff, revenue and assets were as they stand here.
    size_year = models.PositiveSmallIntegerField(
        "划型数据年度", null=True, blank=True, editable=False
    )
    size_is_reported = models.BooleanField(
        "按年度数据划型", default=False, db_default=False, editable=False
    )
    contact_name = models.CharField("联系人", max_length=60, blank=True)
    contact_phone = models.CharField("联系电话", max_length=30, blank=True)
    contact_email = models.EmailField("联系邮箱", blank=True)
    registration_state = models.CharField(
        "登记状态",
        max_length=24,
        choices=RegistrationState.choices,
        default=RegistrationState.PENDING,
    )
    refusal_reason = models.CharField("未通过原因", max_length=500, blank=True, default="")
    # The scan of the business licence that came with the registration.
    licence = models.UUIDField("营业执照", null=True, blank=True)
    pool_entered_on = models.DateField("进入培育库日期", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "district"], name="enterprise_tenant_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(registration_state="unclaimed")
                | models.Q(credit_code__isnull=False),
                name="enterprise_code_unless_unclaimed",
                violation_error_message="已登记的企业必须有统一社会信用代码。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["district", "name_pinyin", "organisation"], name="enterprise_district_name"
            ),
            models.Index(fields=["name_pinyin", "organisation"], name="enterprise_name"),
            models.Index(fields=["name_key"], name="enterprise_name_key"),
            models.Index(
                fields=["district", "registration_state", "created_at"],
                name="enterprise_district_state",
            ),
            models.Index(fields=["district", "industry_code"], name="enterprise_industry"),
            # Enterprises with one legal representative are related: asked at each check of a claim.
            models.Index(fields=["legal_representative"], name="enterprise_head"),
            # Counted on every bureau's home page; the policy asks for the organisation.
            models.Index(
                fields=["district"],
                include=["organisation"],
                condition=models.Q(pool_entered_on__isnull=False),
                name="enterprise_pool",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegistrationEvent(TenantTransitionEvent):
    """A transition of an entry's registration."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="registration_events")

    class Meta:
        indexes = [models.Index(fields=["enterprise", "id"], name="registration_event_order")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.transition}"
