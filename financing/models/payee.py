"""Where an enterprise is paid: its account (收款账户), entered by one and confirmed by another."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.tenancy import TenantManager, TenantModel, TenantQuerySet
from lifecycle.models import TenantTransitionEvent


class PayeeAccountQuerySet(TenantQuerySet["PayeeAccount"]):
    def in_force(self) -> Self:
        return self.filter(state=PayeeAccount.State.CONFIRMED)

    def to_confirm(self) -> Self:
        return self.filter(state=PayeeAccount.State.ENTERED)


PayeeAccountManager = TenantManager.from_queryset(PayeeAccountQuerySet, "PayeeAccountManager")


class PayeeAccount(TenantModel):
    """An account that money may be paid into. `number` is told to nobody in full but to the bank;
    `usable_on` is the first local day on which a batch may take it (示例: three working days after
    a change)."""

    class State(models.TextChoices):
        ENTERED = "entered", "待确认"
        CONFIRMED = "confirmed", "已确认"
        REFUSED = "refused", "未确认"
        REPLACED = "replaced", "已停用"

    holder = models.CharField("户名", max_length=200)
    bank = models.CharField("开户银行", max_length=3)
    branch = models.CharField("开户网点", max_length=100)
    cnaps = models.CharField("联行号", max_length=12)
    number = models.CharField("账号", max_length=34)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ENTERED)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="录入人", related_name="+"
    )
    entered_at = models.DateTimeField("录入时间", auto_now_add=True)
    usable_on = models.DateField("可用于支付的日期", null=True, blank=True)

    objects: ClassVar[PayeeAccountManager] = PayeeAccountManager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state="confirmed"),
                name="payee_account_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state="entered"),
                name="payee_account_one_waiting",
                violation_error_message="已有一个账户在等确认，请先确认或退回。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.masked}"

    @property
    def masked(self) -> str:
        """The last four digits, as pages show an account."""
        return f"···· {self.number[-4:]}"

    def is_usable(self, day: date | None = None) -> bool:
        day = day or timezone.localdate()
        return (
            self.state == self.State.CONFIRMED
            and self.usable_on is not None
            and self.usable_on <= day
        )


class PayeeAccountEvent(TenantTransitionEvent):
    """What happened to an account."""

    account = models.ForeignKey(PayeeAccount, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["account", "id"], name="payee_account_event_order")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.transition}"
