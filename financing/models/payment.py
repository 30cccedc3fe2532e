"""What is to be paid (应付), payment batches (支付批次), and the bank's receipts (回单)."""

from datetime import timedelta
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import TenantManager, TenantModel, TenantQuerySet
from financing.models.fund import FundYear
from financing.models.fund_rows import FundRow, yuan
from financing.models.payee import PayeeAccount
from lifecycle.models import TenantTransitionEvent, TransitionEvent


class PayableQuerySet(TenantQuerySet["Payable"]):
    def open(self) -> Self:
        """What is approved and not in the account yet, stopped ones too."""
        return self.exclude(state__in=(Payable.State.PAID, Payable.State.CANCELLED))

    def unpaid_for(self, days: int) -> Self:
        """Approved and unpaid since more than `days` days (local dates)."""
        before = timezone.localdate() - timedelta(days=days)
        return self.open().exclude(state=Payable.State.WAITING).filter(due_on__lt=before)


PayableManager = TenantManager.from_queryset(PayableQuerySet, "PayableManager")


class Payable(TenantModel):
    """An instalment of what a case was granted; `amount` in 元. Its life is the machine's of
    `financing.ledger.payable_machine`; a year's end may give it to another year of its fund."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待条件"
        DUE = "due", "应付"
        ORDERED = "ordered", "已列批次"
        SENT = "sent", "在途"
        EXCEPTION = "exception", "异常"
        FAILED = "failed", "未付成"
        RETURNED = "returned", "退回"
        PAID = "paid", "已付"
        STOPPED = "stopped", "止付"
        CANCELLED = "cancelled", "已取消"

    application = models.ForeignKey(
        "procedures.Application", models.PROTECT, related_name="payables"
    )
    fund_year = models.ForeignKey(FundYear, models.PROTECT, related_name="payables")
    number = models.PositiveSmallIntegerField("期次")
    label = models.CharField("内容", max_length=100)
    payee_name = models.CharField("企业", max_length=200)
    scheme_title = models.CharField("项目", max_length=200)
    fund_name = models.CharField("资金", max_length=100)
    fiscal_year = models.PositiveSmallIntegerField("资金年度")
    clause = models.CharField("依据条款", max_length=200, blank=True, default="")
    amount = yuan("金额")
    due_on = models.DateField("应付日期")
    condition = models.CharField("付款条件", max_length=300, blank=True, default="")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DUE)
    stopped_because = models.CharField("止付原因", max_length=300, blank=True, default="")
    paid_on = models.DateField("到账日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField("承诺时间", auto_now_add=True)

    objects: ClassVar[PayableManager] = PayableManager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["fund_year", "state", "due_on", "id"], name="payable_to_pay"),
            models.Index(fields=["organisation", "-id"], name="payable_own"),
            models.Index(fields=["state", "due_on", "id"], name="payable_late"),
            models.Index(fields=["due_on", "id"], name="payable_due"),
            models.Index(fields=["district", "id"], name="payable_district"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="payable_once"),
            models.CheckConstraint(
                name="payable_amount",
                condition=models.Q(amount__gt=0),
                violation_error_message="金额应大于零。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payee_name} {self.label}"

    @property
    def days_unpaid(self) -> int:
        """Days since it fell due (local dates)."""
        return max(0, (timezone.localdate() - self.due_on).days)


class PayableEvent(TenantTransitionEvent):
    """What happened to something that is to be paid."""

    payable = models.ForeignKey(Payable, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["payable", "id"], name="payable_event_order")]

    def __str__(self) -> str:
        return f"{self.payable_id} {self.transition}"


class PaymentBatch(FundRow):
    """Payments of one fund's year that go to the bank together. `sha256` is that of the orders as
    they were sent, in the text of `financing.ledger.files.canonical`."""

    class State(models.TextChoices):
        DRAFT = "draft", "制单中"
        MADE = "made", "待放行"
        RELEASED = "released", "已放行，待送银行"
        SENT = "sent", "已送银行，待回单"
        RECONCILING = "reconciling", "对账中"
        CLOSED = "closed", "已关闭"
        CANCELLED = "cancelled", "已作废"

    number = models.CharField("批次号", max_length=20, unique=True)
    fund_year = models.ForeignKey(FundYear, models.PROTECT, related_name="batches")
    note = models.CharField("用途", max_length=100, blank=True, default="")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="制单人", related_name="+"
    )
    made_at = models.DateTimeField("制单时间", auto_now_add=True)
    released_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="放行人", null=True, related_name="+"
    )
    sent_at = models.DateTimeField("送银行时间", null=True, blank=True)
    orders_count = models.PositiveIntegerField("笔数", default=0)
    total = yuan("合计", default=0)
    # How many vouchers it ever had: their numbers are not given again.
    vouchers_given = models.PositiveIntegerField("已编凭证", default=0)
    sha256 = models.CharField("哈希", max_length=64, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund_year", "-id"], name="payment_batch_of_year")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("financing:batch", args=[self.pk])


class PaymentBatchEvent(TransitionEvent, FundRow):
    """What happened to a batch."""

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["batch", "id"], name="payment_batch_event_order")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.transition}"


class PaymentOrder(TenantModel):
    """One line of a batch (支付凭证): payee and account as they were when it was released. What the
    bank said of it last stands here; what follows from that is the payable's life."""

    class Finding(models.TextChoices):
        NONE = "", "无回单"
        MATCHED = "matched", "相符"
        AMOUNT = "amount", "金额不符"
        NAME = "name", "账号户名不符"
        FAILED = "failed", "支付失败"
        RETURNED = "returned", "退回"
        DOUBLE = "double", "付了不止一次"
        LATE = "late", "记为未付后又付出"

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="orders")
    payable = models.ForeignKey(Payable, models.PROTECT, related_name="orders")
    voucher = models.CharField("支付凭证号", max_length=30, unique=True)
    account = models.ForeignKey(PayeeAccount, models.PROTECT, related_name="+")
    amount = yuan("请求金额")
    actual = yuan("实付净额", null=True, blank=True)
    finding = models.CharField(
        "核对", max_length=10, choices=Finding.choices, blank=True, default=Finding.NONE
    )
    told = models.CharField("银行说明", max_length=300, blank=True, default="")
    bank_serial = models.CharField("银行流水号", max_length=60, blank=True, default="")
    paid_on = models.DateField("付款日期", null=True, blank=True)
    # What was done about what the bank found: none where it is still to be handled.
    handled_at = models.DateTimeField("处理时间", null=True, blank=True)
    handled_note = models.CharField("处理", max_length=300, blank=True, default="")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["batch", "finding", "id"], name="payment_order_of_batch")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "payable"], name="payment_order_once")
        ]

    def __str__(self) -> str:
        return self.voucher

    @property
    def is_fine(self) -> bool:
        return self.finding == self.Finding.MATCHED

    @property
    def difference(self) -> Decimal:
        """What was paid beyond what was asked; below zero where less was paid."""
        return (self.actual or Decimal(0)) - self.amount


