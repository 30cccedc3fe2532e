"""The way of an enterprise to a listing: tracks and their stages, advisers, milestones.

Source of the stages: `shared/domain-2.md` A12; the city edits them in the browser.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.tenancy import TenantManager, TenantModel, TenantQuerySet
from documents.fields import AttachmentField, NameField
from financing import bounds
from lifecycle.models import TenantTransitionEvent
from pages.models import SharedRecord


class Market(models.TextChoices):
    """What kind of market a track leads to."""

    IPO = "ipo", "首发上市"
    NEEQ = "neeq", "新三板"
    REGIONAL = "regional", "区域股权市场"


class ListingTrack(SharedRecord):
    """A way to the capital market (上市路径), such as 科创板, with its stages in their order."""

    name = NameField("路径名称", max_length=60, help_text="如：科创板、新三板至北交所")
    market = models.CharField("市场", max_length=10, choices=Market.choices)
    order = models.PositiveSmallIntegerField("排序", default=100)
    explanation = models.TextField("说明", max_length=1000, blank=True, default="")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="listing_track_name",
                violation_error_code="name",
                violation_error_message="已经有同名的路径。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ListingStage(SharedRecord):
    """A stage of a track. `scheme_code` and `event_key` name the claim for money that a confirmed
    milestone proposes, and the event of its amount rule; the same key on several tracks is one
    event, proposed once."""

    track = models.ForeignKey(
        ListingTrack, models.PROTECT, verbose_name="路径", related_name="stages"
    )
    name = NameField("阶段名称", max_length=40)
    order = models.PositiveSmallIntegerField("顺序", help_text="同一路径内从小到大")
    proof = models.CharField(
        "需要的证明", max_length=200, help_text="企业填报时看到，如：山东证监局辅导备案受理文件"
    )
    usual_months = models.PositiveSmallIntegerField(
        "通常用时（个月）", null=True, blank=True, help_text="到下一阶段的参考用时，不填不提示"
    )
    is_goal = models.BooleanField(
        "到达即完成", default=False, help_text="确认后这条路径记为已上市（挂牌）"
    )
    scheme_code = models.SlugField(
        "对应的资金项目", max_length=60, blank=True, default="",
        help_text="项目代码；确认后提示企业申报，不填不提示",
    )  # fmt: skip
    event_key = models.SlugField(
        "资金项目中的事件", max_length=40, blank=True, default="",
        help_text="金额规则里这一阶段的代码；几条路径用同一代码的，只提示一次",
    )  # fmt: skip

    class Meta:
        ordering = ["track", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "order"],
                condition=Q(retired_at=None),
                name="listing_stage_order",
                violation_error_code="order",
                violation_error_message="这条路径已经有一个阶段用了这个顺序。",
            ),
            models.CheckConstraint(
                condition=Q(scheme_code="", event_key="") | (~Q(scheme_code="") & ~Q(event_key="")),
                name="listing_stage_event_of_its_scheme",
                violation_error_code="event_key",
                violation_error_message="资金项目和事件须一起填写，或都不填。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Adviser(SharedRecord):
    """A firm that helps enterprises to the market (中介机构)."""

    class Kind(models.TextChoices):
        SPONSOR = "sponsor", "保荐（主办）券商"
        LAW_FIRM = "law_firm", "律师事务所"
        AUDITOR = "auditor", "会计师事务所"

    name = NameField("机构名称", max_length=100)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    registration = models.CharField(
        "资格备案号", max_length=60, blank=True, default="", help_text="从事证券业务的备案号"
    )
    contact = models.CharField("联系人和电话", max_length=100, blank=True, default="")

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="listing_adviser_once",
                violation_error_code="name",
                violation_error_message="这家机构已经登记。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PathQuerySet(TenantQuerySet["ListingPath"]):
    def on_the_way(self) -> Self:
        return self.filter(state=ListingPath.State.ACTIVE)

    def standing(self) -> Self:
        """An enterprise's present path: on the way, or at its goal. It has one at most."""
        return self.filter(state__in=ListingPath.STANDING)


PathManager = TenantManager.from_queryset(PathQuerySet, "PathManager")


