"""Claims for subsidies: the money side of a filing, and the lines that it is computed from."""

from decimal import Decimal
from typing import ClassVar, Self

from django.db import models

from accounts.tenancy import Actor, Scope, TenantManager, TenantModel, TenantQuerySet
from financing.firm_scope import READS_WHILE, acts_for_firm, is_firm


class SubsidyClaimQuerySet(TenantQuerySet["SubsidyClaim"]):
    def in_scope(self, scope: Scope) -> Self:
        """Audit firms see the claims that were assigned to them."""
        if is_firm(scope):
            return self.filter(audits__firm_id=scope.organisation_id, audits__state__in=READS_WHILE)
        return super().in_scope(scope)

    def visible_to(self, actor: Actor) -> Self:
        """An enterprise sees its own claims, drafts too; everybody else only filed ones. Of an
        audit firm's claims the filings do not exist for it."""
        if acts_for_firm(actor):
            return super().visible_to(actor)
        rows = super().visible_to(actor).filter(application__deleted_at=None)
        return rows if actor.is_enterprise else rows.exclude(application__submitted_at=None)


class SubsidyLineQuerySet(TenantQuerySet["SubsidyLine"]):
    def in_scope(self, scope: Scope) -> Self:
        """Audit firms see the lines of the claims that were assigned to them."""
        if is_firm(scope):
            return self.filter(
                claim__audits__firm_id=scope.organisation_id,
                claim__audits__state__in=READS_WHILE,
            )
        return super().in_scope(scope)

    def visible_to(self, actor: Actor) -> Self:
        """Of the claims that the actor sees."""
        rows = super().visible_to(actor)
        if acts_for_firm(actor):
            return rows
        rows = rows.filter(claim__application__deleted_at=None)
        return rows if actor.is_enterprise else rows.exclude(claim__application__submitted_at=None)

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


SubsidyLineManager = TenantManager.from_queryset(SubsidyLineQuerySet, "SubsidyLineManager")
SubsidyClaimManager = TenantManager.from_queryset(SubsidyClaimQuerySet, "SubsidyClaimManager")


def _yuan(label: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(label, max_digits=16, decimal_places=2, null=True, blank=True)


class SubsidyClaim(TenantModel):
    """What a filing asks for in money, by the amount rule of its scheme version. All in 元.

    Each amount stands with the worked sum that gives it, in `sums` by the same name, so that it can
    be computed again. `approved_amount` is what was decided; what is paid is the ledger's to say.
    """

    class Origin(models.TextChoices):
        DECLARED = "declared", "企业申报"
        AUTO = "auto", "免申即享"

    application = models.OneToOneField(
        "procedures.Application", models.PROTECT, related_name="claim"
    )
    fund_code = models.SlugField("资金", max_length=40)
    fiscal_year = models.PositiveSmallIntegerField("资金年度")
    origin = models.CharField(
        "来源", max_length=10, choices=Origin.choices, default=Origin.DECLARED
    )
    # What "the same project" means for caps and exclusions: the number that it was put on file
    # under, or its name, normalised.
    project = models.CharField("项目", max_length=120, blank=True, default="")
    exclusion_group = models.CharField("互斥组", max_length=40, blank=True, default="")
    sums = models.JSONField("算式", default=dict)
    declared_amount = _yuan("申报金额")
    district_amount = _yuan("初审金额")
    audited_amount = _yuan("核定金额")
    approved_amount = _yuan("审定金额")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[SubsidyClaimManager] = SubsidyClaimManager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "fiscal_year"], name="subsidy_claim_own"),
            models.Index(fields=["fund_code", "fiscal_year", "id"], name="subsidy_claim_fund"),
            models.Index(fields=["district", "id"], name="subsidy_claim_district"),
        ]

    def __str__(self) -> str:
        return f"{self.application}"


class SubsidyLine(TenantModel):
    """One line of a claim: an invoice, a loan, a policy, a unit or a contract. Money in 元.

    `number` never changes; a withdrawn line stays in its place. `counted` is what the line adds to
    the base by the rule; what reviewers counted of it stands in its decisions. `more` holds the
    fields that only one kind has (a loan's bank and rates, a policy's insurer), by their keys.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", "设备与发票"
        LOAN = "loan", "贷款"
        INSURANCE = "insurance", "保单"
        UNIT = "unit", "计件事项"
        CONTRACT = "contract", "服务合同"

    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField("行号")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices, default=Kind.INVOICE)
    name = models.CharField("名称", max_length=200)
    model = models.CharField("型号", max_length=100, blank=True, default="")
    purpose = models.CharField("用途", max_length=20, blank=True, default="")
    supplier_name = models.CharField("供应商", max_length=200, blank=True, default="")
    supplier_code = models.CharField("供应商税号", max_length=20, blank=True, default="")
    buyer_code = models.CharField("购方税号", max_length=20, blank=True, default="")
    invoice_kind = models.CharField("发票种类", max_length=20, blank=True, default="")
    invoice_code = models.CharField("发票代码", max_length=12, blank=True, default="")
    invoice_number = models.CharField("发票号码", max_length=20, blank=True, default="")
    invoiced_on = models.DateField("开票日期", null=True, blank=True)
    net = _yuan("不含税金额")
    tax = _yuan("税额")
    gross = _yuan("价税合计")
    customs_number = models.CharField("关税缴款书号", max_length=30, blank=True, default="")
    contract_number = models.CharField("合同号", max_length=60, blank=True, default="")
    contract_on = models.DateField("合同日期", null=True, blank=True)
    paid_on = models.DateField("付款日期", null=True, blank=True)
    payment_number = models.CharField("付款凭证号", max_length=60, blank=True, default="")
    paid = _yuan("实付净额")
    voucher_number = models.CharField("记账凭证号", max_length=60, blank=True, default="")
    asset_number = models.CharField("固定资产编号", max_length=60, blank=True, default="")
    place = models.CharField("安装地点", max_length=200, blank=True, default="")
    serial_number = models.CharField("出厂编号", max_length=60, blank=True, default="")
    is_leased = models.BooleanField("融资租赁", default=False)
    more = models.JSONField("其他", default=dict, blank=True)
    counted = _yuan("计入")
    # What the enterprise says to what was flagged, by the flag's key.
    explanations = models.JSONField("说明", default=dict, blank=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[SubsidyLineManager] = SubsidyLineManager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "number"],
                name="subsidy_line_once",
                violation_error_message="这一行已经有了。",
            )
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 行 {self.name}"
