"""Districts, organisations, who has which duty in them, and who is invited."""

import secrets
import uuid
from typing import ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from accounts.duties import Duty, OrganisationKind
from accounts.tenancy import TenantManager, TenantModel, TenantQuerySet


class District(models.Model):
    """A district (区市), a functional area (功能区) or the city itself, and when it is valid.

    Codes are the county-level codes of the NBS; they change (即墨 370282 became 370215), so
    never derive a district from characters 3-8 of a credit code.
    """

    class Kind(models.TextChoices):
        CITY = "city", "市本级"
        DISTRICT = "district", "区市"
        AREA = "area", "功能区"

    code = models.CharField("代码", max_length=9, unique=True)
    name = models.CharField("名称", max_length=40)
    short_name = models.CharField("简称", max_length=20)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="areas")
    sort = models.PositiveSmallIntegerField("次序", default=0)
    tile_column = models.PositiveSmallIntegerField("方块列", null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField("方块行", null=True, blank=True)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        ordering = ["sort"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A tenant: an enterprise, a bureau, a bank, a service provider."""

    kind = models.CharField("类别", max_length=20, choices=OrganisationKind.choices)
    name = models.CharField("名称", max_length=200)
    district = models.ForeignKey(
        District, models.PROTECT, verbose_name="区市", related_name="organisations"
    )
    is_active = models.BooleanField("有效", default=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    # Where everybody may reach a bureau; the guides list them.
    public_phone = models.CharField(
        "咨询电话", max_length=40, blank=True, default="", db_default="",
        help_text="办事指南上公开，如 0532-5550 0101。",
        validators=[
            RegexValidator(r"^[0-9+（）() \-转、/]{5,40}$", "电话只写数字、空格、短横和“转”。")
        ],
    )  # fmt: skip
    public_address = models.CharField(
        "办公地址", max_length=120, blank=True, default="", db_default=""
    )
    office_hours = models.CharField(
        "办公时间", max_length=60, blank=True, default="", db_default="",
        help_text="如：工作日 9:00—11:30，13:30—17:00。",
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["kind", "district"], name="organisation_kind_district")]
        constraints = [
            models.UniqueConstraint(fields=["id", "district"], name="organisation_tenant_unique")
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(TenantQuerySet["Membership"]):
    def working(self) -> Self:
        """The duties that people have now, without those of programs."""
        return self.filter(is_active=True, is_program=False)


MembershipManager = TenantManager.from_queryset(MembershipQuerySet, "MembershipManager")


class Membership(TenantModel):
    """A person's duty in an organisation."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="memberships")
    duty = models.CharField("职责", max_length=20, choices=Duty.choices)
    is_administrator = models.BooleanField("机构管理员", default=False)
    is_active = models.BooleanField("在岗", default=True)
    # The account of a program, which nobody signs in with and no administrator manages.
    is_program = models.BooleanField("程序账号", default=False, db_default=False)
    since = models.DateTimeField("加入时间", default=timezone.now)
    left_at = models.DateTimeField("离开时间", null=True, blank=True)

    objects: ClassVar[MembershipManager] = MembershipManager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "is_active"], name="membership_user"),
            models.Index(fields=["organisation", "is_active"], name="membership_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "duty"],
                condition=models.Q(is_active=True),
                name="membership_once",
                violation_error_message="此人已经担任这项职责。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}@{self.organisation_id} {self.duty}"


def new_token() -> str:
    return secrets.token_urlsafe(32)


class Invitation(TenantModel):
    """A duty that waits for the owner of an e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("电子邮箱")
    name = models.CharField("姓名", max_length=60)
    duty = models.CharField("职责", max_length=20, choices=Duty.choices)
    is_administrator = models.BooleanField("机构管理员", default=False)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    invited_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField("邀请时间", auto_now_add=True)
    expires_at = models.DateTimeField("有效期至")
    accepted_at = models.DateTimeField("接受时间", null=True, blank=True)
    declined_at = models.DateTimeField("谢绝时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["email"], name="invitation_email")]

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation_id}"
