"""The financing whitelist (重点融资支持企业名单库)."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.tenancy import Scope, TenantManager, TenantModel, TenantQuerySet
from financing.bank_scope import is_bank
from financing.models.reasons import RemovalReason
from lifecycle.models import TenantTransitionEvent


class WhitelistEntryQuerySet(TenantQuerySet["WhitelistEntry"]):
    def in_scope(self, scope: Scope) -> Self:
        """Banks see who is or was on the list, of all districts, and nobody else."""
        if is_bank(scope):
            return self.filter(listed_at__isnull=False)
        return super().in_scope(scope)

    def proposed(self) -> Self:
        """Those that wait for the city."""
        return self.filter(state=WhitelistEntry.State.PROPOSED)

    def listed(self) -> Self:
        """Those on the list now (the day is local)."""
        return self.filter(state=WhitelistEntry.State.LISTED, valid_to__gte=timezone.localdate())

    def listed_at_end_of(self, day: date) -> Self:
        """Those on the list when the local day `day` ended; for today, those on it now."""
        end = _end_of(day)
        return self.filter(
            models.Q(left_at=None) | models.Q(left_at__gt=end),
            listed_at__lte=end,
            valid_to__gte=day,
        )


def _end_of(day: date) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return min(timezone.make_aware(midnight), timezone.now())


WhitelistEntryManager = TenantManager.from_queryset(WhitelistEntryQuerySet, "WhitelistEntryManager")


class WhitelistEntry(TenantModel):
    """An enterprise's way onto the list, its time on it and its way off. Who comes back gets a new
    entry: an entry is one stay on the list. `organisation` is the enterprise.

    `state` is assigned by `financing.whitelist.machine` alone.
    """

    class State(models.TextChoices):
        CANDIDATE = "candidate", "候选"
        PROPOSED = "proposed", "待市级审定"
        LISTED = "listed", "在库"
        LEFT = "left", "已移出"
        DECLINED = "declined", "未列入"

    class Origin(models.TextChoices):
        AUTOMATIC = "automatic", "平台比对"
        DISTRICT = "district", "区市推荐"
        FILING = "filing", "企业申报"

    state = models.CharField("状态", max_length=10, choices=State.choices)
    origin = models.CharField("来源", max_length=10, choices=Origin.choices)
    version = models.PositiveIntegerField("版本号", default=1)
    scheme_version = models.ForeignKey("schemes.SchemeVersion", models.PROTECT, related_name="+")
    # The enterprise's own filing, where it filed for the list.
    application = models.ForeignKey(
        "procedures.Application", models.PROTECT, null=True, related_name="+"
    )
    # As they were when it was listed; the registry has the present ones.
    enterprise_name = models.CharField("企业名称", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    created_at = models.DateTimeField("提出时间", auto_now_add=True)
    listed_at = models.DateTimeField("列入时间", null=True)
    left_at = models.DateTimeField("移出时间", null=True)
    valid_to = models.DateField("有效期止", null=True)
    left_because = models.CharField(
        "移出原因", max_length=20, choices=RemovalReason.choices, blank=True, default=""
    )

    objects: ClassVar[WhitelistEntryManager] = WhitelistEntryManager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "state", "-id"], name="whitelist_district"),
            models.Index(fields=["state", "-id"], name="whitelist_state"),
            models.Index(fields=["listed_at"], name="whitelist_listed"),
            models.Index(
                fields=["valid_to"],
                name="whitelist_running_out",
                condition=models.Q(state="listed"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state__in=("candidate", "proposed", "listed")),
                name="whitelist_one_open_entry",
                violation_error_message="这家企业已在名单中或正在审定。",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="listed")
                | models.Q(listed_at__isnull=False, valid_to__isnull=False, left_at=None),
                name="whitelist_listed_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.enterprise_name


class WhitelistEvent(TenantTransitionEvent):
    """A transition of an entry. `facts` of a proposal and an approval hold the verdicts on the
    conditions; banks do not read them."""

    entry = models.ForeignKey(WhitelistEntry, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["entry", "id"], name="whitelist_event_order")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.transition}"
