"""Investors' profiles and enterprises' projects, and what becomes of the two together.

Source of the fields: `shared/domain-2.md` A12. Amounts in 万元, shares in per cent.
"""

from decimal import Decimal
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import District
from accounts.tenancy import Scope, TenantManager, TenantModel, TenantQuerySet
from documents.fields import AttachmentField, NameField
from financing import bounds
from financing.investor_scope import is_investor
from pages.models import RecordModel, SharedRecord


class Domain(models.TextChoices):
    """Fields of industry, in the words that both sides choose from (示例)."""

    INFORMATION = "information", "新一代信息技术"
    EQUIPMENT = "equipment", "高端装备"
    MATERIALS = "materials", "新材料"
    ENERGY = "energy", "新能源与节能环保"
    MEDICINE = "medicine", "生物医药与医疗器械"
    MARINE = "marine", "海洋产业"
    TRANSPORT = "transport", "汽车与轨道交通"
    APPLIANCES = "appliances", "智能家电与电子"
    CHEMICALS = "chemicals", "绿色化工"
    FOOD = "food", "食品与消费品"
    SERVICES = "services", "生产性服务业"


class Round(models.TextChoices):
    """The round of financing (轮次)."""

    SEED = "seed", "种子轮"
    ANGEL = "angel", "天使轮"
    A = "a", "A 轮"
    B = "b", "B 轮"
    C = "c", "C 轮及以后"
    PRE_IPO = "pre_ipo", "上市前（Pre-IPO）"
    MERGER = "merger", "并购"


def optional_amount(
    label: str, help_text: str = ""
) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(
        label, max_digits=12, decimal_places=2, null=True, blank=True,
        validators=bounds.AMOUNT, help_text=help_text,
    )  # fmt: skip


class ProfileQuerySet(TenantQuerySet["InvestorProfile"]):
    def in_scope(self, scope: Scope) -> Self:
        """Everybody sees the profiles that are open; an investor's own people theirs."""
        if scope.is_system:
            return self
        own = Q(district_id__in=scope.district_ids)
        if scope.one_organisation:
            own &= Q(organisation_id=scope.organisation_id)
        return self.filter(Q(is_open=True, retired_at=None) | own)


ProfileManager = TenantManager.from_queryset(ProfileQuerySet, "ProfileManager")


