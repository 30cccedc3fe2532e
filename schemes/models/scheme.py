"""Schemes and their versions."""

import hashlib
import json
from datetime import date
from functools import cached_property

from django.db import models
from django.utils import timezone

from lifecycle.models import TransitionEvent
from pages.models import VersionedModel
from schemes.definition.scheme import SUBSIDY, SchemeDefinition


class Scheme(models.Model):
    """What enterprises file for: a certification, a place on a list, or money."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80)
    sort = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        ordering = ["sort"]

    def __str__(self) -> str:
        return self.name


class SchemeVersionQuerySet(models.QuerySet["SchemeVersion"]):
    def in_force(self, day: date | None = None) -> "SchemeVersionQuerySet":
        """Published versions that apply on `day` (local date, default today)."""
        day = day or timezone.localdate()
        return self.filter(
            models.Q(valid_to=None) | models.Q(valid_to__gte=day),
            state=SchemeVersion.State.PUBLISHED,
            valid_from__lte=day,
        )

    def of_certifications(self) -> "SchemeVersionQuerySet":
        """Those that lead to a title or a list, and not to money."""
        return self.exclude(definition__outcome=SUBSIDY)

    def of_subsidies(self) -> "SchemeVersionQuerySet":
        """Those that lead to money."""
        return self.filter(definition__outcome=SUBSIDY)


class SchemeVersion(VersionedModel):
    """The conditions and the form of a scheme for a time; frozen for ever once published.

    A draft's `definition` may be unfinished: `checking.problems.read` tells what it lacks.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        REVIEW = "review", "待复核发布"
        PUBLISHED = "published", "已发布"
        RETIRED = "retired", "已停用"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    label = models.CharField("版本", max_length=40)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    definition = models.JSONField("内容")
    source_document = models.CharField("依据文件", max_length=300)
    valid_from = models.DateField("适用自")
    valid_to = models.DateField("适用至", null=True, blank=True)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )
    change_note = models.CharField(
        "修订说明", max_length=500, blank=True, default="", db_default=""
    )
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True, null=True)
    edited_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField("修改时间", null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField("提请发布时间", null=True, blank=True)
    review_note = models.CharField(
        "复核意见", max_length=500, blank=True, default="", db_default=""
    )
    published_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = SchemeVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "label"],
                name="scheme_version_once",
                violation_error_message="这个方案已有同名的版本。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.label}"

    @cached_property
    def parsed(self) -> SchemeDefinition:
        """The definition as typed data. Raises `pydantic.ValidationError` where unfinished."""
        return SchemeDefinition.model_validate(self.definition)

    @property
    def content_sha256(self) -> str:
        """Identifies the content: what was simulated, and what was then published."""
        text = json.dumps(self.definition, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_editable(self) -> bool:
        return self.state == self.State.DRAFT


class SchemeVersionEvent(TransitionEvent):
    """A transition of a version; the history of a draft is deleted with it."""

    # The database deletes them: the application may not.
    version = models.ForeignKey(
        SchemeVersion, models.DO_NOTHING, related_name="events", db_constraint=False
    )

    class Meta:
        indexes = [models.Index(fields=["version", "id"], name="scheme_version_event_order")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.transition}"