class ListingPath(TenantModel):
    """An enterprise's way along one track; a change of board begins another, and this one stays.

    `organisation` is the enterprise; `stage` the furthest one that was confirmed. Only
    `listings.path_machine` assigns `state`. Dates are local.
    """

    class State(models.TextChoices):
        ACTIVE = "active", "推进中"
        REACHED = "reached", "已上市（挂牌）"
        CHANGED = "changed", "已转其他路径"
        ENDED = "ended", "已终止"

    # Those of an enterprise's present path.
    STANDING = (State.ACTIVE, State.REACHED)

    track = models.ForeignKey(ListingTrack, models.PROTECT, verbose_name="路径", related_name="+")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.ACTIVE)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    enterprise_name = models.CharField("企业名称", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    stage = models.ForeignKey(
        ListingStage, models.PROTECT, verbose_name="当前阶段", null=True, related_name="+"
    )
    stage_on = models.DateField("到达日期", null=True)
    began_on = models.DateField("开始日期")
    target_on = models.DateField("计划完成日期", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True)
    changed_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="continued", verbose_name="转自"
    )

    objects: ClassVar[PathManager] = PathManager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "state", "id"], name="listing_path_district"),
            models.Index(fields=["-stage_on", "-id"], name="listing_path_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state="active"),
                name="listing_path_one_active",
                violation_error_message="企业已经有一条推进中的路径。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_name} {self.track}"

    @property
    def is_standing(self) -> bool:
        """Whether it is the enterprise's present path: on the way, or at its goal."""
        return self.state in self.STANDING

    @property
    def is_late(self) -> bool:
        """Whether the day that the enterprise planned for has passed."""
        is_open = self.state == self.State.ACTIVE
        return is_open and self.target_on is not None and self.target_on < timezone.localdate()


class ListingPathEvent(TenantTransitionEvent):
    """A transition of a path."""

    path = models.ForeignKey(ListingPath, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["path", "id"], name="listing_path_event_order")]

    def __str__(self) -> str:
        return f"{self.path_id} {self.transition}"


class MilestoneQuerySet(TenantQuerySet["Milestone"]):
    def waiting(self) -> Self:
        """Those that the district has to look at."""
        return self.filter(state=Milestone.State.FILED)

    def counting(self) -> Self:
        """Those that were confirmed."""
        return self.filter(state=Milestone.State.CONFIRMED)


MilestoneManager = TenantManager.from_queryset(MilestoneQuerySet, "MilestoneManager")


class Milestone(TenantModel):
    """A stage that an enterprise says it has reached (里程碑), and what its district says to it.

    Only `listings.milestone_machine` assigns `state`. `due_on` is the last day (local) on which
    the district is to answer. `financed` is in 万元.
    """

    class State(models.TextChoices):
        FILED = "filed", "待区市确认"
        RETURNED = "returned", "退回补正"
        CONFIRMED = "confirmed", "已确认"
        DECLINED = "declined", "不予确认"
        WITHDRAWN = "withdrawn", "已撤回"

    path = models.ForeignKey(ListingPath, models.PROTECT, related_name="milestones")
    stage = models.ForeignKey(ListingStage, models.PROTECT, verbose_name="阶段", related_name="+")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.FILED)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    reached_on = models.DateField("到达日期", validators=[bounds.not_in_the_future])
    proof_number = models.CharField(
        "证明文号", max_length=100, help_text="备案、受理、注册或挂牌文件的文号；没有文号的写“无”"
    )
    proof = AttachmentField("证明文件", purpose="listing-milestone")
    security_code = models.CharField("证券代码", max_length=12, blank=True, default="")
    financed = models.DecimalField(
        "融资金额（万元）", max_digits=12, decimal_places=2, null=True, blank=True,
        validators=bounds.AMOUNT, help_text="首发、定增或备案的融资额，没有融资的不填",
    )  # fmt: skip
    sponsor = models.ForeignKey(
        Adviser, models.PROTECT, verbose_name="保荐（主办）券商", null=True, blank=True,
        related_name="+", limit_choices_to={"kind": "sponsor", "retired_at": None},
    )  # fmt: skip
    law_firm = models.ForeignKey(
        Adviser, models.PROTECT, verbose_name="律师事务所", null=True, blank=True,
        related_name="+", limit_choices_to={"kind": "law_firm", "retired_at": None},
    )  # fmt: skip
    auditor = models.ForeignKey(
        Adviser, models.PROTECT, verbose_name="会计师事务所", null=True, blank=True,
        related_name="+", limit_choices_to={"kind": "auditor", "retired_at": None},
    )  # fmt: skip
    filed_at = models.DateTimeField("填报时间", auto_now_add=True)
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("确认时间", null=True)
    due_on = models.DateField("答复期限", null=True)

    objects: ClassVar[MilestoneManager] = MilestoneManager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "state", "due_on", "id"], name="listing_stone_desk"),
            models.Index(fields=["path", "id"], name="listing_stone_path"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "stage"],
                condition=~Q(state__in=("withdrawn", "declined")),
                name="listing_stone_once",
                violation_error_message="这一阶段已经填报。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.path_id} {self.stage}"


class MilestoneEvent(TenantTransitionEvent):
    """A transition of a milestone."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["milestone", "id"], name="listing_stone_event_order")]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.transition}"


class ListingProposal(TenantModel):
    """A claim for money that a confirmed milestone proposes: once for an enterprise and event,
    whichever track it came by. `application` is the draft that was begun from it."""

    milestone = models.OneToOneField(Milestone, models.PROTECT, related_name="proposal")
    scheme_code = models.SlugField("资金项目", max_length=60)
    event_key = models.SlugField("事件", max_length=40)
    proposed_at = models.DateTimeField("提出时间", auto_now_add=True)
    application = models.ForeignKey(
        "procedures.Application", models.PROTECT, null=True, related_name="listing_proposals"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme_code", "event_key"],
                name="listing_proposal_once",
                violation_error_message="这一阶段的资金申报已经提示过。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme_code} {self.event_key}"
