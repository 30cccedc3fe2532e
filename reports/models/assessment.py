"""Rounds of the assessment of districts (综合评价): what is judged, and what was said about it."""

from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.tenancy import DistrictModel, M, Scope, ScopedManager, ScopedQuerySet
from documents.fields import AttachmentField
from lifecycle.models import TransitionEvent
from pages.models import VersionedModel


class RoundState(models.TextChoices):
    """The steps of a round in their order, and the one that ends it early."""

    DRAFT = "draft", "草案"
    CONSULTING = "consulting", "征求意见"
    SETTLED = "settled", "定稿"
    COLLECTING = "collecting", "采数"
    PRESCORED = "prescored", "预评分"
    APPEALING = "appealing", "申诉"
    RULING = "ruling", "裁定"
    FROZEN = "frozen", "冻结"
    PUBLISHED = "published", "公布"
    ARCHIVED = "archived", "归档"
    DROPPED = "dropped", "作废"


S = RoundState
CEILING = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(20)))
SCORED = (S.PRESCORED, S.APPEALING, S.RULING)
SEALED = (S.FROZEN, S.PUBLISHED, S.ARCHIVED)
PUBLIC = (S.PUBLISHED, S.ARCHIVED)


class RoundQuerySet(ScopedQuerySet[M]):
    """Rounds: drafts are the city's alone."""

    def in_scope(self, scope: Scope) -> Self:
        return self if scope.is_city else self.exclude(state=RoundState.DRAFT)


_RoundManager = ScopedManager.from_queryset(RoundQuerySet, "_RoundManager")


class RoundManager(_RoundManager[M]):
    """The manager of rounds."""


class OfRoundQuerySet(ScopedQuerySet[M]):
    """Rows of rounds that a bureau may see."""

    def in_scope(self, scope: Scope) -> Self:
        return self if scope.is_city else self.exclude(round__state=RoundState.DRAFT)


_OfRoundManager = ScopedManager.from_queryset(OfRoundQuerySet, "_OfRoundManager")


class OfRoundManager(_OfRoundManager[M]):
    """The manager of what belongs to a round and to no district."""