class ReceiptFile(FundRow):
    """A file of receipts that was taken in; one that was refused leaves no row. The same content is
    taken once."""

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="files")
    name = models.CharField("文件", max_length=200)
    sha256 = models.CharField("哈希", max_length=64)
    rows = models.PositiveIntegerField("行数")
    total = yuan("合计")
    imported_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="导入人", related_name="+"
    )
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "sha256"], name="receipt_file_once")
        ]

    def __str__(self) -> str:
        return self.name


class ReceiptRow(FundRow):
    """A row of a file of receipts as the bank wrote it, and what it was found to say."""

    file = models.ForeignKey(ReceiptFile, models.PROTECT, related_name="receipts")
    row = models.PositiveIntegerField("行号")
    voucher = models.CharField("支付凭证号", max_length=30)
    direction = models.CharField("交易方向", max_length=1)
    payee = models.CharField("收款人", max_length=200, blank=True, default="")
    amount = yuan("实际金额")
    result = models.CharField("处理结果", max_length=3)
    told = models.CharField("银行说明", max_length=300, blank=True, default="")
    bank_serial = models.CharField("银行流水号", max_length=60, blank=True, default="")
    settled_on = models.DateField("清算日期")
    finding = models.CharField("核对", max_length=12)

    class Meta:
        ordering = ["row"]
        indexes = [models.Index(fields=["file", "voucher"], name="receipt_row_voucher")]
        constraints = [models.UniqueConstraint(fields=["file", "row"], name="receipt_row_once")]

    def __str__(self) -> str:
        return f"{self.row} {self.voucher}"
