"""The case: an application, its files, what was submitted, and what happened to it."""

from typing import ClassVar, Self

from django.db import models

from accounts.duties import Duty
from accounts.tenancy import Actor, TenantManager, TenantModel, TenantQuerySet
from enterprises.models import Enterprise
from lifecycle.models import TenantTransitionEvent
from procedures.models.message import CaseMessage
from schemes.evaluation.evaluate import LABELS


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    DISTRICT_REVIEW = "district_review", "区市审核"
    CITY_REVIEW = "city_review", "市级审核"
    EXPERT_REVIEW = "expert_review", "专家评审"
    RETURNED = "returned", "退回修改"
    PROPOSED = "proposed", "拟认定"
    PUBLIC_NOTICE = "public_notice", "公示中"
    APPROVED = "approved", "已认定"
    DECLINED = "declined", "不予认定"
    WITHDRAWN = "withdrawn", "已撤回"


REVIEW_STATES = (State.DISTRICT_REVIEW, State.CITY_REVIEW, State.EXPERT_REVIEW)
UNDER_WAY = (*REVIEW_STATES, State.RETURNED, State.PROPOSED, State.PUBLIC_NOTICE)
FINISHED_STATES = (State.APPROVED, State.DECLINED, State.WITHDRAWN)
# Which bureau has the case: the district first, then the city to the end.
DESKS: dict[Duty, tuple[State, ...]] = {
    Duty.DISTRICT_REVIEWER: (State.DISTRICT_REVIEW,),
    Duty.CITY_OFFICER: (
        State.CITY_REVIEW, State.EXPERT_REVIEW, State.PROPOSED, State.PUBLIC_NOTICE,
    ),
}  # fmt: skip


def _on_desk(duty: Duty) -> models.Q:
    states = DESKS[duty]
    returned = models.Q(state=State.RETURNED, returned_from__in=states)
    return models.Q(state__in=states) | returned


class ApplicationQuerySet(TenantQuerySet["Application"]):
    def telling_of_messages(self) -> Self:
        """With `has_messages`, so that a page asks for messages only where there are some."""
        messages = CaseMessage.objects.filter(application=models.OuterRef("pk"))
        return self.annotate(has_messages=models.Exists(messages))

    def visible_to(self, actor: Actor) -> Self:
        """An enterprise sees its own cases, drafts too; everybody else only submitted ones."""
        rows = super().visible_to(actor).filter(deleted_at=None)
        return rows if actor.is_enterprise else rows.exclude(submitted_at=None)

    def waiting_for(self, actor: Actor) -> Self:
        """What the actor's duty has to act on now."""
        rows = self.visible_to(actor)
        if actor.is_enterprise:
            return rows.filter(state__in=(State.DRAFT, State.RETURNED))
        if actor.is_district:
            return rows.filter(state=State.DISTRICT_REVIEW)
        if actor.is_city:
            # What was proposed waits for a notice, which the page of the batches offers.
            return rows.filter(state=State.CITY_REVIEW)
        return rows.none()

    def with_enterprise_names(self) -> Self:
        """Each with its `enterprise_name`. A subquery, which a sorted page asks for its own rows
        only; a join would come before the sorting."""
        enterprise = Enterprise.objects.filter(pk=models.OuterRef("organisation_id"))
        return self.annotate(enterprise_name=models.Subquery(enterprise.values("name")[:1]))

    def on_desk_of(self, duty: Duty) -> Self:
        """The cases that the bureaus of `duty` have, those that came back for correction too."""
        return self.filter(_on_desk(duty))

    def not_on_desk_of(self, duty: Duty) -> Self:
        return self.exclude(_on_desk(duty))

    def drafts_of(self, organisation_id: int, batch_id: int, renews: int | None = None) -> Self:
        """The enterprise's draft in a batch; there is at most one that is not put away, and one
        for each case whose outcome is to be re-checked."""
        return self.filter(
            organisation_id=organisation_id, batch_id=batch_id, state=State.DRAFT, deleted_at=None,
            renews=renews,
        )  # fmt: skip


ApplicationManager = TenantManager.from_queryset(ApplicationQuerySet, "ApplicationManager")


