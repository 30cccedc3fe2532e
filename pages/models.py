"""How a person arranges a list, and what was exported from it."""

from typing import Any, ClassVar

from django.db import models

from accounts.tenancy import TenantManager, TenantModel


class ListPreference(TenantModel):
    """One membership's choice of columns for one list, and its saved filters.

    `saved_filters` is a list of `{"name": …, "query": …}` sorted by name; one row holds both, so
    that a list page reads them in one query.
    """

    membership = models.ForeignKey("accounts.Membership", models.CASCADE, related_name="+")
    page = models.CharField("列表", max_length=40)
    columns = models.JSONField("显示的列", default=list)
    saved_filters = models.JSONField("保存的筛选", default=list)

    objects: ClassVar[Any] = TenantManager()

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

    objects: ClassVar[Any] = TenantManager()

    class Meta:
        indexes = [models.Index(fields=["district", "-at"], name="pages_export_district")]

    def __str__(self) -> str:
        return f"{self.title} {self.at:%Y-%m-%d %H:%M}"
