"""Base classes of records, how a person arranges a list, and what was exported from it."""

from collections.abc import Collection
from typing import Self

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from accounts.tenancy import M, Scope, ScopedManager, ScopedQuerySet, TenantModel
from pages.imports.models import StagedImport


class ListPreference(TenantModel):
    """One membership's choice of columns for one list, and its saved filters.

    `saved_filters` is a list of `{"name": …, "query": …}` sorted by name; one row holds both, so
    that a list page reads them in one query.
    """

    membership = models.ForeignKey("accounts.Membership", models.CASCADE, related_name="+")
    page = models.CharField("列表", max_length=40)
    columns = models.JSONField("显示的列", default=list)
    saved_filters = models.JSONField("保存的筛选", default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "page"], name="pages_preference_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.page}"


class ListExport(TenantModel):
    """One export of a list: who took which rows and columns, in which format, and when.

    `organisation` and `district` are the exporting person's own.
    """

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"

    at = models.DateTimeField("时间", auto_now_add=True)
    user = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="导出人")
    page = models.CharField("列表", max_length=40)
    title = models.CharField("列表名称", max_length=60)
    query = models.CharField("筛选条件", max_length=2000, blank=True)
    columns = models.JSONField("导出的列", default=list)
    format = models.CharField("格式", max_length=4, choices=Format.choices)

    class Meta:
        indexes = [models.Index(fields=["district", "-at"], name="pages_export_district")]

    def __str__(self) -> str:
        return f"{self.title} {self.at:%Y-%m-%d %H:%M}"


class VersionedModel(models.Model):
    """A row whose forms tell who changed it since they were opened (`pages.stale`); an act that
    changes what they hold adds one to `version`."""

    version = models.PositiveIntegerField("版本号", default=1, db_default=1, editable=False)

    class Meta:
        abstract = True


class RecordModel(VersionedModel):
    """A row that people keep: it has a version, and is retired instead of deleted.

    Its rules stand on the model: validators, `clean`, and constraints with a
    `violation_error_message`. A constraint whose `violation_error_code` is the name of a field has
    its message beside that field.
    """

    retired_at = models.DateTimeField("停用时间", null=True, blank=True, editable=False)
    retirement_reason = models.CharField(
        "停用或恢复的原因",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )

    class Meta:
        abstract = True

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        try:
            super().validate_constraints(exclude=exclude)
        except ValidationError as error:
            raise ValidationError(self._at_fields(error)) from None

    def _at_fields(self, error: ValidationError) -> dict[str, list[ValidationError]]:
        names = {field.name for field in self._meta.get_fields()}
        placed: dict[str, list[ValidationError]] = {}
        for key, reasons in error.error_dict.items():
            for reason in reasons:
                code = str(reason.code)
                named = code if key == NON_FIELD_ERRORS and code in names else key
                placed.setdefault(named, []).append(reason)
        return placed


class SharedRecordQuerySet(ScopedQuerySet[M]):
    """Rows that belong to no organisation: everybody with a duty may see them."""

    def in_scope(self, scope: Scope) -> Self:
        return self


_SharedRecordManager = ScopedManager.from_queryset(SharedRecordQuerySet, "_SharedRecordManager")


class SharedRecordManager(_SharedRecordManager[M]):
    """The manager of shared records."""


class SharedRecord(RecordModel):
    """A record that everybody with a duty may read and the city writes; its table is under the
    row-level policy `city_writes`."""

    objects = SharedRecordManager()

    class Meta:
        abstract = True


__all__ = [
    "ListExport",
    "ListPreference",
    "RecordModel",
    "SharedRecord",
    "SharedRecordQuerySet",
    "StagedImport",
]
