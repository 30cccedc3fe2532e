"""What an enterprise and an investor have between them: introductions, contacts, what came of it.

Amounts in 万元.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.tenancy import M, Scope, TenantManager, TenantModel, TenantQuerySet
from financing import bounds
from financing.investor_scope import is_investor
from financing.models.investor import FinancingProject, optional_amount
from lifecycle.models import TenantTransitionEvent


class ToInvestorQuerySet(TenantQuerySet[M]):
    """Rows between one enterprise and one investor, both of which see them."""

    def in_scope(self, scope: Scope) -> Self:
        if is_investor(scope):
            return self.filter(investor_id=scope.organisation_id)
        return super().in_scope(scope)


class BetweenTwoQuerySet(ToInvestorQuerySet[M]):
    """Rows of the two that bureaus do not see."""

    def in_scope(self, scope: Scope) -> Self:
        if not (scope.is_system or scope.one_organisation):
            return self.none()
        return super().in_scope(scope)


class IntroductionQuerySet(ToInvestorQuerySet["Introduction"]):
    def asked_of(self, side: str) -> Self:
        """Those whose answer the side ("enterprise" or "investor") owes."""
        other = "investor" if side == "enterprise" else "enterprise"
        return self.filter(state=Introduction.State.ASKED, asked_by=other)

    def not_ended(self) -> Self:
        """Those in which the two are still in contact, or that led to an investment."""
        state = Introduction.State
        return self.exclude(state__in=(state.REFUSED, state.DECLINED, state.WITHDRAWN))

    def to_report(self) -> Self:
        """Those about which nothing was told for as long as it may take."""
        return self.filter(state__in=RUNNING, due_on__lt=timezone.localdate())


IntroductionManager = TenantManager.from_queryset(IntroductionQuerySet, "IntroductionManager")
ToInvestorManager = TenantManager.from_queryset(ToInvestorQuerySet, "ToInvestorManager")
BetweenInvestorManager = TenantManager.from_queryset(BetweenTwoQuerySet, "BetweenInvestorManager")


class EndedBecause(models.TextChoices):
    """Why two that had met did not come together."""

    TERMS = "terms", "估值或条款未谈拢"
    DOMAIN = "domain", "领域或阶段不合"
    FINANCIALS = "financials", "经营指标未达要求"
    TEAM = "team", "团队或治理问题"
    OTHER_CAPITAL = "other_capital", "企业已选其他资金"
    NO_ANSWER = "no_answer", "联系不上"
    OTHER = "other", "其他"


class Introduction(TenantModel):
    """One project put to one investor (对接). `organisation` is the enterprise; only
    `listings.introduction_machine` assigns `state`. `due_on` is the local day by which the next
    answer or report is expected. Contacts are exchanged when both agree, see `ExchangedContact`."""

    class State(models.TextChoices):
        ASKED = "asked", "等待答复"
        AGREED = "agreed", "双方已同意"
        MET = "met", "已面谈"
        TERMS = "terms", "已签投资意向"
        INVESTED = "invested", "已投资"
        REFUSED = "refused", "未达成"
        DECLINED = "declined", "未同意对接"
        WITHDRAWN = "withdrawn", "已撤回"

    class Side(models.TextChoices):
        ENTERPRISE = "enterprise", "企业"
        INVESTOR = "investor", "投资机构"

    project = models.ForeignKey(FinancingProject, models.PROTECT, related_name="introductions")
    investor = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="投资机构", related_name="+"
    )
    investor_name = models.CharField("投资机构", max_length=100)
    enterprise_name = models.CharField("企业名称", max_length=200)
    project_name = models.CharField("项目名称", max_length=120)
    asked_by = models.CharField("提出方", max_length=10, choices=Side.choices)
    message = models.TextField("说明", max_length=1000, blank=True, default="")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ASKED)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    asked_at = models.DateTimeField("提出时间", auto_now_add=True)
    due_on = models.DateField("下一步期限", null=True)
    invested = optional_amount("投资金额（万元）")
    invested_on = models.DateField("投资日期", null=True, blank=True)
    ended_because = models.CharField(
        "未达成原因", max_length=14, choices=EndedBecause.choices, blank=True, default=""
    )

    objects: ClassVar[IntroductionManager] = IntroductionManager()

    class Meta:
        indexes = [
            models.Index(fields=["investor", "state", "-id"], name="introduction_investor"),
            models.Index(fields=["organisation", "state", "-id"], name="introduction_own"),
            models.Index(fields=["district", "state", "-id"], name="introduction_district"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "investor"],
                condition=~Q(state__in=("refused", "declined", "withdrawn")),
                name="introduction_one_running",
                violation_error_message="这个项目与这家机构已经在对接。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_name} → {self.investor_name}"


RUNNING = (Introduction.State.AGREED, Introduction.State.MET, Introduction.State.TERMS)


class IntroductionEvent(TenantTransitionEvent):
    """A transition of an introduction, which both sides read."""

    introduction = models.ForeignKey(Introduction, models.PROTECT, related_name="events")
    investor = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")

    objects: ClassVar[ToInvestorManager] = ToInvestorManager()

    class Meta:
        indexes = [models.Index(fields=["introduction", "id"], name="introduction_event_order")]

    def __str__(self) -> str:
        return f"{self.introduction_id} {self.transition}"


class ContactCard(TenantModel):
    """Whom others may call about capital, once both agree; `organisation` is whose card it is."""

    name = models.CharField("联系人", max_length=60)
    phone = models.CharField("联系电话", max_length=40, validators=bounds.PHONE)
    email = models.EmailField("电子邮箱", blank=True, default="")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="contact_card_once")]

    def __str__(self) -> str:
        return self.name


class ExchangedContact(TenantModel):
    """The card of one side as it stood when both agreed, for the two of them alone. Append-only;
    `organisation` is the enterprise."""

    introduction = models.ForeignKey(Introduction, models.PROTECT, related_name="contacts")
    investor = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    side = models.CharField("一方", max_length=10, choices=Introduction.Side.choices)
    name = models.CharField("联系人", max_length=60)
    phone = models.CharField("联系电话", max_length=40)
    email = models.EmailField("电子邮箱", blank=True, default="")

    objects: ClassVar[BetweenInvestorManager] = BetweenInvestorManager()

    class Meta:
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(fields=["introduction", "side"], name="exchanged_contact_once")
        ]

    def __str__(self) -> str:
        return f"{self.introduction_id} {self.side}"
