"""Reports that a bureau put together, when they run by themselves, and what came of each run."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.duties import OrganisationKind
from accounts.tenancy import M, Scope, TenantManager, TenantModel, TenantQuerySet
from documents.fields import NameField
from pages.models import ListExport, VersionedModel

RESULTS_KEPT = timedelta(days=30)


class SavedReportQuerySet(TenantQuerySet["SavedReport"]):
    def in_scope(self, scope: Scope) -> Self:
        """One's own, and what colleagues share in the office; leaders also read what the city
        bureau shares."""
        rows = super().in_scope(scope)
        actor = scope.actor
        if actor is None:
            return rows if scope.is_system else rows.none()
        office = Q(organisation_id=actor.organisation_id)
        if actor.is_leader:
            office |= Q(organisation__kind=OrganisationKind.CITY_BUREAU)
        shared = ~Q(sharing=SavedReport.Sharing.OWN)
        return rows.filter(office & (Q(user_id=actor.user_id) | shared))


SavedReportManager = TenantManager.from_queryset(SavedReportQuerySet, "SavedReportManager")


class SavedReport(VersionedModel, TenantModel):
    """A report as its owner put it together: what it asks for, never what came of it. It runs in
    the scope of whoever opens it. `organisation` is the owner's office."""

    class Sharing(models.TextChoices):
        OWN = "own", "只有自己"
        READ = "read", "本机构可看"
        EDIT = "edit", "本机构可看可改"

    user = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="建立人", related_name="+"
    )
    name = NameField("报表名称", max_length=60)
    note = models.CharField("说明", max_length=300, blank=True, default="")
    source = models.CharField("数据来源", max_length=40)
    # A `reports.builder.definition.Definition`.
    definition = models.JSONField("内容")
    sharing = models.CharField(
        "共享", max_length=4, choices=Sharing.choices, default=Sharing.OWN,
        help_text="共享的是报表的内容；每个人看到的数据仍以自己的权限为限。",
    )  # fmt: skip
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    objects: ClassVar[SavedReportManager] = SavedReportManager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-updated_at", "-id"], name="saved_report_office")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "name"],
                name="saved_report_one_name",
                violation_error_code="name",
                violation_error_message="您已有一张同名的报表，请换一个名称。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PersonsOwnQuerySet(TenantQuerySet[M]):
    def in_scope(self, scope: Scope) -> Self:
        """What is a person's own, in the office where it is."""
        rows = super().in_scope(scope)
        if scope.is_system:
            return rows
        actor = scope.actor
        if actor is None:
            return rows.none()
        return rows.filter(user_id=actor.user_id, organisation_id=actor.organisation_id)


PersonsOwnManager = TenantManager.from_queryset(PersonsOwnQuerySet, "PersonsOwnManager")


class ReportSchedule(TenantModel):
    """When a report runs by itself for one person, in their scope of that day (定时). Hours are
    those of Asia/Shanghai. `next_at` is when it is due next; one that has stopped runs no more
    until its person sets it anew."""

    class Every(models.TextChoices):
        DAY = "day", "每天"
        WEEK = "week", "每周"
        MONTH = "month", "每月"

    class Weekday(models.IntegerChoices):
        MONDAY = 1, "周一"
        TUESDAY = 2, "周二"
        WEDNESDAY = 3, "周三"
        THURSDAY = 4, "周四"
        FRIDAY = 5, "周五"
        SATURDAY = 6, "周六"
        SUNDAY = 7, "周日"

    report = models.ForeignKey(SavedReport, models.CASCADE, related_name="schedules")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    membership = models.ForeignKey("accounts.Membership", models.CASCADE, related_name="+")
    # Its own: the report of a colleague may be shared no more.
    title = models.CharField("报表", max_length=60)
    every = models.CharField("频次", max_length=5, choices=Every.choices)
    weekday = models.PositiveSmallIntegerField(
        "星期", choices=Weekday.choices, default=Weekday.MONDAY
    )
    day = models.PositiveSmallIntegerField(
        "日期", default=1, validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text="当月没有这一天的，在月末运行。",
    )  # fmt: skip
    hour = models.PositiveSmallIntegerField(
        "时间", default=7, validators=[MinValueValidator(0), MaxValueValidator(23)]
    )
    format = models.CharField(
        "文件格式", max_length=4, choices=ListExport.Format.choices, default=ListExport.Format.XLSX
    )
    next_at = models.DateTimeField("下次运行")
    stopped_at = models.DateTimeField("停止时间", null=True)
    stopped_because = models.CharField("停止原因", max_length=200, blank=True, default="")
    created_at = models.DateTimeField("设定时间", auto_now_add=True)

    objects: ClassVar[PersonsOwnManager] = PersonsOwnManager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(stopped_at=None), name="report_schedule_due"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "membership"], name="report_schedule_once",
                violation_error_message="您已为这张报表设定了定时。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class ReportRun(TenantModel):
    """One run of a schedule, and its file, which is kept for thirty days.

    `due_at` is the time that it was due; a schedule has one run for each. A run has ended when it
    has `made_at`, with a file or with a `problem`, which its person reads."""

    schedule = models.ForeignKey(ReportSchedule, models.SET_NULL, null=True, related_name="runs")
    # So that the run is still about something when the report has gone.
    report = models.ForeignKey(SavedReport, models.SET_NULL, null=True, related_name="runs")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    title = models.CharField("报表", max_length=60)
    format = models.CharField("格式", max_length=4, choices=ListExport.Format.choices)
    due_at = models.DateTimeField("应运行时间")
    started_at = models.DateTimeField("开始时间", auto_now_add=True)
    made_at = models.DateTimeField("完成时间", null=True)
    lines = models.PositiveIntegerField("行数", null=True)
    size = models.PositiveBigIntegerField("大小（字节）", null=True)
    problem = models.CharField("未完成的原因", max_length=500, blank=True, default="")

    objects: ClassVar[PersonsOwnManager] = PersonsOwnManager()

    class Meta:
        indexes = [models.Index(fields=["user", "-due_at", "-id"], name="report_run_own")]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "due_at"], name="report_run_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.due_at:%Y-%m-%d}"

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None and not self.problem

    @property
    def kept_until(self) -> datetime:
        return (self.made_at or self.started_at) + RESULTS_KEPT


class ReportRunPart(TenantModel):
    """A piece of the file of a run. It goes with its run, in one statement, wherever the portal
    keeps its other files."""

    run = models.ForeignKey(ReportRun, models.CASCADE, related_name="parts")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    objects: ClassVar[PersonsOwnManager] = PersonsOwnManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="report_run_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"
