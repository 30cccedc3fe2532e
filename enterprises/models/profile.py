"""What an enterprise makes and has: products, qualifications, research units."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.tenancy import TenantModel
from enterprises.models.enterprise import money
from pages.models import VersionedModel


class Product(VersionedModel, TenantModel):
    """A product or technology with its market segment and share."""

    name = models.CharField("产品（技术）名称", max_length=120)
    segment = models.CharField("细分领域", max_length=120)
    launched_on = models.DateField("投产日期", null=True, blank=True)
    # All that is known of products from before the day was asked for.
    launched_year = models.PositiveSmallIntegerField("投产年份", null=True, blank=True)
    sales = money("上年度销售额")
    market_share = models.DecimalField(
        "国内市场占有率（%）",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    market_rank = models.PositiveSmallIntegerField("国内排名", null=True, blank=True)
    share_basis = models.CharField("占有率依据", max_length=200, blank=True)
    figures_note = models.CharField(
        "数据核对说明", max_length=500, blank=True, default="", db_default=""
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Qualification(VersionedModel, TenantModel):
    """A title, certificate or system certification held by the enterprise."""

    name = models.CharField("资质名称", max_length=120)
    level = models.CharField(
        "级别",
        max_length=10,
        choices=[
            ("national", "国家级"),
            ("province", "省级"),
            ("city", "市级"),
            ("other", "其他"),
        ],
    )
    number = models.CharField("编号", max_length=80, blank=True)
    valid_from = models.DateField("有效期起", null=True, blank=True)
    valid_to = models.DateField("有效期止", null=True, blank=True)

    class Meta:
        ordering = ["-valid_from", "id"]

    def __str__(self) -> str:
        return self.name


class ResearchUnit(VersionedModel, TenantModel):
    """A research unit with the five 有 (action plan 2018-2021, 三(一))."""

    name = models.CharField("研发机构名称", max_length=120)
    level = models.CharField(
        "级别",
        max_length=10,
        choices=[
            ("national", "国家级"),
            ("province", "省级"),
            ("city", "市级"),
            ("own", "企业自建"),
        ],
    )
    has_staff = models.BooleanField("有专职人员", default=False)
    has_premises = models.BooleanField("有固定场所", default=False)
    has_funds = models.BooleanField("有专项经费", default=False)
    has_equipment = models.BooleanField("有专门设备", default=False)
    has_projects = models.BooleanField("有开发项目", default=False)

    FIVE = ("has_staff", "has_premises", "has_funds", "has_equipment", "has_projects")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def fulfilled(self) -> int:
        """How many of the five are there, 0-5."""
        return sum(getattr(self, name) for name in self.FIVE)
