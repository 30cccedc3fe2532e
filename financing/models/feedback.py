"""What banks report of the credit they gave (授信反馈), and how a repeated report is known."""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.tenancy import Scope, TenantManager, TenantModel
from financing.models.demand import (
    DemandHandling,
    Guarantee,
    HandlingQuerySet,
    PutToBankQuerySet,
)
from financing.models.reasons import DeclineReason

RENEWAL_AHEAD = timedelta(days=90)


class FeedbackQuerySet(PutToBankQuerySet["CreditFeedback"]):
    def running_out(self) -> Self:
        """Loans that are due within the next 90 days (local dates), or should be repaid already."""
        last = timezone.localdate() + RENEWAL_AHEAD
        return self.filter(state=CreditFeedback.State.PAID_OUT, due_on__lte=last)

    def to_follow_up(self) -> Self:
        """Those running out of which the bank has reported no renewal yet."""
        return self.running_out().exclude(_is_renewed())

    def to_settle(self) -> Self:
        """Loans that another renews, and that the bank has not reported as settled."""
        return self.filter(_is_renewed(), state=CreditFeedback.State.PAID_OUT)


def _is_renewed() -> models.Exists:
    """A loan that was paid out names the row as the one that it renews."""
    return models.Exists(
        CreditFeedback.objects.filter(
            bank_id=models.OuterRef("bank_id"),
            renews=models.OuterRef("reference"),
            state__in=(CreditFeedback.State.PAID_OUT, CreditFeedback.State.SETTLED),
        )
    )


def awaiting_credit(rows: HandlingQuerySet) -> HandlingQuerySet:
    """Of `rows` those whose enterprise chose the bank, which has reported no credit for it yet."""
    reported = CreditFeedback.objects.filter(
        bank_id=models.OuterRef("bank_id"), demand_id=models.OuterRef("demand_id")
    )
    return rows.filter(~models.Exists(reported), state=DemandHandling.State.ACCEPTED)


class CountedQuerySet(FeedbackQuerySet):
    """Without what was voided: for figures, reminders and whoever asks how things stand."""

    def in_scope(self, scope: Scope) -> Self:
        return super().in_scope(scope).filter(voided_at=None)


FeedbackManager = TenantManager.from_queryset(CountedQuerySet, "FeedbackManager")
AllFeedbackManager = TenantManager.from_queryset(FeedbackQuerySet, "AllFeedbackManager")


