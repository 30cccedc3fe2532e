"""The review of a claim: what was decided of each line, what was checked, seen on site and told."""

from decimal import Decimal
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.tenancy import Scope, TenantManager, TenantModel, TenantQuerySet
from financing.firm_scope import READS_WHILE, is_firm
from financing.models.subsidy import SubsidyClaim, SubsidyLine
from lifecycle.models import TenantTransitionEvent
from pages.models import SharedRecord


class ReviewStage(models.TextChoices):
    """Whose figure it is; the keys are those of `SubsidyClaim.sums`."""

    DISTRICT = "district", "区市初审"
    AUDITED = "audited", "核定"


class LineDecisionQuerySet(TenantQuerySet["LineDecision"]):
    def in_scope(self, scope: Scope) -> Self:
        """Audit firms see what was decided of the claims that were assigned to them."""
        if is_firm(scope):
            return self.filter(
                claim__audits__firm_id=scope.organisation_id,
                claim__audits__state__in=READS_WHILE,
            )
        return super().in_scope(scope)


LineDecisionManager = TenantManager.from_queryset(LineDecisionQuerySet, "LineDecisionManager")


class LineDecision(TenantModel):
    """What a reviewer counted of one line, in 元. Append-only: the last one of a stage counts."""

    class Verdict(models.TextChoices):
        ACCEPT = "accept", "认可"
        REDUCE = "reduce", "核减"
        STRIKE = "strike", "剔除"

    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="decisions")
    line = models.ForeignKey(SubsidyLine, models.PROTECT, related_name="decisions")
    # The version of the line that was looked at: what the enterprise changed since is looked at
    # again. None for what was decided before it was kept.
    line_version = models.PositiveIntegerField("行版本", null=True, blank=True)
    stage = models.CharField("阶段", max_length=10, choices=ReviewStage.choices)
    verdict = models.CharField("决定", max_length=10, choices=Verdict.choices)
    counted = models.DecimalField("认定", max_digits=16, decimal_places=2)
    reason = models.CharField("理由", max_length=500, blank=True, default="")
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation_name = models.CharField("单位", max_length=200)
    at = models.DateTimeField("时间", auto_now_add=True)

    objects: ClassVar[LineDecisionManager] = LineDecisionManager()

    class Meta:
        indexes = [
            models.Index(fields=["claim", "stage", "line", "-id"], name="line_decision_last")
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(counted__gte=0), name="line_decision_sign")
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.get_verdict_display()} {self.counted}"


class ReviewTerms(SharedRecord):
    """How claims under a scheme are reviewed; the row without a scheme is for all others.

    Source of the four usual checks: guides of 工信专项资金 (区市初审: 真实性、项目查重、失信惩戒、
    绿色门槛). The terms of days and the share of re-checks are 示例.
    """

    scheme = models.ForeignKey(
        "schemes.Scheme", models.PROTECT, verbose_name="资金项目", null=True, blank=True,
        related_name="+", help_text="不选即适用于没有单独规定的全部资金项目。",
    )  # fmt: skip
    checks = ArrayField(
        models.CharField(max_length=40), verbose_name="核对清单", default=list,
        help_text="每项一行，审核时逐项写明结论、依据和来源。",
    )  # fmt: skip
    answer_days = models.PositiveSmallIntegerField(
        "企业答复核减的期限", default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    letter_days = models.PositiveSmallIntegerField(
        "函询的期限", default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    silence_days = models.PositiveSmallIntegerField(
        "逾期多久按无意见办理", default=3, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    large_from = models.DecimalField(
        "大额项目（元）", max_digits=16, decimal_places=2, default=Decimal(2_000_000),
        validators=[MinValueValidator(Decimal("0.01"))], help_text="达到这个金额的抽查时全部抽取。",
    )  # fmt: skip
    sample_percent = models.PositiveSmallIntegerField(
        "抽查比例（%）", default=30, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    source = models.CharField("依据", max_length=200, default="示例")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.F("scheme"), name="review_terms_once", nulls_distinct=False,
                violation_error_code="scheme",
                violation_error_message="这个资金项目已有审核规则，请修改原来的。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.scheme) if self.scheme_id else "通用审核规则"


class CheckFinding(TenantModel):
    """What was found of one item of the checklist. Append-only: the last one of an item counts."""

    class Result(models.TextChoices):
        CLEAR = "clear", "已核，没有问题"
        PROBLEM = "problem", "发现问题"
        NOT_APPLICABLE = "not_applicable", "不适用"

    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="findings")
    check_name = models.CharField("核对项", max_length=40)
    result = models.CharField("结论", max_length=16, choices=Result.choices)
    evidence = models.CharField("核对情况", max_length=500)
    source = models.CharField("来源", max_length=200)
    found_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation_name = models.CharField("单位", max_length=200)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["claim", "check_name", "-id"], name="check_finding_last")]

    def __str__(self) -> str:
        return f"{self.check_name} {self.get_result_display()}"


class SiteVisit(TenantModel):
    """A visit to where the equipment stands. Append-only; `lines` says by line number what was
    found: {"7": {"found": false, "note": "…"}}."""

    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="visits")
    visited_on = models.DateField("核查日期")
    visitors = models.CharField("核查人员", max_length=200)
    place = models.CharField("地点", max_length=200)
    summary = models.CharField("核查情况", max_length=1000)
    lines = models.JSONField("逐行", default=dict)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.visited_on} {self.place}"