class AssessmentRound(VersionedModel):
    """One assessment of all districts over a period of local days, both included (评价轮次).

    The days of the steps are those that the city has planned; those that were fixed on the way
    (until when lines may be appealed) replace them.
    """

    class Shown(models.TextChoices):
        """What districts see of each other once the round is published."""

        RANKS = "ranks", "只公布名次"
        TOTALS = "totals", "公布名次和总分"
        LINES = "lines", "公布名次、总分和逐项得分"

    title = models.CharField("名称", max_length=80)
    starts_on = models.DateField("评价期开始")
    ends_on = models.DateField("评价期结束")
    source = models.CharField("依据", max_length=300, blank=True, help_text="文件名称和文号。")
    note = models.TextField("说明", max_length=2000, blank=True)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="沿用轮次", related_name="+"
    )
    is_example = models.BooleanField("权重为示例", default=False)
    state = models.CharField(
        "状态", max_length=12, choices=RoundState.choices, default=RoundState.DRAFT
    )
    comments_until = models.DateField("征求意见截止", null=True, blank=True)
    settle_on = models.DateField("定稿日期", null=True, blank=True)
    collect_until = models.DateField("采数截止", null=True, blank=True)
    appeals_from = models.DateField("申诉开始", null=True, blank=True)
    appeals_until = models.DateField("申诉截止", null=True, blank=True)
    rule_until = models.DateField("裁定截止", null=True, blank=True)
    freeze_on = models.DateField("冻结日期", null=True, blank=True)
    publish_on = models.DateField("公布日期", null=True, blank=True)
    shown = models.CharField("公布内容", max_length=8, choices=Shown.choices, blank=True)
    bonus_ceiling = models.DecimalField(
        "加分上限", max_digits=4, decimal_places=2, default=5, validators=CEILING
    )
    penalty_ceiling = models.DecimalField(
        "扣分上限", max_digits=4, decimal_places=2, default=5, validators=CEILING
    )
    # The causes for which a district is not rated excellent, as [code, cause].
    vetoes = models.JSONField("一票否决情形", default=list, blank=True)
    scored_at = models.DateTimeField("评分时间", null=True, blank=True)
    seal = models.CharField("封存摘要", max_length=64, blank=True)
    sealed_at = models.DateTimeField("封存时间", null=True, blank=True)

    objects = RoundManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="round_ends_after_it_begins",
                violation_error_message="结束日期应晚于开始日期。",
                violation_error_code="ends_on",
            ),
            models.UniqueConstraint(
                fields=["title"],
                condition=~Q(state=RoundState.DROPPED),
                name="round_title_once",
                violation_error_message="已有同名的轮次。",
                violation_error_code="title",
            ),
        ]
        indexes = [models.Index(fields=["-starts_on", "-id"], name="round_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_scored(self) -> bool:
        """Whether there are scores, preliminary or not."""
        return self.state in (*SCORED, *SEALED)

    @property
    def is_preliminary(self) -> bool:
        return self.state in SCORED

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC

    @property
    def takes_figures(self) -> bool:
        """Whether figures and evidence still come in."""
        return self.state in (S.COLLECTING, *SCORED)


class AssessmentRoundEvent(TransitionEvent):
    """A transition of a round."""

    round = models.ForeignKey(AssessmentRound, models.PROTECT, related_name="events")

    objects = OfRoundManager()

    class Meta:
        indexes = [models.Index(fields=["round", "id"], name="round_event_order")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.transition}"


class RoundIndicator(VersionedModel):
    """An indicator of a round; `definition` is what `reports.assessment.indicators.Indicator`
    says of it, and `code`, `name`, `sort` are repeated from there."""

    round = models.ForeignKey(AssessmentRound, models.CASCADE, related_name="indicators")
    code = models.CharField("代码", max_length=40)
    name = models.CharField("指标", max_length=60)
    sort = models.PositiveSmallIntegerField("次序", default=0)
    definition = models.JSONField("定义")

    objects = OfRoundManager()

    class Meta:
        ordering = ["sort", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "code"],
                name="round_indicator_once",
                violation_error_message="这一轮已有该代码的指标。",
                violation_error_code="code",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CityAloneQuerySet(ScopedQuerySet[M]):
    """Rows that the city's officers and leaders see."""

    def in_scope(self, scope: Scope) -> Self:
        return self if scope.is_city else self.none()


_CityAloneManager = ScopedManager.from_queryset(CityAloneQuerySet, "_CityAloneManager")


class CityAloneManager(_CityAloneManager[M]):
    """The manager of what the city alone sees."""


class RoundScoring(models.Model):
    """What the last scoring of a round went by and found, over all districts, and therefore the
    city's alone: the resolved marks by indicator (`basis`), the entropy weights (`entropy`), and
    for each two neighbours the smallest change of weights that turns them (`neighbours`)."""

    round = models.OneToOneField(AssessmentRound, models.CASCADE, related_name="scoring")
    basis = models.JSONField("评分依据", default=dict)
    entropy = models.JSONField("熵权", default=dict)
    neighbours = models.JSONField("相邻名次", default=list)

    objects = CityAloneManager()

    def __str__(self) -> str:
        return f"{self.round_id}"


class IndicatorComment(DistrictModel):
    """What a district says of a draft (of one indicator, or of the whole), and the answer."""

    round = models.ForeignKey(AssessmentRound, models.CASCADE, related_name="comments")
    indicator = models.ForeignKey(
        RoundIndicator, models.SET_NULL, null=True, blank=True, verbose_name="指标",
        related_name="comments",
    )  # fmt: skip
    text = models.TextField("意见", max_length=1000)
    written_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="提出人", related_name="+"
    )
    written_at = models.DateTimeField("提出时间", auto_now_add=True)
    is_taken = models.BooleanField("采纳", null=True, blank=True)
    answer = models.TextField("答复", max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="答复人",
        related_name="+",
    )  # fmt: skip
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["round", "district"], name="indicator_comment_of")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.district_id}"


