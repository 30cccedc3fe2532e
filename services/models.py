"""Policies (政策): what the state, province, city and districts offer, and whom it is for."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import District
from documents.fields import AttachmentField, NumberField, unique_number
from enterprises.models import Enterprise, SizeClass
from enterprises.rules.industry import section_of_division, sections
from pages.models import SharedRecord, SharedRecordManager, SharedRecordQuerySet

NUMBER_TAKEN = "这个文号已经登记。"


class PolicyQuerySet(SharedRecordQuerySet["Policy"]):
    def in_force(self) -> Self:
        """Those in force today (local date)."""
        today = timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)

    def fitting(self, enterprise: Enterprise) -> Self:
        """Those in force that are for an enterprise of this district, size and industry."""
        section = section_of_division().get(enterprise.industry_code[:2], "")
        return self.in_force().filter(
            Q(district=None) | Q(district=enterprise.district_id),
            Q(sizes=[]) | Q(sizes__contains=[enterprise.size_class]),
            Q(industries=[]) | Q(industries__contains=[section]),
        )


PolicyManager = SharedRecordManager.from_queryset(PolicyQuerySet, "PolicyManager")


class Policy(SharedRecord):
    """A published policy. No size or no industry means all of them."""

    class Level(models.TextChoices):
        STATE = "state", "国家"
        PROVINCE = "province", "省"
        CITY = "city", "市"
        DISTRICT = "district", "区市"

    title = models.CharField("政策名称", max_length=200)
    document_number = NumberField(
        "文号", max_length=60, unique=True, error_messages={"unique": NUMBER_TAKEN}
    )
    issuer = models.CharField("发布机构", max_length=100)
    level = models.CharField("级别", max_length=10, choices=Level.choices)
    district = models.ForeignKey(
        District, models.PROTECT, verbose_name="区市", null=True, blank=True, related_name="+",
        limit_choices_to=~Q(kind=District.Kind.CITY), help_text="区市一级的政策须写明区市。",
    )  # fmt: skip
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True, help_text="不填即长期有效。")
    tags = ArrayField(
        models.CharField(max_length=20), verbose_name="标签", default=list, blank=True
    )
    sizes = ArrayField(
        models.CharField(max_length=10, choices=SizeClass.choices),
        verbose_name="适用规模", default=list, blank=True,
    )  # fmt: skip
    industries = ArrayField(
        models.CharField(max_length=1, choices=sections()),
        verbose_name="适用行业", default=list, blank=True,
    )  # fmt: skip
    text = models.TextField("政策内容", max_length=20_000)
    attachment = AttachmentField("原文", purpose="policy")

    objects: ClassVar[PolicyManager] = PolicyManager()

    class Meta:
        indexes = [models.Index(fields=["-valid_from", "-id"], name="policy_newest")]
        constraints = [
            unique_number("document_number", "policy_number_key", NUMBER_TAKEN),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="policy_ends_after_it_begins",
                violation_error_code="valid_to",
                violation_error_message="失效日期不能早于生效日期。",
            ),
            models.CheckConstraint(
                condition=Q(level="district", district__isnull=False)
                | (~Q(level="district") & Q(district=None)),
                name="policy_district_of_its_level",
                violation_error_code="district",
                violation_error_message="区市一级的政策须选择区市，其他级别不选。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def status(self) -> str:
        today = timezone.localdate()
        if self.is_retired:
            return "已停用"
        if self.valid_from > today:
            return "未生效"
        return "已失效" if self.valid_to and self.valid_to < today else "生效中"
