"""What banks report of the credit they gave (授信反馈), and how a repeated report is known."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.tenancy import TenantManager, TenantModel
from financing.models.demand import Guarantee, PutToBankQuerySet
from financing.models.reasons import DeclineReason

RENEWAL_AHEAD = timedelta(days=90)


class FeedbackQuerySet(PutToBankQuerySet["CreditFeedback"]):
    def running_out(self) -> Self:
        """Loans that are due within the next 90 days (local dates), or should be repaid already."""
        last = timezone.localdate() + RENEWAL_AHEAD
        return self.filter(state=CreditFeedback.State.PAID_OUT, due_on__lte=last)

    def to_follow_up(self) -> Self:
        """Those running out of which the bank has reported no renewal yet.

        A renewal may come under a reference of its own and names no loan before it: one of the
        same enterprise that was paid out while this loan was running out is taken for it.
        """
        renewals = CreditFeedback.objects.filter(
            bank_id=models.OuterRef("bank_id"),
            organisation_id=models.OuterRef("organisation_id"),
            paid_out_on__gt=models.OuterRef("paid_out_on"),
            paid_out_on__gte=models.OuterRef("due_on") - RENEWAL_AHEAD,
            due_on__gt=models.OuterRef("due_on"),
        ).exclude(renewal=CreditFeedback.Renewal.NONE)
        return self.running_out().exclude(models.Exists(renewals))


FeedbackManager = TenantManager.from_queryset(FeedbackQuerySet, "FeedbackManager")


class CreditFeedback(TenantModel):
    """The present state of one credit, as its bank last reported it under its own `reference`.
    Amounts in 万元, rates in per cent a year, dates local. `organisation` is the enterprise."""

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
    is_overdue = models.BooleanField("逾期", default=False)
    settled_on = models.DateField("结清日期", null=True)
    first_reported_at = models.DateTimeField("首次反馈时间", auto_now_add=True)
    reported_at = models.DateTimeField("反馈时间")
    reported_by = models.CharField("反馈人或接口", max_length=100)

    objects: ClassVar[FeedbackManager] = FeedbackManager()

    class Meta:
        indexes = [
            models.Index(fields=["bank", "-reported_at", "-id"], name="feedback_of_bank"),
            models.Index(fields=["organisation", "-reported_at"], name="feedback_of_enterprise"),
            models.Index(
                fields=["due_on"],
                name="feedback_running_out",
                condition=models.Q(state="paid_out"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["bank", "reference"], name="feedback_one_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.enterprise_name}"

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
        return {one["row"] for one in self.findings}

    @property
    def row_count(self) -> int:
        """How many rows the workbook held."""
        return len(self.wrong_numbers | {one["row"] for one in self.rows})

    @property
    def good_count(self) -> int:
        """How many of them were taken, or may be."""
        return self.row_count - len(self.wrong_numbers)
