"""What a brought-in file says, between its check and its being applied."""

import uuid
from typing import TypedDict

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.tenancy import TenantModel


class StagedRow(TypedDict):
    """A row of the file that would change something; `pk` and `version` are null for a new one.
    `values` are by field, as JSON, `changes` the label, old and new words of each."""

    number: int
    pk: int | str | None
    version: int | None
    title: str
    values: dict[str, object]
    changes: list[tuple[str, str, str]]


class Problem(TypedDict):
    """A wrong cell of the file."""

    sheet: str
    cell: str
    column: str
    value: str
    reason: str


class StagedImport(TenantModel):
    """A checked file of somebody's organisation; nothing of it is in the catalogue until it is
    applied.

    `rows` are each a `StagedRow`, `problems` each a `Problem`: the first `MOST_PROBLEMS` of
    `problems_total`.
    """

    class State(models.TextChoices):
        CHECKED = "checked", "待确认"
        APPLIED = "applied", "已导入"
        DISCARDED = "discarded", "已放弃"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    catalogue = models.CharField("目录", max_length=60)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.CHECKED)
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件摘要", max_length=64)
    uploaded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="上传人", related_name="+"
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    rows_unchanged = models.PositiveIntegerField("无变化", default=0)
    rows_wrong = models.PositiveIntegerField("有误", default=0)
    problems_total = models.PositiveIntegerField("问题数", default=0)
    problems = models.JSONField("问题", default=list, encoder=DjangoJSONEncoder)
    rows = models.JSONField("待写入的行", default=list, encoder=DjangoJSONEncoder)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, verbose_name="确认人", related_name="+"
    )
    decided_at = models.DateTimeField("确认时间", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "catalogue", "-created_at"], name="staged_recent")
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def new_rows(self) -> list[StagedRow]:
        return [one for one in self.rows if one["pk"] is None]

    @property
    def changed_rows(self) -> list[StagedRow]:
        return [one for one in self.rows if one["pk"] is not None]
