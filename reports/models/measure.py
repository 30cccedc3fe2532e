"""What a plan does to reach its targets: tasks and safeguards, each with its measures."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from pages.models import SharedRecord
from reports.models.plan import Plan, Target


class Measure(SharedRecord):
    """A task (任务) of a plan, or one measure (具体措施) of a task, which is its `parent`.

    `sort` is its place among those beside it. Nothing is put in where the plan's document says
    nothing: no bodies, `Timing.UNSAID`, `Progress.UNSAID`.
    Source of the shipped rows: action plan 2018-2021, 三 and 四.
    """

    class Part(models.TextChoices):
        TASK = "task", "主要任务及措施"
        SAFEGUARD = "safeguard", "工作保障"

    class Timing(models.TextChoices):
        UNSAID = "unsaid", "文件未写明"
        BY_DATE = "by_date", "限期完成"
        CONTINUOUS = "continuous", "持续推进"

    class Progress(models.TextChoices):
        UNSAID = "unsaid", "未登记"
        WAITING = "waiting", "未启动"
        UNDER_WAY = "under_way", "推进中"
        DONE = "done", "已完成"

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="计划", related_name="measures")
    part = models.CharField("部分", max_length=10, choices=Part.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上级任务", null=True, blank=True,
        related_name="children", limit_choices_to=Q(parent=None),
        help_text="不选即为一项任务；选了任务，就是这项任务的一条具体措施。",
    )  # fmt: skip
    sort = models.PositiveSmallIntegerField("次序", default=0, db_default=0, editable=False)
    title = models.CharField("任务或措施", max_length=200)
    text = models.TextField("内容", max_length=4_000, blank=True, default="")
    clause = models.CharField(
        "条款", max_length=60, blank=True, default="", help_text="如 三(一)。"
    )
    leads = ArrayField(
        models.CharField(max_length=60), verbose_name="牵头单位", default=list, blank=True
    )
    partners = ArrayField(
        models.CharField(max_length=60), verbose_name="配合单位", default=list, blank=True
    )
    timing = models.CharField("时限", max_length=10, choices=Timing.choices, default=Timing.UNSAID)
    due_on = models.DateField("完成期限", null=True, blank=True)
    target = models.ForeignKey(
        Target, models.PROTECT, verbose_name="关联目标", null=True, blank=True, related_name="+"
    )
    progress = models.CharField(
        "状态", max_length=10, choices=Progress.choices, default=Progress.UNSAID
    )

    class Meta:
        ordering = ["part", "sort", "id"]
        indexes = [models.Index(fields=["plan", "parent", "sort"], name="measure_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(timing="by_date", due_on__isnull=False)
                | (~Q(timing="by_date") & Q(due_on=None)),
                name="measure_due_by_its_timing",
                violation_error_message="限期完成的要写明期限，其他的不填期限。",
                violation_error_code="due_on",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A measure stands in the plan and the part of its task, and has none below itself."""
        above: Measure | None = self.parent
        wrong: dict[str, Any] = {}
        if above is not None and above.plan_id != self.plan_id:
            wrong["parent"] = "上级任务要在同一个计划里。"
        elif above is not None and (above.parent_id is not None or above.pk == self.pk):
            wrong["parent"] = "上级只能是一项任务，不能是具体措施。"
        elif above is not None and above.is_retired and not self.is_retired:
            wrong["parent"] = "上级任务已停用，请先恢复上级任务。"
        elif above is not None and above.part != self.part:
            wrong["part"] = f"上级任务属于“{above.get_part_display()}”，请选同一部分。"
        if self.target_id is not None and self.target and self.target.plan_id != self.plan_id:
            wrong["target"] = "关联目标要在同一个计划里。"
        if wrong:
            raise ValidationError(wrong)

    @property
    def when(self) -> str:
        """Its time in words."""
        if self.due_on is not None:
            return f"{self.due_on:%Y-%m-%d} 前"
        return str(self.Timing(self.timing).label)

    def is_late(self, day: date) -> bool:
        """Whether it should have been done before the local `day`."""
        return self.due_on is not None and self.due_on < day and self.progress != "done"
