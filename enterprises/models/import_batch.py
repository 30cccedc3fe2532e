"""A workbook that a bureau brings in: the file, what the check found, what was decided."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models

from accounts.tenancy import TenantModel
from lifecycle.models import TenantTransitionEvent


def import_storage() -> Storage:
    """Where brought-in files lie: outside the web root, served only through a view."""
    return storages["attachments"]


def file_path(batch: "ImportBatch", name: str) -> str:
    return f"imports/{batch.pk}/{uuid.uuid4().hex}{'.csv' if name.endswith('.csv') else '.xlsx'}"


class ImportBatch(TenantModel):
    """One file on its way into the registry. It belongs to the bureau that brought it.

    `problems` holds the first hundred as {"sheet", "cell", "column", "reason"}; all of them are
    in the annotated copy.
    """

    class Kind(models.TextChoices):
        REGISTRY = "registry", "企业信息"
        TITLES = "titles", "称号名单"

    class State(models.TextChoices):
        CHECKING = "checking", "核对中"
        CHECKED = "checked", "待确认"
        APPLYING = "applying", "导入中"
        APPLIED = "applied", "已导入"
        DISCARDED = "discarded", "已放弃"
        REFUSED = "refused", "无法读取"
        REVERTING = "reverting", "撤回中"
        REVERTED = "reverted", "已撤回"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.CHECKING)
    # Whether a person has to decide about it: those come first.
    is_waiting = models.GeneratedField(
        expression=models.ExpressionWrapper(
            models.Q(state="checked"), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    file = models.FileField("文件", storage=import_storage, upload_to=file_path, max_length=200)
    file_name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, verbose_name="上传人", related_name="+"
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    check_job = models.UUIDField(null=True)
    apply_job = models.UUIDField(null=True)
    revert_job = models.UUIDField(null=True)
    refusal = models.CharField("无法读取的原因", max_length=500, blank=True)
    rows_total = models.PositiveIntegerField("数据行数", default=0)
    rows_new = models.PositiveIntegerField("新增", default=0)
    rows_changed = models.PositiveIntegerField("变更", default=0)
    rows_unchanged = models.PositiveIntegerField("无变化", default=0)
    rows_wrong = models.PositiveIntegerField("有误", default=0)
    rows_doubtful = models.PositiveIntegerField("待人工判断", default=0)
    problems_total = models.PositiveIntegerField("问题数", default=0)
    problems = models.JSONField("问题", default=list)
    annotated = models.FileField(
        "批注副本", storage=import_storage, upload_to=file_path, max_length=200, blank=True
    )
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, verbose_name="确认人", related_name="+"
    )
    applied_at = models.DateTimeField("导入完成时间", null=True)
    # How many rows came to which `ImportRow.Outcome`, in the end.
    result = models.JSONField("结果", default=dict, db_default={})

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="import_recent"),
            models.Index(
                fields=["organisation", "kind", "-is_waiting", "-created_at", "-id"],
                name="import_waiting_first",
            ),
            models.Index(fields=["sha256"], name="import_same_file"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def number_of(self, outcome: str) -> int:
        """How many rows came to `outcome` of `ImportRow.Outcome`; of a file that is not written, or
        of which this was not kept, how many the check foresaw."""
        foreseen = {"created": self.rows_new, "updated": self.rows_changed}
        return int((self.result or foreseen).get(outcome, 0))

    @property
    def rows_to_write(self) -> int:
        """How many rows the import will write."""
        return self.rows_new + self.rows_changed


class ImportBatchEvent(TenantTransitionEvent):
    """A transition of a file."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["batch", "id"], name="import_event_order")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.transition}"


class ImportRow(TenantModel):
    """One row of a file that is to be written, staged by the check.

    `values` are the parsed cells as JSON. `done_at` is set in the transaction that writes the
    row into the registry, so that an import that was cut short goes on where it stopped.
    `changes` are [label, old, new] in words, as the check showed them. `undo` is what taking the
    import back needs: what the row wrote, and what stood there before.
    """

    class Verdict(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "变更"
        DOUBTFUL = "doubtful", "待判断"

    class Decision(models.TextChoices):
        NONE = "", "未判断"
        SAME = "same", "同一企业"
        ASKED = "asked", "交企业确认"
        KEPT_NAME = "kept_name", "名称不变，导入其他内容"
        NEW = "new", "新建"
        DROPPED = "dropped", "不导入"

    class Outcome(models.TextChoices):
        NONE = "", "未写入"
        CREATED = "created", "新增"
        UPDATED = "updated", "变更"
        PROPOSED = "proposed", "交企业确认"
        SKIPPED = "skipped", "未写入"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("行号")
    verdict = models.CharField("核对结果", max_length=10, choices=Verdict.choices)
    values = models.JSONField(default=dict)
    candidates = models.JSONField("可能是同一企业", default=list)
    decision = models.CharField(
        "判断", max_length=10, choices=Decision.choices, blank=True, default=""
    )
    decided_for = models.BigIntegerField("判断为同一企业", null=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, verbose_name="判断人", related_name="+"
    )
    changes = models.JSONField("变更内容", default=list, db_default=[])
    # Of an enterprise whose own people keep its entry: they are asked.
    is_guarded = models.BooleanField("须由企业确认", default=False, db_default=False)
    done_at = models.DateTimeField("写入时间", null=True)
    skipped = models.CharField("未写入的原因", max_length=200, blank=True)
    outcome = models.CharField(
        "写入结果", max_length=10, choices=Outcome.choices, blank=True, default="", db_default=""
    )
    undo = models.JSONField(default=dict, db_default={})
    taken_back_at = models.DateTimeField("撤回时间", null=True)
    kept = models.CharField("未撤回的原因", max_length=200, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_once"),
        ]
        indexes = [
            models.Index(
                fields=["batch", "number"],
                condition=models.Q(done_at=None),
                name="import_row_waiting",
            ),
            models.Index(
                fields=["batch", "-is_guarded", "number", "id"], name="import_row_guarded"
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 行"
