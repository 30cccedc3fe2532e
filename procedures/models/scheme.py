"""Schemes, their versions, and the windows in which filings are taken."""

from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from procedures.scheme_definition import SchemeDefinition


class Scheme(models.Model):
    """A certification that enterprises file for."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80)
    sort = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        ordering = ["sort"]

    def __str__(self) -> str:
        return self.name


class SchemeVersion(models.Model):
    """The conditions and the form of a scheme for a time; frozen once published."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"
        RETIRED = "retired", "已停用"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    label = models.CharField("版本", max_length=40)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    definition = models.JSONField("内容")
    source_document = models.CharField("依据文件", max_length=300)
    valid_from = models.DateField("适用自")
    valid_to = models.DateField("适用至", null=True, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "label"], name="scheme_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.label}"

    @cached_property
    def parsed(self) -> SchemeDefinition:
        return SchemeDefinition.model_validate(self.definition)


class BatchQuerySet(models.QuerySet["Batch"]):
    def open_at(self, moment: object = None) -> "BatchQuerySet":
        """Batches that take filings at `moment` (default: now)."""
        moment = moment or timezone.now()
        return self.filter(opens_at__lte=moment, closes_at__gt=moment)


class Batch(models.Model):
    """A window in which filings for a scheme version are taken; the end is exclusive."""

    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="batches")
    name = models.CharField("批次", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    opens_at = models.DateTimeField("开放时间")
    closes_at = models.DateTimeField("截止时间")

    objects: ClassVar[Any] = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="batch_ends_after_start",
                violation_error_message="截止时间应晚于开放时间。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.opens_at <= timezone.now() < self.closes_at
