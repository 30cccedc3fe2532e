"""The append-only trail: what changed, what was read, the seals over both, and the eras in which
their transactions were counted."""

from datetime import timedelta

from django.db import models

# As long as a certificate that was filed for is valid, so that it can be found out who acted under
# an account. Logs are to be kept for six months at least.
# Source: 网络安全法 (2017), article 21 (3).
SIGN_INS_KEPT = timedelta(days=3 * 366)


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
    object_name = models.CharField(
        "对象名称", max_length=200, blank=True, default="", db_default=""
    )
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
            models.Index(fields=["organisation_id", "-id"], name="trail_organisation"),
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
        indexes = [
            models.Index(fields=["organisation_id", "-id"], name="read_organisation"),
            models.Index(fields=["user_id", "-id"], name="read_reader"),
            models.Index(fields=["at"], name="read_at"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_name} {self.what}"


class SignInEvent(models.Model):
    """A sign-in, an attempt that failed, a sign-out, or a change of how somebody signs in."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", "登录"
        FAILED = "failed", "登录失败"
        LOCKED = "locked", "尝试过多，暂停登录"
        SIGNED_OUT = "signed_out", "退出"
        SIGNED_UP = "signed_up", "注册账号"
        PASSWORD_CHANGED = "password_changed", "修改密码"
        PASSWORD_RESET = "password_reset", "重设密码"
        EMAIL_CONFIRMED = "email_confirmed", "确认邮箱"
        EMAIL_ADDED = "email_added", "添加邮箱"
        EMAIL_CHANGED = "email_changed", "更换主邮箱"
        EMAIL_REMOVED = "email_removed", "删除邮箱"
        FACTOR_ADDED = "factor_added", "开启二次验证"
        FACTOR_REMOVED = "factor_removed", "关闭二次验证"
        FACTOR_RESET = "factor_reset", "更换恢复码"
        FACTOR_FAILED = "factor_failed", "二次验证失败"

    at = models.DateTimeField("时间", auto_now_add=True)
    kind = models.CharField("事件", max_length=20, choices=Kind.choices)
    user_id = models.BigIntegerField("人员", null=True)
    account = models.CharField("账号", max_length=254, blank=True)
    ip = models.CharField("来源地址", max_length=45, blank=True)
    device = models.CharField("浏览器", max_length=200, blank=True)
    detail = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "-id"], name="sign_in_of_person"),
            models.Index(fields=["-at"], name="sign_in_at"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.get_kind_display()}"


class Seal(models.Model):
    """A hash over a run of trail entries, chained to the seal before it."""

    sealed_at = models.DateTimeField("封存时间", auto_now_add=True)
    after_xid = models.BigIntegerField("起始事务（不含）")
    up_to_xid = models.BigIntegerField("截止事务（不含）", unique=True)
    entry_count = models.BigIntegerField("条数")
    previous_hash = models.CharField("前一封存的摘要", max_length=64, blank=True)
    hash = models.CharField("摘要", max_length=64)

    def __str__(self) -> str:
        return f"{self.sealed_at:%Y-%m-%d %H:%M} {self.hash[:12]}"


class SealCheck(models.Model):
    """All seals computed again: how many there were, and which of them did not hold."""

    at = models.DateTimeField("核对时间", auto_now_add=True)
    seal_count = models.BigIntegerField("封存个数")
    broken_ids = models.JSONField("不符的封存", default=list)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {len(self.broken_ids)}/{self.seal_count}"


class TransactionEra(models.Model):
    """A time between two restores; `base` is added to what the server counts in it. The first has
    no row: its base is 0."""

    base = models.BigIntegerField(unique=True)
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d} {self.base}"