class CreditFeedback(TenantModel):
    """The present state of one credit, as its bank last reported it under its own `reference`.
    Amounts in 万元, rates in per cent a year, dates local. `organisation` is the enterprise.

    What was reported by mistake is voided: it stays, counts for nothing, and its reference may be
    reported anew."""

    class State(models.TextChoices):
        DECLINED = "declined", "未通过"
        GRANTED = "granted", "已授信"
        PAID_OUT = "paid_out", "已放款"
        SETTLED = "settled", "已结清"

    class Renewal(models.TextChoices):
        NONE = "none", "不是续贷"
        RENEWED = "renewed", "还款后续贷"
        WITHOUT_REPAYMENT = "without_repayment", "无还本续贷"

    bank = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="银行", related_name="+"
    )
    reference = models.CharField("银行业务编号", max_length=64)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    enterprise_name = models.CharField("企业名称", max_length=200)
    state = models.CharField("状态", max_length=8, choices=State.choices)
    contacted_on = models.DateField("对接日期")
    declined_because = models.CharField(
        "未通过原因", max_length=24, choices=DeclineReason.choices, blank=True, default=""
    )
    credit_line = models.DecimalField(
        "授信额度（万元）", max_digits=12, decimal_places=2, null=True
    )
    guarantee = models.CharField(
        "担保方式", max_length=24, choices=Guarantee.choices, blank=True, default=""
    )
    rate = models.DecimalField("年利率（%）", max_digits=6, decimal_places=3, null=True)
    paid_out = models.DecimalField("放款金额（万元）", max_digits=12, decimal_places=2, null=True)
    paid_out_on = models.DateField("放款日期", null=True)
    due_on = models.DateField("到期日", null=True)
    balance = models.DecimalField("余额（万元）", max_digits=12, decimal_places=2, null=True)
    is_first_loan = models.BooleanField("首贷", default=False)
    renewal = models.CharField(
        "续贷方式", max_length=18, choices=Renewal.choices, default=Renewal.NONE
    )
    # The reference of the loan of the same bank that this one renews; "" where none is named.
    renews = models.CharField(
        "原贷款业务编号", max_length=64, blank=True, default="", db_default=""
    )
    demand = models.ForeignKey(
        "financing.LoanDemand", models.PROTECT, verbose_name="融资需求", null=True,
        related_name="credits",
    )  # fmt: skip
    # Figures that are unusual are so: the bank has said it once.
    is_checked = models.BooleanField("数字已核对无误", default=False, db_default=False)
    is_overdue = models.BooleanField("逾期", default=False)
    settled_on = models.DateField("结清日期", null=True)
    first_reported_at = models.DateTimeField("首次反馈时间", auto_now_add=True)
    reported_at = models.DateTimeField("反馈时间")
    reported_by = models.CharField("反馈人或接口", max_length=100)

    voided_at = models.DateTimeField("作废时间", null=True)
    voided_by = models.CharField(
        "作废人或接口", max_length=100, blank=True, default="", db_default=""
    )
    void_reason = models.CharField(
        "作废原因", max_length=200, blank=True, default="", db_default=""
    )

    objects: ClassVar[FeedbackManager] = FeedbackManager()
    with_voided: ClassVar[AllFeedbackManager] = AllFeedbackManager()

    class Meta:
        indexes = [
            models.Index(fields=["bank", "-reported_at", "-id"], name="feedback_of_bank"),
            models.Index(fields=["organisation", "-reported_at"], name="feedback_of_enterprise"),
            models.Index(
                fields=["bank", "renews"],
                name="feedback_renewals",
                condition=~models.Q(renews=""),
            ),
            models.Index(
                fields=["due_on"],
                name="feedback_running_out",
                condition=models.Q(state="paid_out"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "reference"],
                name="feedback_one_reference",
                condition=models.Q(voided_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.enterprise_name}"

    def may_be_renewed_on(self, day: date) -> bool:
        """Whether a loan that is paid out on `day` may go on with this one: it ran out then."""
        if self.due_on is None or self.paid_out_on is None:
            return False
        return self.paid_out_on < day and self.due_on - RENEWAL_AHEAD <= day

    @property
    def runs_out(self) -> bool:
        """As `FeedbackQuerySet.running_out`."""
        last = timezone.localdate() + RENEWAL_AHEAD
        is_loan = self.state == self.State.PAID_OUT
        return is_loan and self.due_on is not None and self.due_on <= last


class IdempotentAnswer(TenantModel):
    """What a program was answered to a request under a key of its own: a repetition of the request
    is answered with it and does nothing. `organisation` is the bank."""

    client = models.ForeignKey("financing.BankClient", models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    body_sha256 = models.CharField(max_length=64)
    answer = models.TextField(default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="idempotent_answer_at")]
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="idempotent_answer_key"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.key}"


class FeedbackUpload(TenantModel):
    """A workbook of feedback that a bank's officer has sent and not applied yet; `rows` are those
    that may be applied, `findings` what is wrong with the others, `wrong_rows` what those hold, for
    the bank to mend. `organisation` is the bank."""

    name = models.CharField("文件名", max_length=200)
    rows = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    wrong_rows = models.JSONField(
        default=list, db_default=models.Value([], output_field=models.JSONField())
    )
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_at = models.DateTimeField("导入时间", null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="feedback_upload_own")]

    def __str__(self) -> str:
        return self.name

    @property
    def wrong_numbers(self) -> set[int]:
        """The rows of the workbook that were not taken, or will not be."""
        return {one["row"] for one in self.findings if one["row"]}

    @property
    def row_count(self) -> int:
        """How many rows the workbook held."""
        return len(self.wrong_numbers | {one["row"] for one in self.rows})

    @property
    def good_count(self) -> int:
        """How many of them were taken, or may be."""
        return self.row_count - len(self.wrong_numbers)
