"""The append-only trail: what changed, what was read, and the seals over both."""

from django.db import models


class TrailEntry(models.Model):
    """One changed row, written by the database trigger of `TrailTrigger` and by nothing else."""

    class Operation(models.TextChoices):
        INSERT = "I", "新增"
        UPDATE = "U", "修改"
        DELETE = "D", "删除"

    at = models.DateTimeField("时间")
    xid = models.BigIntegerField("事务号")
    table_name = models.CharField("数据表", max_length=63)
    object_id = models.CharField("对象", max_length=64)
    operation = models.CharField("操作", max_length=1, choices=Operation.choices)
    user_id = models.BigIntegerField("用户", null=True)
    membership_id = models.BigIntegerField("身份", null=True)
    organisation_id = models.BigIntegerField("所属机构", null=True)
    district_id = models.BigIntegerField("所属区市", null=True)
    ip = models.CharField("来源地址", max_length=45, blank=True)
    request_id = models.CharField("请求编号", max_length=64, blank=True)
    scope_reason = models.CharField("系统操作原因", max_length=200, blank=True)
    changes = models.JSONField("变更内容")

    class Meta:
        indexes = [
            models.Index(fields=["table_name", "object_id", "id"], name="trail_object"),
            models.Index(fields=["user_id", "id"], name="trail_user"),
            models.Index(fields=["at"], name="trail_at"),
            models.Index(fields=["xid", "id"], name="trail_seal_order"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.object_id} {self.get_operation_display()}"


class ReadEntry(models.Model):
    """A read of an organisation's personal or financial data by somebody outside it."""

    at = models.DateTimeField("时间", auto_now_add=True)
    user_id = models.BigIntegerField("用户")
    reader_name = models.CharField("查阅人", max_length=150)
    reader_organisation = models.CharField("查阅机构", max_length=200)
    organisation_id = models.BigIntegerField("被查阅机构")
    district_id = models.BigIntegerField("区市")
    object_type = models.CharField("对象类型", max_length=63)
    object_id = models.CharField("对象", max_length=64)
    what = models.CharField("内容", max_length=200)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "-id"], name="read_organisation")]

    def __str__(self) -> str:
        return f"{self.reader_name} {self.what}"


class Seal(models.Model):
    """A hash over a run of trail entries, chained to the seal before it."""

    sealed_at = models.DateTimeField("封存时间", auto_now_add=True)
    after_xid = models.BigIntegerField("起始事务（不含）")
    up_to_xid = models.BigIntegerField("截止事务（不含）", unique=True)
    entry_count = models.BigIntegerField("条数")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.sealed_at:%Y-%m-%d %H:%M} {self.hash[:12]}"