class Application(TenantModel):
    """One filing. Its `state` is assigned by the machine of `procedures.cases.lifecycle` alone."""

    class Purpose(models.TextChoices):
        CERTIFY = "certify", "认定"
        RECHECK = "recheck", "复核"

    batch = models.ForeignKey("procedures.Batch", models.PROTECT, related_name="applications")
    # Its own, and not only the batch's: a corrected version takes over a batch's drafts, while a
    # filed case keeps the version that it was filed under.
    scheme_version = models.ForeignKey(
        "schemes.SchemeVersion", models.PROTECT, related_name="applications"
    )
    purpose = models.CharField(
        "申报目的",
        max_length=10,
        choices=Purpose.choices,
        default=Purpose.CERTIFY,
        db_default=Purpose.CERTIFY.value,
    )
    # The case whose outcome a re-check extends; after a merger it is another enterprise's.
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="rechecks"
    )
    # The case whose decision was found wrong.
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    # The version that the draft was begun under, where a corrected one took over.
    begun_under = models.ForeignKey(
        "schemes.SchemeVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.CharField("受理编号", max_length=30, unique=True, null=True, blank=True)
    title = models.CharField("申报项目", max_length=200, blank=True, default="")
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.DRAFT)
    returned_from = models.CharField(max_length=20, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    answers = models.JSONField("填报内容", default=dict)
    answer_revisions = models.JSONField(default=dict)
    # Why doubtful answers are so, see `procedures.cases.explanations`.
    explanations = models.JSONField("存疑数据的说明", default=dict, db_default={})
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    # Who of the bureau that has the case works on it; a case of nobody is everybody's.
    reviewer = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="审核人", null=True, blank=True,
        related_name="+", db_column="handler_id",
    )  # fmt: skip
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)
    submitted_at = models.DateTimeField("首次提交", null=True, blank=True)
    submissions = models.PositiveSmallIntegerField("提交次数", default=0)
    stage_due_on = models.DateField("本阶段期限", null=True, blank=True)
    # How the conditions stand, see `procedures.cases.verdicts.keep_verdict`.
    verdict = models.CharField(
        "条件",
        max_length=12,
        choices=[(one.value, label) for one, label in LABELS.items()],
        blank=True,
        default="",
        db_default="",
    )
    recommended_rank = models.PositiveIntegerField("推荐次序", null=True, blank=True)
    decided_at = models.DateTimeField("办结时间", null=True, blank=True)
    deleted_at = models.DateTimeField("删除时间", null=True, blank=True)

    objects: ClassVar[ApplicationManager] = ApplicationManager()

    # No column: see `procedures.cases.outcomes.held_by_applicant`.
    kinds_held: tuple[str, ...] | None = None

    class Meta:
        indexes = [
            models.Index(
                fields=["district", "state", "stage_due_on", "id"], name="application_worklist"
            ),
            models.Index(fields=["organisation", "-created_at"], name="application_own"),
            models.Index(fields=["state", "id"], name="application_state"),
            models.Index(fields=["stage_due_on", "id"], name="application_due"),
            models.Index(fields=["-submitted_at", "-id"], name="application_recent"),
            models.Index(fields=["batch", "state"], name="application_batch_state"),
            models.Index(fields=["scheme_version", "state"], name="application_version_state"),
            # Holds all that counting cases under way asks for, row security included, so that the
            # rows themselves are not read.
            models.Index(
                fields=["state", "district", "stage_due_on"],
                include=["organisation"],
                condition=models.Q(
                    state__in=UNDER_WAY, deleted_at=None, submitted_at__isnull=False
                ),
                name="application_under_way",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "organisation"],
                condition=models.Q(state="draft", deleted_at=None, renews=None),
                name="application_one_draft",
                violation_error_message="本批次已有一份草稿，请继续填写。",
            ),
            models.UniqueConstraint(
                fields=["batch", "organisation", "renews"],
                condition=models.Q(state="draft", deleted_at=None),
                name="application_one_recheck_draft",
                violation_error_message="这张证书已有一份复核草稿，请继续填写。",
            ),
            models.CheckConstraint(
                name="application_recheck_of_a_case",
                condition=models.Q(purpose="certify", renews=None)
                | models.Q(purpose="recheck", renews__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title or "未命名申报"

    @property
    def is_editable(self) -> bool:
        return self.state in (State.DRAFT, State.RETURNED) and self.deleted_at is None


class ApplicationFile(TenantModel):
    """An attachment that answers a file question of a case."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="files")
    field = models.CharField(max_length=40)
    attachment = models.ForeignKey("documents.Attachment", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["application", "field"], name="application_file_field")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.field}"


class Snapshot(TenantModel):
    """What was submitted: answers, figures, files and verdicts, hashed; never changed."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField("第几次提交")
    answers = models.JSONField()
    facts = models.JSONField()
    files = models.JSONField()
    evaluation = models.JSONField()
    # The declaration as it was read and made, by whom, what was said to need no correction, and why
    # doubtful figures are so.
    declared = models.JSONField(default=dict, db_default={})
    # What an app above adds, see `procedures.cases.parts`.
    part = models.JSONField(default=dict, db_default={})
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="snapshot_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} #{self.number}"


class CaseEvent(TenantTransitionEvent):
    """One transition of a case, or what else was done about it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["application", "id"], name="case_event_order")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.transition}"
