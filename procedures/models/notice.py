"""The public notice (公示) and the objections (异议) taken from the public."""

import secrets

from django.db import models
from django.utils import timezone

from accounts.tenancy import TenantModel
from lifecycle.models import TenantTransitionEvent, TransitionEvent


class PublicNotice(models.Model):
    """A notice over a set of proposed cases; both dates are local and inclusive."""

    class State(models.TextChoices):
        RUNNING = "running", "公示中"
        CONCLUDED = "concluded", "已结束"

    batch = models.ForeignKey("procedures.Batch", models.PROTECT, related_name="notices")
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文")
    objection_contact = models.CharField("异议受理", max_length=200, default="", db_default="")
    starts_on = models.DateField("公示开始")
    ends_on = models.DateField("公示结束")
    working_days = models.PositiveSmallIntegerField("公示工作日")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.RUNNING)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    published_at = models.DateTimeField("发布时间", auto_now_add=True)
    concluded_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def has_ended(self) -> bool:
        return timezone.localdate() > self.ends_on

    @property
    def takes_objections(self) -> bool:
        return self.state == self.State.RUNNING and not self.has_ended


class PublicNoticeEvent(TransitionEvent):
    """A transition of a notice; the public reads the notice, the bureaus who ended it."""

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["notice", "id"], name="public_notice_event_order")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.transition}"


class NoticeEntry(models.Model):
    """One published line of a notice: what everybody may read of a case."""

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="entries")
    application = models.OneToOneField(
        "procedures.Application", models.PROTECT, related_name="notice_entry"
    )
    position = models.PositiveIntegerField("序号")
    enterprise_name = models.CharField("企业名称", max_length=200)
    title = models.CharField("产品（技术）", max_length=200)
    district_name = models.CharField("区市", max_length=40)
    # In 元; of cases that are paid nothing none.
    amount = models.DecimalField(
        "拟支持金额", max_digits=16, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.enterprise_name} {self.title}"


def new_receipt() -> str:
    return secrets.token_hex(5).upper()


class Objection(TenantModel):
    """An objection from the public; it holds its own case and not the notice."""

    class State(models.TextChoices):
        OPEN = "open", "调查中"
        UPHELD = "upheld", "异议成立"
        DISMISSED = "dismissed", "异议不成立"

    application = models.ForeignKey(
        "procedures.Application", models.PROTECT, related_name="objections"
    )
    entry = models.ForeignKey(NoticeEntry, models.PROTECT, related_name="+")
    receipt = models.CharField("回执号", max_length=12, unique=True, default=new_receipt)
    name = models.CharField("异议人", max_length=60)
    contact = models.CharField("联系方式", max_length=120)
    text = models.TextField("异议内容与依据", max_length=2000)
    # Belongs to the city bureau, not to the enterprise that is objected to.
    evidence = models.ForeignKey(
        "documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    answer = models.TextField("答复", blank=True, default="")
    filed_at = models.DateTimeField("提出时间", auto_now_add=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["application", "state"], name="objection_open")]

    def __str__(self) -> str:
        return self.receipt


class ObjectionEvent(TenantTransitionEvent):
    """A transition of an objection; read by the city's investigators alone."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["objection", "id"], name="objection_event_order")]

    def __str__(self) -> str:
        return f"{self.objection_id} {self.transition}"


class ObjectionEvidence(TenantModel):
    """A file that came with an objection. It belongs to the city bureau, as the objection's own
    first column did, which earlier objections still use."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="files")
    attachment = models.ForeignKey("documents.Attachment", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.objection_id} {self.attachment_id}"


class InvestigationNote(TenantModel):
    """What the city found out about an objection (调查记录). Append-only."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="notes")
    text = models.TextField("调查记录", max_length=2000)
    noted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.objection_id} {self.noted_at:%Y-%m-%d %H:%M}"
