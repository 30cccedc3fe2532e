"""Lines of a round: the figure of an indicator in a district, its score, evidence and appeals."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from accounts.tenancy import DistrictModel
from documents.fields import AttachmentField
from lifecycle.models import TransitionEvent
from pages.models import VersionedModel
from reports.models.assessment import AssessmentRound, OfRoundManager, RoundIndicator


class RoundFigure(DistrictModel, VersionedModel):
    """The figure of an indicator in a district.

    `numerator` and `denominator` are what a registered figure told at `taken_at`; without them a
    department's figure stands in `value`; `value` is in the indicator's unit, and `explanation`
    says why one that is unlikely is so. `task` is what the
    district has to reach, where the city types it for each. Where an appeal was sustained,
    `ruled_value` or `ruled_points` (of the line's maximum) count instead, and the former stay.
    """

    round = models.ForeignKey(AssessmentRound, models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(RoundIndicator, models.CASCADE, related_name="figures")
    numerator = models.DecimalField("分子", max_digits=24, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(
        "分母", max_digits=24, decimal_places=6, null=True, blank=True
    )
    value = models.DecimalField("数值", max_digits=24, decimal_places=6, null=True, blank=True)
    task = models.DecimalField("任务", max_digits=24, decimal_places=6, null=True, blank=True)
    taken_at = models.DateTimeField("取数时间", null=True, blank=True)
    is_missing = models.BooleanField("确认缺数", default=False)
    department = models.CharField("确认单位", max_length=60, blank=True)
    confirmed_by_name = models.CharField("确认人", max_length=40, blank=True)
    source = models.CharField("数据来源", max_length=200, blank=True)
    explanation = models.CharField("异常说明", max_length=500, blank=True, db_default="")
    document = AttachmentField("佐证文件", purpose="assessment-figure")
    confirmed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="录入人",
        related_name="+",
    )  # fmt: skip
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    ruled_value = models.DecimalField(
        "裁定数值", max_digits=24, decimal_places=6, null=True, blank=True
    )
    ruled_points = models.DecimalField(
        "裁定得分", max_digits=6, decimal_places=2, null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "district"], name="round_figure_once")
        ]
        indexes = [models.Index(fields=["round", "district"], name="round_figure_of")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.indicator_id} {self.district_id}"

    @property
    def found(self) -> Decimal | None:
        """What the source says, before any ruling."""
        return None if self.is_missing else self.value

    @property
    def counted(self) -> Decimal | None:
        """What the score goes by."""
        return self.found if self.ruled_value is None else self.ruled_value

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class DistrictScore(DistrictModel):
    """What a district has in a round as of a local day. The latest is current, the others are how
    it grew. What another district has is told nowhere here but as the distance to the next."""

    round = models.ForeignKey(AssessmentRound, models.CASCADE, related_name="scores")
    day = models.DateField("日期")
    is_current = models.BooleanField("当前", default=True)
    base = models.DecimalField("指标得分", max_digits=12, decimal_places=6)
    bonus = models.DecimalField("加分", max_digits=8, decimal_places=4)
    penalty = models.DecimalField("扣分", max_digits=8, decimal_places=4)
    total = models.DecimalField("总分", max_digits=12, decimal_places=6)
    rank = models.PositiveSmallIntegerField("名次")
    districts = models.PositiveSmallIntegerField("参评区市")
    above = models.DecimalField("距前一名", max_digits=12, decimal_places=6, null=True, blank=True)
    below = models.DecimalField(
        "领先后一名", max_digits=12, decimal_places=6, null=True, blank=True
    )
    veto = models.CharField("一票否决", max_length=300, blank=True)
    # Ranks by other measures, and the smallest change of weights that turns it with the next above.
    standing = models.JSONField("名次稳定性", default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "district", "day"], name="score_of_day"),
            models.UniqueConstraint(
                fields=["round", "district"], condition=Q(is_current=True), name="score_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.district_id} {self.day}"


class ScoreLine(DistrictModel):
    """One line of a score: what was counted, how, and what it gives (of `maximum`)."""

    score = models.ForeignKey(DistrictScore, models.CASCADE, related_name="lines")
    indicator = models.ForeignKey(RoundIndicator, models.CASCADE, related_name="+")
    value = models.DecimalField("数值", max_digits=24, decimal_places=6, null=True)
    points = models.DecimalField("百分制得分", max_digits=14, decimal_places=6, null=True)
    weighted = models.DecimalField("得分", max_digits=12, decimal_places=6)
    maximum = models.DecimalField("满分", max_digits=8, decimal_places=4)
    formula = models.CharField("怎么算", max_length=300, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["score", "indicator"], name="score_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.score_id} {self.indicator_id}"


class LineEvidence(DistrictModel):
    """A file that a district lays before the city for a line; withdrawn, never deleted."""

    round = models.ForeignKey(AssessmentRound, models.CASCADE, related_name="evidence")
    indicator = models.ForeignKey(RoundIndicator, models.CASCADE, related_name="evidence")
    appeal = models.ForeignKey(
        "reports.Appeal", models.SET_NULL, null=True, blank=True, verbose_name="申诉",
        related_name="evidence",
    )  # fmt: skip
    title = models.CharField("名称", max_length=120)
    document = AttachmentField("文件", purpose="assessment-evidence")
    filed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="提交人", related_name="+"
    )
    filed_at = models.DateTimeField("提交时间", auto_now_add=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdraw_reason = models.CharField("撤回原因", max_length=200, blank=True)
    after_scoring = models.BooleanField("评分后撤回", default=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["round", "district"], name="line_evidence_of")]

    def __str__(self) -> str:
        return self.title


class Appeal(DistrictModel, VersionedModel):
    """A district's appeal (申诉) against one of its lines, and the city's ruling."""

    class State(models.TextChoices):
        OPEN = "open", "裁定中"
        SUSTAINED = "sustained", "已更正"
        REFUSED = "refused", "维持原分"
        WITHDRAWN = "withdrawn", "已撤回"

    round = models.ForeignKey(AssessmentRound, models.CASCADE, related_name="appeals")
    indicator = models.ForeignKey(RoundIndicator, models.CASCADE, related_name="appeals")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.TextField("申诉理由", max_length=2000)
    wanted = models.CharField("请求", max_length=200, blank=True, help_text="希望怎样更正。")
    # The line as it stood when the appeal was filed.
    value_before = models.DecimalField("原数值", max_digits=24, decimal_places=6, null=True)
    points_before = models.DecimalField("原得分", max_digits=12, decimal_places=6, null=True)
    answer_until = models.DateField("答复期限", null=True, blank=True)
    ruling = models.TextField("裁定理由", max_length=2000, blank=True)
    new_value = models.DecimalField(
        "更正数值", max_digits=24, decimal_places=6, null=True, blank=True
    )
    new_points = models.DecimalField(
        "更正得分", max_digits=6, decimal_places=2, null=True, blank=True
    )
    filed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="申诉人", related_name="+"
    )
    filed_at = models.DateTimeField("申诉时间", auto_now_add=True)
    ruled_at = models.DateTimeField("裁定时间", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "district"],
                condition=Q(state="open"),
                name="appeal_one_open",
                violation_error_message="这一项已有申诉在裁定中。",
            )
        ]
        indexes = [models.Index(fields=["round", "state"], name="appeal_open")]

    def __str__(self) -> str:
        return f"{self.indicator.name}的申诉"


class AppealEvent(TransitionEvent, DistrictModel):
    """A transition of an appeal."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["appeal", "id"], name="appeal_event_order")]

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.transition}"


class PublishedResult(models.Model):
    """What was published of a district in a round, and no more than that: where only ranks are
    shown, the total is not in this row. Every bureau reads it."""

    round = models.ForeignKey(AssessmentRound, models.CASCADE, related_name="results")
    district = models.ForeignKey("accounts.District", models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField("名次")
    total = models.DecimalField("总分", max_digits=12, decimal_places=6, null=True)
    veto = models.CharField("一票否决", max_length=300, blank=True)
    # [indicator's name, points of maximum as text] where lines are shown.
    lines = models.JSONField("逐项得分", default=list)

    objects = OfRoundManager()

    class Meta:
        ordering = ["rank", "district__sort"]
        constraints = [
            models.UniqueConstraint(fields=["round", "district"], name="published_result_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.district_id} {self.rank}"