class InvestorProfile(RecordModel, TenantModel):
    """What an investor looks for. `organisation` is the investor; it has one profile."""

    name = NameField("机构名称", max_length=100)
    domains = ArrayField(
        models.CharField(max_length=12, choices=Domain.choices), verbose_name="关注领域"
    )
    rounds = ArrayField(
        models.CharField(max_length=8, choices=Round.choices), verbose_name="关注轮次"
    )
    smallest = models.DecimalField(
        "单笔下限（万元）", max_digits=12, decimal_places=2, validators=bounds.AMOUNT
    )
    largest = models.DecimalField(
        "单笔上限（万元）", max_digits=12, decimal_places=2, validators=bounds.AMOUNT
    )
    places = ArrayField(
        models.CharField(max_length=20), verbose_name="关注区市", default=list, blank=True,
        help_text="填区市名称，几个之间用顿号隔开；不填即全市",
    )  # fmt: skip
    invested = models.TextField(
        "已投项目", max_length=2000, blank=True, default="", help_text="可以公开的案例"
    )
    introduction = models.TextField("机构介绍", max_length=2000)
    is_open = models.BooleanField(
        "向企业公开", default=True, help_text="不勾选时，企业看不到贵机构，也不能向贵机构提出对接"
    )

    objects: ClassVar[ProfileManager] = ProfileManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                name="investor_profile_once",
                violation_error_code="name",
                violation_error_message="贵机构已经有一份投资偏好，请在原有的上面修改。",
            ),
            models.CheckConstraint(
                condition=Q(largest__gte=F("smallest")),
                name="investor_profile_amounts_in_order",
                violation_error_code="largest",
                violation_error_message="单笔上限不能低于下限。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        known = set(District.objects.values_list("short_name", flat=True))
        if unknown := [one for one in self.places if one not in known]:
            text = f"没有叫“{unknown[0]}”的区市，可填：{'、'.join(sorted(known))}。"
            raise ValidationError({"places": text})

    @property
    def domain_labels(self) -> str:
        return "、".join(str(Domain(one).label) for one in self.domains)

    @property
    def round_labels(self) -> str:
        return "、".join(str(Round(one).label) for one in self.rounds)


class ContestWinner(SharedRecord):
    """Who won the city's contests (市长杯) or was named a 四新 enterprise, as published; appears
    as a project of the enterprise once that is registered."""

    class Kind(models.TextChoices):
        FOUR_NEW = "four_new", "四新经济企业"
        MAYOR_CUP = "mayor_cup", "市长杯大赛"

    kind = models.CharField("名单", max_length=10, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(
        "年份", validators=[MinValueValidator(2010), MaxValueValidator(2100)]
    )
    prize = models.CharField("奖项", max_length=60, blank=True, default="")
    project_name = NameField("项目名称", max_length=120)
    domain = models.CharField("领域", max_length=12, choices=Domain.choices)
    enterprise_name = NameField("企业名称", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    source = models.CharField("来源文件", max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["-year", "-id"], name="contest_winner_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "credit_code", "project_name"],
                name="contest_winner_once",
                violation_error_code="project_name",
                violation_error_message="这一年的名单里已经有这个项目。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year} {self.project_name}"


class ProjectQuerySet(TenantQuerySet["FinancingProject"]):
    def in_scope(self, scope: Scope) -> Self:
        """Investors see what is open; everybody else as tenants do."""
        if is_investor(scope):
            return self.filter(is_open=True, retired_at=None)
        return super().in_scope(scope)


ProjectManager = TenantManager.from_queryset(ProjectQuerySet, "ProjectManager")


class FinancingProject(RecordModel, TenantModel):
    """What an enterprise looks for capital for. `organisation` is the enterprise. A winner's
    project shows what was published until its enterprise says more."""

    class PlanReaders(models.TextChoices):
        AGREED = "agreed", "双方同意对接后"
        INVESTORS = "investors", "所有投资机构"

    enterprise_name = models.CharField("企业名称", max_length=200)
    name = NameField("项目名称", max_length=120)
    domain = models.CharField("领域", max_length=12, choices=Domain.choices)
    round = models.CharField("轮次", max_length=8, choices=Round.choices, blank=True, default="")
    amount = optional_amount("融资金额（万元）")
    share = models.DecimalField(
        "拟出让比例（%）", max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[
            MinValueValidator(Decimal("0.01"), "请填写大于 0 的比例。"),
            MaxValueValidator(100, "不能超过 100%%。"),
        ],
    )  # fmt: skip
    valuation = optional_amount("投前估值（万元）")
    purpose = models.TextField("资金用途", max_length=1000, blank=True, default="")
    summary = models.TextField("项目介绍", max_length=2000)
    is_open = models.BooleanField(
        "向投资机构公开", default=False, help_text="不勾选时只有本企业和主管部门看得到"
    )
    plan = AttachmentField("商业计划书", purpose="business-plan", editable=False)
    plan_readers = models.CharField(
        "商业计划书给谁看", max_length=10, choices=PlanReaders.choices, default=PlanReaders.AGREED
    )
    # When the enterprise agreed to its plan being read by others, and who did.
    plan_agreed_at = models.DateTimeField(null=True, editable=False)
    plan_agreed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    winner = models.OneToOneField(
        ContestWinner, models.PROTECT, null=True, blank=True, editable=False,
        related_name="project", verbose_name="获奖名单",
    )  # fmt: skip
    created_at = models.DateTimeField("提出时间", auto_now_add=True)

    objects: ClassVar[ProjectManager] = ProjectManager()

    class Meta:
        indexes = [
            models.Index(fields=["is_open", "domain", "-id"], name="project_open"),
            models.Index(fields=["organisation", "-id"], name="project_own"),
            models.Index(fields=["-amount", "-id"], name="project_amount"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=False)
                | Q(winner__isnull=False)
                | (~Q(round="") & Q(amount__isnull=False)),
                name="project_open_says_what",
                violation_error_code="amount",
                violation_error_message="公开的项目须填写轮次和融资金额。",
            )
        ]

    def __str__(self) -> str:
        return self.name
