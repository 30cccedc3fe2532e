"""The ledger (台账): entries that are never changed, each of legs that add up to zero."""

from django.db import models

from financing.models.fund import FundYear
from financing.models.fund_rows import FundRow, yuan


class Account(models.TextChoices):
    """The accounts of a fund's year; each is a column of `FundYear`.

    Source: domain facts A10 (示例): 预算 → 占用 → 承诺 → 在途 → 已付; 退回, 追回应收, 已追回.
    """

    SOURCE = "source", "财政拨入"
    AVAILABLE = "available", "可用"
    RESERVED = "reserved", "占用"
    COMMITTED = "committed", "承诺"
    IN_TRANSIT = "in_transit", "在途"
    PAID = "paid", "已付"
    RETURNED = "returned", "退回"
    RECEIVABLE = "receivable", "追回应收"
    RECOVERED = "recovered", "已追回"


class EntryKind(models.TextChoices):
    """What an entry records."""

    APPROPRIATE = "appropriate", "下达预算"
    RAISE = "raise", "追加预算"
    LOWER = "lower", "调减预算"
    RESERVE = "reserve", "占用"
    UNRESERVE = "unreserve", "解除占用"
    COMMIT = "commit", "承诺"
    UNCOMMIT = "uncommit", "取消承诺"
    SEND = "send", "送银行"
    PAY = "pay", "付款相符"
    FAIL = "fail", "付款失败，回到承诺"
    RETURN = "return", "银行退回"
    REOPEN = "reopen", "退回，恢复占用"
    AGAIN = "again", "重新列入应付"
    CLAIM_BACK = "claim_back", "追回应收"
    UNCLAIM = "unclaim", "减少追回应收"
    RECOVER = "recover", "追回到账"
    WRITE_OFF = "write_off", "核销"
    CARRY_OUT = "carry_out", "结转下年"
    CARRY_IN = "carry_in", "上年结转"


class LedgerEntry(FundRow):
    """One event of the money. `key` is unique: the same event twice is one entry.

    `happened_on` is the local day on which it happened, which may lie before the day of `at`;
    `organisation` is the enterprise that it is about, while `district` is the fund's.
    """

    key = models.CharField("唯一号", max_length=120, unique=True)
    fund_year = models.ForeignKey(FundYear, models.PROTECT, related_name="entries")
    kind = models.CharField("事件", max_length=12, choices=EntryKind.choices)
    amount = yuan("金额")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="企业", null=True, related_name="+"
    )
    # Plain numbers: a case and a payable may move with their enterprise to another district.
    application_id = models.BigIntegerField("申报", null=True)
    payable_id = models.BigIntegerField("应付", null=True)
    batch_id = models.BigIntegerField("支付批次", null=True)
    text = models.CharField("摘要", max_length=300, blank=True, default="")
    happened_on = models.DateField("日期")
    at = models.DateTimeField("记账时间", auto_now_add=True)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="记账人", null=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["fund_year", "-id"], name="ledger_entry_of_year"),
            models.Index(fields=["application_id"], name="ledger_entry_of_case"),
            models.Index(fields=["batch_id", "id"], name="ledger_entry_of_batch"),
        ]

    def __str__(self) -> str:
        return self.key


class LedgerLeg(FundRow):
    """One side of an entry: what an account gained, with a minus what it lost."""

    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="legs")
    fund_year = models.ForeignKey(FundYear, models.PROTECT, related_name="+")
    account = models.CharField("科目", max_length=12, choices=Account.choices)
    amount = yuan("金额")
    application_id = models.BigIntegerField("申报", null=True)
    happened_on = models.DateField("日期")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["fund_year", "happened_on"], name="ledger_leg_day"),
            models.Index(fields=["application_id", "account"], name="ledger_leg_of_case"),
        ]
        constraints = [
            models.CheckConstraint(name="ledger_leg_moves_something", condition=~models.Q(amount=0))
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