class VisitPhoto(TenantModel):
    """A photo of a visit, of one line or of the whole."""

    visit = models.ForeignKey(SiteVisit, models.PROTECT, related_name="photos")
    line = models.ForeignKey(
        SubsidyLine, models.PROTECT, null=True, blank=True, related_name="visit_photos"
    )
    attachment = models.ForeignKey("documents.Attachment", models.PROTECT, related_name="+")
    added_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.attachment_id}"


class CutNotice(TenantModel):
    """What an enterprise is told of a cut, and its one answer. `lines` is what it is told of each
    line that was cut, frozen: number, name, verdict, before and counted (元, as text), reason.
    `state` is assigned by `financing.subsidies.review.cut_machine` alone; `due_on` is local.
    """

    class State(models.TextChoices):
        TOLD = "told", "等待企业答复"
        ANSWERED = "answered", "企业已答复"
        LAPSED = "lapsed", "到期没有答复"
        SETTLED = "settled", "已处理"
        WITHDRAWN = "withdrawn", "已撤回"

    class Position(models.TextChoices):
        AGREES = "agrees", "同意核减"
        OBJECTS = "objects", "有不同意见"

    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="cuts")
    stage = models.CharField("阶段", max_length=10, choices=ReviewStage.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.TOLD)
    version = models.PositiveIntegerField(default=1)
    lines = models.JSONField("核减明细")
    amount_before = models.DecimalField("核减前", max_digits=16, decimal_places=2)
    amount_now = models.DecimalField("核减后", max_digits=16, decimal_places=2)
    opinion = models.CharField("审核意见", max_length=1000, blank=True, default="")
    told_at = models.DateTimeField("告知时间", auto_now_add=True)
    due_on = models.DateField("答复期限", null=True)
    position = models.CharField(
        "企业意见", max_length=10, choices=Position.choices, blank=True, default=""
    )
    answer = models.CharField("企业答复", max_length=2000, blank=True, default="")
    line_answers = models.JSONField("逐行答复", default=dict, blank=True)
    outcome = models.CharField("处理结果", max_length=1000, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "stage"],
                condition=models.Q(state__in=("told", "answered")),
                name="cut_notice_one_open",
                violation_error_message="已经告知过一次核减，还没有处理完。",
            )
        ]

    def __str__(self) -> str:
        return f"核减告知 {self.pk}"


class CutNoticeEvent(TenantTransitionEvent):
    """What happened to a notice of a cut."""

    notice = models.ForeignKey(CutNotice, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["notice", "id"], name="cut_event_order")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.transition}"


class CutFile(TenantModel):
    """A file that came with the enterprise's answer."""

    notice = models.ForeignKey(CutNotice, models.PROTECT, related_name="files")
    attachment = models.ForeignKey("documents.Attachment", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.attachment_id}"
