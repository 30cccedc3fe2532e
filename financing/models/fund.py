"""Funds (资金), their years, and changes of a budget, which two persons make."""

from django.db import models

from financing.models.fund_rows import FundRow, yuan
from lifecycle.models import TransitionEvent


class Fund(FundRow):
    """Money that subsidies are paid from: the city's, or a district's own.

    The codes are those that the treasury's payment wants (国库集中支付); what they mean is the
    treasury's to say.
    """

    code = models.SlugField(
        "代码", max_length=40, unique=True,
        error_messages={"unique": "已有资金使用这个代码，请换一个。"},
    )  # fmt: skip
    name = models.CharField("名称", max_length=100)
    source = models.CharField("设立依据", max_length=200, blank=True, default="")
    payer_name = models.CharField("付款人全称", max_length=100, blank=True, default="")
    payer_account = models.CharField("付款账号", max_length=34, blank=True, default="")
    payer_bank = models.CharField("付款人开户行", max_length=100, blank=True, default="")
    unit_code = models.CharField("预算单位编码", max_length=20, blank=True, default="")
    function_code = models.CharField("功能分类科目", max_length=20, blank=True, default="")
    economic_code = models.CharField("经济分类科目", max_length=20, blank=True, default="")
    project_code = models.CharField("项目编码", max_length=30, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


def _balance(label: str) -> "models.DecimalField":
    return yuan(label, default=0, editable=False)


class FundYear(FundRow):
    """One year of a fund: the row that is locked while its ledger is written.

    The balances are sums of the legs (`LedgerLeg`), kept by a trigger of the database in the same
    statement that writes the legs; nothing else writes them. `source` is what the treasury gave,
    with a minus: all nine add up to zero.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="years", verbose_name="资金")
    year = models.PositiveSmallIntegerField("年度")
    source = _balance("财政拨入")
    available = _balance("可用")
    reserved = _balance("占用")
    committed = _balance("承诺")
    in_transit = _balance("在途")
    paid = _balance("已付")
    returned = _balance("退回")
    receivable = _balance("追回应收")
    recovered = _balance("已追回")
    # The highest line of use, in per cent, that the city was told of.
    warned_at = models.PositiveSmallIntegerField("已提醒", default=0)
    closed_at = models.DateTimeField("关账时间", null=True, blank=True)

    class Meta:
        ordering = ["-year", "fund_id"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "year"], name="fund_year_once"),
            models.CheckConstraint(
                name="fund_year_not_below_zero",
                condition=models.Q(
                    source__lte=0, available__gte=0, reserved__gte=0, committed__gte=0,
                    in_transit__gte=0, paid__gte=0, returned__gte=0, receivable__gte=0,
                    recovered__gte=0,
                ),
                violation_error_message="余额不能小于零。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.fund} {self.year} 年度"


class BudgetChange(FundRow):
    """A change of one fund's budget, or of what is open at its year's end: proposed by one person,
    approved by another. `amount` in 元, never below zero; `kind` says which way it goes."""

    class Kind(models.TextChoices):
        APPROPRIATE = "appropriate", "下达预算"
        RAISE = "raise", "追加预算"
        LOWER = "lower", "调减预算"
        CARRY = "carry", "年终结转下年"
        RELEASE = "release", "年终收回"
        CLOSE = "close", "年度关账"

    class State(models.TextChoices):
        OPEN = "open", "等待批准"
        CARRIED_OUT = "carried_out", "已批准入账"
        REFUSED = "refused", "未批准"
        WITHDRAWN = "withdrawn", "已撤回"

    fund_year = models.ForeignKey(FundYear, models.PROTECT, related_name="changes")
    kind = models.CharField("事项", max_length=12, choices=Kind.choices)
    amount = yuan("金额")
    document = models.CharField("依据文件", max_length=200)
    reason = models.TextField("说明", max_length=1000, blank=True, default="")
    # At the year's end: the cases whose reserves are decided about; none is all of them.
    applications = models.JSONField("申报", default=list, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="提出人", related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间", auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund_year", "-id"], name="budget_change_of_year")]
        constraints = [
            models.CheckConstraint(
                name="budget_change_amount",
                condition=models.Q(amount__gte=0),
                violation_error_message="金额不能小于零。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class BudgetChangeEvent(TransitionEvent, FundRow):
    """What happened to a change of a budget."""

    change = models.ForeignKey(BudgetChange, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["change", "id"], name="budget_change_event_order")]

    def __str__(self) -> str:
        return f"{self.change_id} {self.transition}"
