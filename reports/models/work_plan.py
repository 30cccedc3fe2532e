"""Districts' work plans (本区市培育工作计划): what the city asks for, and what each district files.

Source: action plan 2018-2021, 四(二).
"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.tenancy import DistrictModel, DistrictQuerySet, M, Scope, ScopedManager
from lifecycle.models import TransitionEvent
from pages.models import SharedRecord, VersionedModel
from reports.models.plan import Plan


class WorkPlanSection(SharedRecord):
    """A section of the template by which the districts write their work plans under a plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="计划", related_name="sections")
    sort = models.PositiveSmallIntegerField("次序", default=0, db_default=0, editable=False)
    title = models.CharField("章节", max_length=60)
    guidance = models.TextField("填写说明", max_length=1_000, blank=True, default="")
    is_required = models.BooleanField("必填", default=True, db_default=True)

    class Meta:
        ordering = ["sort", "id"]
        indexes = [models.Index(fields=["plan", "sort"], name="work_section_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "title"],
                condition=Q(retired_at=None),
                name="work_section_once",
                violation_error_message="模板里已有这个章节。",
                violation_error_code="title",
            )
        ]

    def __str__(self) -> str:
        return self.title


class BureauRows(DistrictQuerySet[M]):
    """Rows of a district that its bureau and the city see, and no enterprise of the district."""

    def in_scope(self, scope: Scope) -> Self:
        rows = super().in_scope(scope)
        return rows.none() if scope.one_organisation else rows


class WorkPlanQuerySet(BureauRows["WorkPlan"]):
    def to_file(self) -> Self:
        """Those that the district has to file, for the first time or again."""
        return self.filter(state__in=TO_FILE)

    def overdue(self) -> Self:
        """Those that should have been filed before today (local)."""
        return self.to_file().filter(due_on__lt=timezone.localdate())


_BureauManager = ScopedManager.from_queryset(BureauRows, "_BureauManager")
WorkPlanManager = ScopedManager.from_queryset(WorkPlanQuerySet, "WorkPlanManager")


class BureauManager(_BureauManager[M]):
    """The manager of rows of a district's bureau."""


class WorkPlan(VersionedModel, DistrictModel):
    """The work plan of one district under a plan of the city.

    `due_on` is the last local day for filing, while the district has to. `sections` are the
    template as it was when the city asked; `content` is what the district works on (see
    `reports.targets.workplans.content`), `remarks` what the city says of it, by section.
    `approved_number` is the edition that holds; `state` is assigned by the machine alone.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        FILED = "filed", "已报送"
        RETURNED = "returned", "退回修改"
        APPROVED = "approved", "已审定"
        REVISING = "revising", "修订中"

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="计划", related_name="work_plans")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    due_on = models.DateField("报送期限", null=True)
    note = models.TextField("布置要求", max_length=1_000, blank=True, default="")
    sections = models.JSONField("模板", default=list)
    content = models.JSONField("内容", default=dict)
    remarks = models.JSONField("审核意见", default=dict)
    approved_number = models.PositiveSmallIntegerField("审定的稿次", null=True)
    asked_at = models.DateTimeField("布置时间", auto_now_add=True)
    filed_at = models.DateTimeField("报送时间", null=True)

    objects: ClassVar[Any] = WorkPlanManager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on"], name="work_plan_due"),
            models.Index(fields=["-asked_at", "-id"], name="work_plan_newest"),
        ]
        constraints = [models.UniqueConstraint(fields=["plan", "district"], name="work_plan_once")]

    def __str__(self) -> str:
        return f"{self.district.name}培育工作计划"

    @property
    def is_to_file(self) -> bool:
        return self.state in TO_FILE

    @property
    def days_late(self) -> int:
        """How many days it is overdue today; none while there is time or nothing to file."""
        if not self.is_to_file or self.due_on is None:
            return 0
        return max(0, (timezone.localdate() - self.due_on).days)


TO_FILE = (WorkPlan.State.DRAFT, WorkPlan.State.RETURNED)


class WorkPlanEdition(DistrictModel):
    """A work plan as it was filed; never changed. `due_on` is by when it had to be, None for a
    revision that the district made of itself, for the `reason` given."""

    work_plan = models.ForeignKey(WorkPlan, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("稿次")
    content = models.JSONField("内容")
    due_on = models.DateField("报送期限", null=True)
    filed_on = models.DateField("报送日期")
    reason = models.TextField("修订原因", blank=True, default="")

    objects: ClassVar[Any] = BureauManager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["work_plan", "number"], name="work_edition_once")
        ]
        indexes = [models.Index(fields=["due_on", "district"], name="work_edition_due")]

    def __str__(self) -> str:
        return f"{self.work_plan_id} 第 {self.number} 稿"

    @property
    def days_late(self) -> int:
        """By how many days it was late."""
        return max(0, (self.filed_on - self.due_on).days) if self.due_on else 0


class WorkPlanEvent(TransitionEvent, DistrictModel):
    """What happened to a work plan."""

    work_plan = models.ForeignKey(WorkPlan, models.PROTECT, related_name="events")

    objects: ClassVar[Any] = BureauManager()

    class Meta:
        indexes = [models.Index(fields=["work_plan", "id"], name="work_plan_event_order")]

    def __str__(self) -> str:
        return f"{self.work_plan_id} {self.transition}"