class RoundEntry(DistrictModel, VersionedModel):
    """A bonus, a deduction or a veto of a district (加分、扣分、一票否决), with its document.

    What it gives is said by its indicator. One honour of one bearer counts once, at its highest
    level (`reports.assessment.honours`).
    """

    class Kind(models.TextChoices):
        BONUS = "bonus", "加分"
        PENALTY = "penalty", "扣分"
        VETO = "veto", "一票否决"

    class Level(models.IntegerChoices):
        NATION = 4, "国家级"
        PROVINCE = 3, "省级"
        CITY = 2, "市级"
        DISTRICT = 1, "区级"

    round = models.ForeignKey(AssessmentRound, models.CASCADE, related_name="entries")
    kind = models.CharField("类别", max_length=8, choices=Kind.choices)
    # The bonus or penalty of the round's indicators that it counts for; a veto has none.
    indicator = models.ForeignKey(
        RoundIndicator, models.PROTECT, null=True, blank=True, verbose_name="指标",
        related_name="entries",
    )  # fmt: skip
    cause = models.CharField("事由", max_length=200)
    bearer = models.CharField("获得者", max_length=120, blank=True)
    level = models.PositiveSmallIntegerField("级别", choices=Level.choices, default=Level.CITY)
    document_number = models.CharField("文号", max_length=80)
    document_date = models.DateField("文件日期")
    document = AttachmentField("文件", purpose="assessment-entry")
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="录入人", related_name="+"
    )
    entered_at = models.DateTimeField("录入时间", auto_now_add=True)
    cancelled_at = models.DateTimeField("撤销时间", null=True, blank=True)
    cancel_reason = models.CharField("撤销原因", max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["round", "district"], name="round_entry_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="veto", indicator=None) | Q(indicator__isnull=False),
                name="round_entry_counts_for_one",
                violation_error_message="加分、扣分要选择所属的指标。",
                violation_error_code="indicator",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.cause}"


class DemonstrationQuerySet(ScopedQuerySet[M]):
    """Proposals: of a round whose publication was withdrawn, bureaus see who was named alone."""

    def in_scope(self, scope: Scope) -> Self:
        return self if scope.is_city else self.filter(Q(state="named") | Q(round__state__in=PUBLIC))


_DemonstrationManager = ScopedManager.from_queryset(DemonstrationQuerySet, "_DemonstrationManager")


class DemonstrationManager(_DemonstrationManager[M]):
    """The manager of proposals."""


class Demonstration(VersionedModel):
    """A district that is proposed as a demonstration district (中小微企业发展示范区市) from a
    published round. Source: action plan 2018-2021, 四.3."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "拟推荐"
        NAMED = "named", "已命名"
        DROPPED = "dropped", "未命名"

    round = models.ForeignKey(AssessmentRound, models.PROTECT, related_name="demonstrations")
    district = models.ForeignKey(
        "accounts.District", models.PROTECT, verbose_name="区市", related_name="+"
    )
    rank = models.PositiveSmallIntegerField("名次")
    reason = models.TextField("推荐理由", max_length=1000)
    document_number = models.CharField("命名文号", max_length=80, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField("推荐时间", auto_now_add=True)

    objects = DemonstrationManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "district"], name="demonstration_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.district_id}"


class DemonstrationEvent(TransitionEvent):
    """A transition of a proposal."""

    demonstration = models.ForeignKey(Demonstration, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["demonstration", "id"], name="demonstration_event_order")]

    def __str__(self) -> str:
        return f"{self.demonstration_id} {self.transition}"
