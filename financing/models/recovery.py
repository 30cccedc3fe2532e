"""Money that is asked back (追回): why, how much, by when, and what came in."""

from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.tenancy import Actor, TenantManager, TenantModel, TenantQuerySet
from financing.models.fund import FundYear
from financing.models.fund_rows import yuan
from lifecycle.models import TenantTransitionEvent
from schemes.amounts.worked_sum import WorkedSum


class RecoveryCause(models.TextChoices):
    """Why money is asked back. Source: domain facts A7; 国务院令第427号第14条 for the first two."""

    FRAUD = "fraud", "骗取资金"
    MISUSE = "misuse", "截留挪用"
    REVOKED = "revoked", "资格被撤销"
    MOVED = "moved", "承诺期内迁出"
    GOAL = "goal", "绩效目标未完成"
    OVERPAID = "overpaid", "多付"
    DOUBLE = "double", "重复支付"


class RecoveryQuerySet(TenantQuerySet["Recovery"]):
    def visible_to(self, actor: Actor) -> Self:
        """An enterprise sees what it was told of."""
        rows = super().visible_to(actor)
        return rows.exclude(notice_number="") if actor.is_enterprise else rows

    def open(self) -> Self:
        return self.filter(state__in=(Recovery.State.PROPOSED, Recovery.State.NOTICED))

    def demanded(self) -> Self:
        """Told to the enterprise and not settled: this bars new claims."""
        return self.filter(state=Recovery.State.NOTICED)

    def overdue(self) -> Self:
        return self.demanded().filter(due_on__lt=timezone.localdate())


RecoveryManager = TenantManager.from_queryset(RecoveryQuerySet, "RecoveryManager")


class Recovery(TenantModel):
    """What one enterprise has to give back of one case; amounts in 元.

    `amount` and `received` are the principal, which is the fund's; interest is the treasury's and
    stands beside it. `worked` is the sum by which both were found, as `WorkedSum` stores it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "拟追回"
        NOTICED = "noticed", "已通知，待缴回"
        CLOSED = "closed", "已缴清"
        WRITTEN_OFF = "written_off", "已核销"
        DROPPED = "dropped", "不予追回"

    application = models.ForeignKey(
        "procedures.Application", models.PROTECT, related_name="recoveries"
    )
    fund_year = models.ForeignKey(FundYear, models.PROTECT, related_name="recoveries")
    payee_name = models.CharField("企业", max_length=200)
    scheme_title = models.CharField("项目", max_length=200)
    cause = models.CharField("事由", max_length=10, choices=RecoveryCause.choices)
    amount = yuan("应追回本金")
    received = yuan("已缴回本金", default=0)
    interest = yuan("应收利息", default=0, db_default=0)
    interest_received = yuan("已缴利息", default=0, db_default=0)
    # The day to which interest runs, itself left out; local.
    until = models.DateField("计息至", null=True, blank=True)
    interest_first = models.BooleanField("先抵利息", default=True, db_default=True)
    worked = models.JSONField("算式", null=True, blank=True)
    note = models.TextField("情况", max_length=1000)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PROPOSED)
    version = models.PositiveIntegerField(default=1)
    # None is the portal itself.
    proposed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="提出人", null=True, related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间", auto_now_add=True)
    notice_number = models.CharField("通知书文号", max_length=60, blank=True, default="")
    noticed_on = models.DateField("通知日期", null=True, blank=True)
    due_on = models.DateField("缴回期限", null=True, blank=True)

    objects: ClassVar[RecoveryManager] = RecoveryManager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation", "state"], name="recovery_own"),
            models.Index(fields=["state", "due_on", "id"], name="recovery_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "cause"],
                # What is asked beyond a demand that was noticed is proposed apart.
                condition=models.Q(state="proposed"),
                name="recovery_once",
                violation_error_message="这项申报已因同一事由提出追回。",
            ),
            models.CheckConstraint(
                name="recovery_received",
                condition=models.Q(amount__gt=0, received__gte=0, received__lte=models.F("amount")),
                violation_error_message="缴回的合计不能超过应追回的金额。",
            ),
            models.CheckConstraint(
                name="recovery_interest",
                condition=models.Q(
                    interest__gte=0,
                    interest_received__gte=0,
                    interest_received__lte=models.F("interest"),
                ),
                violation_error_message="缴回的利息不能超过应收的利息。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payee_name} {self.get_cause_display()}"

    @property
    def total(self) -> Decimal:
        """Principal and interest, in 元."""
        return Decimal(self.amount + self.interest)

    @property
    def total_received(self) -> Decimal:
        return Decimal(self.received + self.interest_received)

    @property
    def open_principal(self) -> Decimal:
        return Decimal(self.amount - self.received)

    @property
    def open_interest(self) -> Decimal:
        return Decimal(self.interest - self.interest_received)

    @property
    def open_amount(self) -> Decimal:
        """What is still to come of both, in 元."""
        return self.open_principal + self.open_interest

    @property
    def sum(self) -> WorkedSum | None:
        """The worked sum; None for what was proposed before sums were kept."""
        return WorkedSum.from_json(self.worked) if self.worked else None


class RecoveryEvent(TenantTransitionEvent):
    """What happened to a recovery."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["recovery", "id"], name="recovery_event_order")]

    def __str__(self) -> str:
        return f"{self.recovery_id} {self.transition}"


class RecoveryReceipt(TenantModel):
    """An instalment that an enterprise paid back: `amount` of it settles principal, `interest` the
    interest, in 元. The number is that of the treasury's receipt."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="receipts")
    amount = yuan("其中本金")
    interest = yuan("其中利息", default=0, db_default=0)
    received_on = models.DateField("到账日期")
    number = models.CharField("缴款书号", max_length=60)
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="登记人", related_name="+"
    )
    entered_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recovery", "number"],
                name="recovery_receipt_once",
                violation_error_message="这张缴款书已经登记过。",
            ),
            models.CheckConstraint(
                name="recovery_receipt_amount",
                condition=models.Q(amount__gte=0, interest__gte=0)
                & (models.Q(amount__gt=0) | models.Q(interest__gt=0)),
                violation_error_message="金额应大于零。",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Decimal:
        return Decimal(self.amount + self.interest)
