"""Money without a claim (免申即享): lists that the city draws up, who is on them, and who asks
to be told of money. Amounts in 元."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.tenancy import TenantManager, TenantModel, TenantQuerySet
from financing.models.fund_rows import FundRow, yuan
from lifecycle.models import TenantTransitionEvent, TransitionEvent


class GrantList(FundRow):
    """A list of whom a scheme pays without a claim: holders of certificates of one kind that were
    issued from one local day to another, frozen with the rule's version and the moment of the data.

    `sha256` is that of the frozen candidates, see `subsidies.auto.freezing`. `answer_by` and
    `claim_until` are local days, both included.
    """

    class State(models.TextChoices):
        MATCHED = "matched", "已比对，待推送"
        PUSHED = "pushed", "已推送"
        CLOSED = "closed", "已结束"
        WITHDRAWN = "withdrawn", "已作废"

    name = models.CharField("名单", max_length=100)
    scheme_version = models.ForeignKey(
        "schemes.SchemeVersion", models.PROTECT, verbose_name="办法版本", related_name="+"
    )
    batch = models.ForeignKey(
        "procedures.Batch", models.PROTECT, verbose_name="批次", related_name="+"
    )
    certificate_kind = models.CharField("证书类别", max_length=30)
    issued_from = models.DateField("发证日期自")
    issued_to = models.DateField("发证日期至")
    frozen_at = models.DateTimeField("数据时间")
    sha256 = models.CharField("校验码", max_length=64, blank=True, default="")
    answer_by = models.DateField("请于此日前答复")
    claim_until = models.DateField("可领取至")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.MATCHED)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="制表人", related_name="+"
    )
    made_at = models.DateTimeField("制表时间", auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class GrantListEvent(TransitionEvent, FundRow):
    """What happened to a list."""

    list = models.ForeignKey(GrantList, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["list", "id"], name="grant_list_event_order")]

    def __str__(self) -> str:
        return f"{self.list_id} {self.transition}"


class CandidateQuerySet(TenantQuerySet["GrantCandidate"]):
    def shown_to_enterprise(self) -> Self:
        """What waits for the enterprise, or can still be had: pushed, lapsed or being looked into,
        within the window (local days)."""
        return self.filter(state__in=CLAIMABLE, claim_until__gte=timezone.localdate())

    def waiting(self) -> Self:
        """Pushed and not answered."""
        return self.filter(state=GrantCandidate.State.PUSHED, claim_until__gte=timezone.localdate())

    def disputed(self) -> Self:
        return self.filter(state=GrantCandidate.State.DISPUTED)

    def told(self) -> Self:
        """What the enterprise has been told of."""
        return self.exclude(state__in=UNTOLD)


CandidateManager = TenantManager.from_queryset(CandidateQuerySet, "CandidateManager")


class GrantCandidate(TenantModel):
    """An enterprise on a list, for one certificate. What it is shown of list, rule and certificate
    is copied when the list is frozen: the list itself is the city's.

    `sums` is the worked sum, `barred_by` what the check found on the day. `account` is the one that
    the enterprise confirmed, `application` the case that follows.
    """

    class State(models.TextChoices):
        MATCHED = "matched", "已比对"
        BARRED = "barred", "预检未通过"
        PUSHED = "pushed", "待企业确认"
        CONFIRMED = "confirmed", "企业已确认"
        DECLINED = "declined", "企业不领取"
        DISPUTED = "disputed", "企业报告有误"
        LAPSED = "lapsed", "逾期未答，可补领"
        EXPIRED = "expired", "已过领取期"
        REMOVED = "removed", "已移出名单"
        STOPPED = "stopped", "未能拨付"
        FULFILLED = "fulfilled", "已到账"

    list = models.ForeignKey(GrantList, models.PROTECT, related_name="candidates")
    certificate = models.ForeignKey(
        "certification.Certificate", models.PROTECT, related_name="+", verbose_name="证书"
    )
    enterprise_name = models.CharField("企业", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    scheme_name = models.CharField("项目", max_length=200)
    version_label = models.CharField("办法版本", max_length=40)
    certificate_number = models.CharField("证书编号", max_length=30)
    certificate_title = models.CharField("认定的产品（技术）", max_length=200)
    issued_on = models.DateField("发证日期")
    amount = yuan("金额")
    sums = models.JSONField("算式", default=dict)
    barred_by = models.CharField("预检情况", max_length=500, blank=True, default="")
    frozen_at = models.DateTimeField("数据时间")
    answer_by = models.DateField("请于此日前答复")
    claim_until = models.DateField("可领取至")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.MATCHED)
    version = models.PositiveIntegerField(default=1)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    account = models.ForeignKey(
        "financing.PayeeAccount", models.PROTECT, null=True, related_name="+",
        verbose_name="收款账户",
    )  # fmt: skip
    application = models.OneToOneField(
        "procedures.Application", models.PROTECT, null=True, related_name="grant",
        verbose_name="申报",
    )  # fmt: skip

    objects: ClassVar[CandidateManager] = CandidateManager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["list", "state"], name="grant_candidate_console"),
            models.Index(fields=["organisation", "state"], name="grant_candidate_own"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "scheme_name"],
                condition=~models.Q(state__in=("removed", "barred", "expired", "stopped")),
                name="grant_candidate_once",
                violation_error_message="这张证书已经在名单里。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme_name} {self.certificate_number}"

    @property
    def is_claimable(self) -> bool:
        return self.state in CLAIMABLE and self.claim_until >= timezone.localdate()


State = GrantCandidate.State
CLAIMABLE = (State.PUSHED, State.LAPSED, State.DISPUTED)
UNTOLD = (State.MATCHED, State.BARRED)


class GrantCandidateEvent(TenantTransitionEvent):
    """What happened to a candidate."""

    candidate = models.ForeignKey(GrantCandidate, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["candidate", "id"], name="grant_candidate_event_order")]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.transition}"


class MoneyAlert(TenantModel):
    """Somebody of an enterprise asks to be told of money: schemes that come within reach, ends of
    windows, grants that wait. `seen` are the batches that were within reach when last looked at."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    seen = models.JSONField("已提示的批次", default=list)
    asked_at = models.DateTimeField("订阅时间", auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="money_alert_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
