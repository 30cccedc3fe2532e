"""Loan demands (融资需求) that enterprises put to banks, and how each bank handles one."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from accounts.tenancy import M, Scope, TenantManager, TenantModel, TenantQuerySet
from financing import bounds
from financing.bank_scope import is_bank
from financing.models.reasons import DeclineReason
from lifecycle.models import TenantTransitionEvent


class Purpose(models.TextChoices):
    """What a loan is for."""

    WORKING_CAPITAL = "working_capital", "流动资金周转"
    EQUIPMENT = "equipment", "设备购置与技术改造"
    RESEARCH = "research", "研发投入"
    PREMISES = "premises", "厂房建设"
    ORDER = "order", "订单与供应链"
    RENEWAL = "renewal", "续贷"
    OTHER = "other", "其他"


class Guarantee(models.TextChoices):
    """What secures a loan (担保方式)."""

    CREDIT = "credit", "信用"
    SURETY = "surety", "保证"
    GUARANTEE_COMPANY = "guarantee_company", "融资担保公司担保"
    MORTGAGE = "mortgage", "抵押"
    PLEDGE = "pledge", "质押"
    INTELLECTUAL_PROPERTY = "intellectual_property", "知识产权质押"
    OTHER = "other", "其他"


class DemandQuerySet(TenantQuerySet["LoanDemand"]):
    def in_scope(self, scope: Scope) -> Self:
        """Banks see the demands that were put to them."""
        if is_bank(scope):
            return self.filter(bank_ids__contains=[scope.organisation_id])
        return super().in_scope(scope)


class PutToBankQuerySet(TenantQuerySet[M]):
    """Rows between one enterprise and one bank, both of which see them."""

    def in_scope(self, scope: Scope) -> Self:
        if is_bank(scope):
            return self.filter(bank_id=scope.organisation_id)
        return super().in_scope(scope)


class HandlingQuerySet(PutToBankQuerySet["DemandHandling"]):
    def waiting_for_bank(self) -> Self:
        """Those that the bank has to decide."""
        return self.filter(state__in=WAITING_FOR_BANK)

    def waiting_for_enterprise(self) -> Self:
        """Those with a question to answer or an offer to look at."""
        return self.filter(state__in=(DemandHandling.State.ASKED, DemandHandling.State.OFFERED))

    def overdue(self) -> Self:
        """Those that the bank should have decided before today (local date)."""
        return self.waiting_for_bank().filter(due_on__lt=timezone.localdate())


DemandManager = TenantManager.from_queryset(DemandQuerySet, "DemandManager")
PutToBankManager = TenantManager.from_queryset(PutToBankQuerySet, "PutToBankManager")
HandlingManager = TenantManager.from_queryset(HandlingQuerySet, "HandlingManager")


class LoanDemand(TenantModel):
    """What an enterprise of the list needs; amounts in 万元, rates in per cent a year.
    `organisation` is the enterprise; only `demands.loan_demand_machine` assigns `state`.
    """

    class State(models.TextChoices):
        OPEN = "open", "对接中"
        SETTLED = "settled", "已选定银行"
        CLOSED = "closed", "已结束"

    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    enterprise_name = models.CharField("企业名称", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    amount = models.DecimalField(
        "金额（万元）", max_digits=12, decimal_places=2, validators=bounds.AMOUNT
    )
    term_months = models.PositiveSmallIntegerField("期限（个月）", validators=bounds.MONTHS)
    purpose = models.CharField("用途", max_length=20, choices=Purpose.choices)
    explanation = models.TextField("用途说明", max_length=1000)
    guarantees = ArrayField(
        models.CharField(max_length=24, choices=Guarantee.choices), verbose_name="可以提供的担保"
    )
    highest_rate = models.DecimalField(
        "可接受的年利率（%）", max_digits=6, decimal_places=3, null=True, blank=True,
        validators=bounds.RATE,
    )  # fmt: skip
    needed_by = models.DateField(
        "希望到账日期", null=True, blank=True, validators=[bounds.in_the_coming_year]
    )
    contact_name = models.CharField("联系人", max_length=60)
    contact_phone = models.CharField("联系电话", max_length=40, validators=bounds.PHONE)
    # The loan that is to go on without repayment, for a renewal.
    renews = models.ForeignKey(
        "financing.CreditFeedback", models.PROTECT, null=True, related_name="renewals"
    )
    # Whom it was put to; row-level security reads it.
    bank_ids = ArrayField(models.BigIntegerField(), default=list)
    posted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    posted_at = models.DateTimeField("提出时间", auto_now_add=True)
    ended_at = models.DateTimeField("结束时间", null=True)

    objects: ClassVar[DemandManager] = DemandManager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-id"], name="loan_demand_own"),
            models.Index(fields=["district", "state", "-id"], name="loan_demand_district"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, term_months__gt=0), name="loan_demand_is_positive"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.enterprise_name}"

    @property
    def number(self) -> str:
        return f"RZ{timezone.localtime(self.posted_at).year}{self.pk:06d}"

    @property
    def guarantee_labels(self) -> list[str]:
        return [str(Guarantee(one).label) for one in self.guarantees]


class LoanDemandEvent(TenantTransitionEvent):
    """A transition of a demand as a whole."""

    demand = models.ForeignKey(LoanDemand, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["demand", "id"], name="loan_demand_event_order")]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.transition}"


class DemandHandling(TenantModel):
    """How one bank handles one demand. `organisation` is the enterprise; `state` is assigned by
    `financing.demands.machine` alone.

    `due_on` is the last day (local) on which the bank is to decide, while it is its turn.
    """

    class State(models.TextChoices):
        SENT = "sent", "待受理"
        TAKEN = "taken", "办理中"
        ASKED = "asked", "待企业补充"
        OFFERED = "offered", "已报方案"
        ACCEPTED = "accepted", "企业已选定"
        DECLINED = "declined", "未通过"
        CLOSED = "closed", "已结束"

    demand = models.ForeignKey(LoanDemand, models.PROTECT, related_name="handlings")
    bank = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="银行", related_name="+"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.SENT)
    version = models.PositiveIntegerField("版本号", default=1)
    sent_at = models.DateTimeField("送达时间", auto_now_add=True)
    due_on = models.DateField("办结期限", null=True)
    decided_at = models.DateTimeField("答复时间", null=True)
    declined_because = models.CharField(
        "未通过原因", max_length=24, choices=DeclineReason.choices, blank=True, default=""
    )

    objects: ClassVar[HandlingManager] = HandlingManager()

    class Meta:
        indexes = [
            models.Index(fields=["bank", "state", "due_on", "id"], name="demand_handling_desk"),
            models.Index(fields=["district", "state", "due_on"], name="demand_handling_due"),
            models.Index(
                fields=["bank", "due_on", "id"],
                condition=models.Q(state__in=("sent", "taken")),
                name="demand_handling_queue",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["demand", "bank"], name="demand_handling_once"),
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} → {self.bank_id}"

    @property
    def is_repairable(self) -> bool:
        """Whether the enterprise can mend what it was declined for, and come back."""
        beyond_it = ("", DeclineReason.INDUSTRY, DeclineReason.BANK_LIMIT)
        return self.declined_because not in beyond_it

    @property
    def is_overdue(self) -> bool:
        today = timezone.localdate()
        return self.due_on is not None and self.due_on < today and self.state in WAITING_FOR_BANK

    @property
    def days_left(self) -> int | None:
        """Calendar days to the last day; negative when it is over."""
        return None if self.due_on is None else (self.due_on - timezone.localdate()).days

    @property
    def days_late(self) -> int:
        """Calendar days since the last day; 0 while it has not passed."""
        return max(0, -(self.days_left or 0))


WAITING_FOR_BANK = (DemandHandling.State.SENT, DemandHandling.State.TAKEN)


class LoanOffer(TenantModel):
    """What a bank offers (融资方案); amounts in 万元, rates in per cent a year. Append-only: a
    further offer of the same handling replaces the one before."""

    class Repayment(models.TextChoices):
        AT_END = "at_end", "到期还本、按期付息"
        INSTALMENTS = "instalments", "等额本息"
        EQUAL_PRINCIPAL = "equal_principal", "等额本金"
        REVOLVING = "revolving", "随借随还"
        OTHER = "other", "其他"

    handling = models.ForeignKey(DemandHandling, models.PROTECT, related_name="offers")
    bank = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    amount = models.DecimalField(
        "授信额度（万元）", max_digits=12, decimal_places=2, validators=bounds.AMOUNT
    )
    term_months = models.PositiveSmallIntegerField("期限（个月）", validators=bounds.MONTHS)
    rate = models.DecimalField(
        "年利率（%）", max_digits=6, decimal_places=3, validators=bounds.RATE
    )
    guarantee = models.CharField("担保方式", max_length=24, choices=Guarantee.choices)
    repayment = models.CharField("还款方式", max_length=16, choices=Repayment.choices)
    other_costs = models.CharField("其他费用", max_length=200, blank=True, default="")
    conditions = models.CharField("放款条件", max_length=1000, blank=True, default="")
    valid_to = models.DateField("方案有效期至", validators=[bounds.in_the_coming_year])
    is_checked = models.BooleanField("数字已核对无误", default=False, db_default=False)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField("提出时间", auto_now_add=True)

    objects: ClassVar[PutToBankManager] = PutToBankManager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.handling_id} {self.amount}"

    def is_valid_on(self, day: date) -> bool:
        return day <= self.valid_to


class DemandEvent(TenantTransitionEvent):
    """A transition of a handling; its reason holds a bank's question and an enterprise's answer."""

    handling = models.ForeignKey(DemandHandling, models.PROTECT, related_name="events")
    bank = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")

    objects: ClassVar[PutToBankManager] = PutToBankManager()

    class Meta:
        indexes = [models.Index(fields=["handling", "id"], name="demand_event_order")]

    def __str__(self) -> str:
        return f"{self.handling_id} {self.transition}"


class DemandFileQuerySet(PutToBankQuerySet["DemandFile"]):
    def in_scope(self, scope: Scope) -> Self:
        """What an enterprise gives to a bank is between the two: bureaus do not see it."""
        if not (scope.is_system or scope.one_organisation):
            return self.none()
        return super().in_scope(scope)


DemandFileManager = TenantManager.from_queryset(DemandFileQuerySet, "DemandFileManager")


class DemandFile(TenantModel):
    """A file that an enterprise gave to one bank with an answer. `organisation` is the
    enterprise."""

    handling = models.ForeignKey(DemandHandling, models.PROTECT, related_name="files")
    bank = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    event = models.ForeignKey(DemandEvent, models.PROTECT, related_name="+")
    attachment = models.OneToOneField("documents.Attachment", models.PROTECT, related_name="+")
    # As the attachment says, which the bank does not see: it belongs to the enterprise.
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("大小（字节）")

    objects: ClassVar[DemandFileManager] = DemandFileManager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class SupportPlan(TenantModel):
    """What one bank undertakes for one enterprise of the list (一企一策支持方案); amounts in 万元.
    A change is a new row that replaces the one before, so that the past stays known."""

    bank = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="银行", related_name="+"
    )
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    enterprise_name = models.CharField("企业名称", max_length=200)
    measures = models.TextField("支持措施", max_length=2000)
    credit_line = models.DecimalField(
        "拟授信额度（万元）", max_digits=12, decimal_places=2, null=True, blank=True,
        validators=bounds.AMOUNT,
    )  # fmt: skip
    is_checked = models.BooleanField("数字已核对无误", default=False, db_default=False)
    manager_name = models.CharField("客户经理", max_length=60)
    manager_phone = models.CharField("联系电话", max_length=40, validators=bounds.PHONE)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", validators=[bounds.in_the_coming_years])
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField("制定时间", auto_now_add=True)
    replaced_at = models.DateTimeField("被替换时间", null=True)

    objects: ClassVar[PutToBankManager] = PutToBankManager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="support_plan_enterprise")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "bank"],
                condition=models.Q(replaced_at=None),
                name="support_plan_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")),
                name="support_plan_term_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_id} → {self.enterprise_name}"

    def clean(self) -> None:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": "截止日期不能早于开始日期。"})

    @property
    def is_over(self) -> bool:
        return self.valid_to < timezone.localdate()
