"""What belongs to a claim for money besides its lines: keys, files, sent workbooks, goals."""

from decimal import Decimal
from typing import ClassVar, Self, TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.tenancy import Actor, TenantManager, TenantModel, TenantQuerySet
from financing.models.subsidy import SubsidyClaim, SubsidyLine

M = TypeVar("M", bound=TenantModel)


class OfClaimQuerySet(TenantQuerySet[M]):
    """Rows of a claim: who may not see the claim sees none of them."""

    def visible_to(self, actor: Actor) -> Self:
        rows = super().visible_to(actor).filter(claim__application__deleted_at=None)
        return rows if actor.is_enterprise else rows.exclude(claim__application__submitted_at=None)


OfClaimManager = TenantManager.from_queryset(OfClaimQuerySet, "OfClaimManager")


class SubsidyKey(TenantModel):
    """What a line is recognised by in other claims: a normalised number. Lines that were withdrawn
    have none. Found across enterprises by `financing_claim_hits` alone."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", "发票号码"
        SAME_SALE = "same_sale", "同一供应商、日期和金额"
        SERIAL = "serial", "出厂编号"
        CUSTOMS = "customs", "关税缴款书号"
        LOAN = "loan", "借据号"
        POLICY = "policy", "保单号"
        PROOF = "proof", "证明文件编号"

    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="keys")
    line = models.ForeignKey(SubsidyLine, models.PROTECT, related_name="keys")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    key = models.CharField("号码", max_length=160)

    objects: ClassVar[OfClaimManager] = OfClaimManager()

    class Meta:
        indexes = [
            models.Index(fields=["key", "kind"], name="subsidy_key"),
            models.Index(fields=["claim"], name="subsidy_key_claim"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["line", "kind"], name="subsidy_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"


class SubsidyFile(TenantModel):
    """A file that proves a line. A removed one stays, so that the past can be shown."""

    class Role(models.TextChoices):
        PHOTO = "photo", "设备照片"
        INVOICE = "invoice", "发票"
        PAYMENT = "payment", "付款凭证"
        CONTRACT = "contract", "合同"
        OTHER = "other", "其他"

    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="files")
    line = models.ForeignKey(SubsidyLine, models.PROTECT, related_name="files")
    role = models.CharField("用途", max_length=10, choices=Role.choices)
    attachment = models.ForeignKey("documents.Attachment", models.PROTECT, related_name="+")
    added_at = models.DateTimeField("上传时间", auto_now_add=True)
    removed_at = models.DateTimeField("删除时间", null=True, blank=True)

    objects: ClassVar[OfClaimManager] = OfClaimManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "attachment"],
                condition=models.Q(removed_at=None),
                name="subsidy_file_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.attachment_id}"


class SubsidyUpload(TenantModel):
    """A workbook of lines that was sent and checked. `rows` are the good ones as they will be
    written, `cells` the whole sheet as it was sent, `findings` each wrong cell."""

    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="uploads")
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类别", max_length=10, choices=SubsidyLine.Kind.choices)
    rows = models.JSONField("可写入的行", default=list)
    cells = models.JSONField("原表", default=list)
    findings = models.JSONField("要改的单元格", default=list)
    written = models.JSONField("写入结果", default=dict)
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_at = models.DateTimeField("写入时间", null=True, blank=True)

    objects: ClassVar[OfClaimManager] = OfClaimManager()

    class Meta:
        indexes = [models.Index(fields=["claim", "-id"], name="subsidy_upload_latest")]

    def __str__(self) -> str:
        return self.name


class SubsidyGoal(TenantModel):
    """A performance goal (绩效目标) that a claim promises; the weights of a claim make 100."""

    class Dimension(models.TextChoices):
        QUANTITY = "quantity", "产出 · 数量"
        QUALITY = "quality", "产出 · 质量"
        TIME = "time", "产出 · 时效"
        COST = "cost", "产出 · 成本"
        ECONOMY = "economy", "效益 · 经济"
        SOCIETY = "society", "效益 · 社会"
        ECOLOGY = "ecology", "效益 · 生态"
        LASTING = "lasting", "效益 · 可持续"
        SATISFACTION = "satisfaction", "满意度"
        BUDGET = "budget", "预算执行"

    class Direction(models.TextChoices):
        AT_LEAST = "at_least", "≥"
        AT_MOST = "at_most", "≤"
        EQUAL = "equal", "="

    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="goals")
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("指标", max_length=100)
    dimension = models.CharField("类别", max_length=12, choices=Dimension.choices)
    base = models.DecimalField("上年值", max_digits=18, decimal_places=4, null=True, blank=True)
    direction = models.CharField(
        "方向", max_length=8, choices=Direction.choices, default=Direction.AT_LEAST
    )
    target = models.DecimalField("目标值", max_digits=18, decimal_places=4)
    unit = models.CharField("单位", max_length=20, blank=True, default="")
    weight = models.DecimalField(
        "权重",
        max_digits=5,
        decimal_places=2,
        validators=[
            MinValueValidator(Decimal("0.01"), "权重应大于 0。"),
            MaxValueValidator(100, "权重不能超过 100。"),
        ],
    )
    source = models.CharField("数据来源", max_length=100)
    # The local day by which it is to be reached; one year after the first payment without one.
    due_on = models.DateField("目标日期", null=True, blank=True)

    objects: ClassVar[OfClaimManager] = OfClaimManager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="subsidy_goal_once")
        ]

    def __str__(self) -> str:
        return self.name
