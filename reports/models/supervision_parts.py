"""What belongs to an order of supervision: offices, reports, extensions, instructions, events."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lifecycle.models import TransitionEvent
from reports.models.supervision import Order, OrderPartManager


class OrderPart(models.Model):
    """A row that belongs to an order, and is read by whoever reads that."""

    order = models.ForeignKey(Order, models.PROTECT, verbose_name="督办事项", related_name="+")

    objects = OrderPartManager()

    class Meta:
        abstract = True


class OrderOffice(OrderPart):
    """An office that takes part. `next_report_on` is the local day by which it feeds back next;
    None where nothing more is due."""

    class Role(models.TextChoices):
        LEAD = "lead", "牵头"
        CO = "co", "协办"

    order = models.ForeignKey(
        Order, models.PROTECT, verbose_name="督办事项", related_name="offices"
    )
    office = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="承办单位", related_name="+"
    )
    role = models.CharField("分工", max_length=4, choices=Role.choices)
    next_report_on = models.DateField("下次反馈", null=True)

    class Meta:
        ordering = ["-role", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "office"], name="order_office_once"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(role="lead"), name="order_one_lead"
            ),
        ]
        indexes = [models.Index(fields=["office", "next_report_on"], name="order_office_due")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.office_id}"


class OrderReport(OrderPart):
    """What an office fed back (反馈, 一事一报). `asked_on` is the day by which it was due, None
    where nothing was; `late_days` are working days. Append-only."""

    order = models.ForeignKey(
        Order, models.PROTECT, verbose_name="督办事项", related_name="reports"
    )
    office = models.ForeignKey(
        OrderOffice, models.PROTECT, verbose_name="反馈单位", related_name="reports"
    )
    asked_on = models.DateField("应反馈日", null=True)
    late_days = models.PositiveSmallIntegerField("迟报（个工作日）", default=0)
    is_final = models.BooleanField("申请办结", default=False)
    progress = models.PositiveSmallIntegerField("进度", validators=[MaxValueValidator(100)])
    quantity_done = models.PositiveIntegerField("已完成数量", null=True, blank=True)
    text = models.TextField("办理情况", max_length=2000)
    problems = models.TextField("困难和需要协调的事项", max_length=1000, blank=True)
    sent_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="反馈人", related_name="+"
    )
    sent_at = models.DateTimeField("反馈时间", default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["order", "-id"], name="order_report_order")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.sent_at:%Y-%m-%d}"


class ReportReview(OrderPart):
    """What the city found of a report: are the facts clear, is the matter solved, is it lawful.
    Source: the usual steps of 督查督办 (审核). Append-only."""

    report = models.OneToOneField(
        OrderReport, models.PROTECT, verbose_name="反馈", related_name="review"
    )
    is_accepted = models.BooleanField("通过")
    facts_clear = models.BooleanField("事实清楚", default=False)
    is_solved = models.BooleanField("问题解决", default=False)
    is_lawful = models.BooleanField("办理合规", default=False)
    reason = models.TextField("审核意见", max_length=1000, blank=True)
    reviewed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="审核人", related_name="+"
    )
    reviewed_at = models.DateTimeField("审核时间", default=timezone.now)

    def __str__(self) -> str:
        return f"{self.report_id} {self.is_accepted}"


class OrderExtension(OrderPart):
    """A later deadline that the lead office asked for before the deadline, and the answer to it.
    `is_granted` is None until it is decided."""

    order = models.ForeignKey(
        Order, models.PROTECT, verbose_name="督办事项", related_name="extensions"
    )
    old_due_on = models.DateField("现期限")
    new_due_on = models.DateField("申请延期到")
    reason = models.TextField("延期理由", max_length=1000)
    asked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="申请人", related_name="+"
    )
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    is_granted = models.BooleanField("同意", null=True)
    answer = models.TextField("审批意见", max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="审批人", null=True, related_name="+"
    )
    decided_at = models.DateTimeField("审批时间", null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(is_granted=None), name="order_one_open_extension"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.new_due_on}"


class Instruction(OrderPart):
    """What a leader wrote about an order (批示); its offices and the city read it. Append-only."""

    order = models.ForeignKey(
        Order, models.PROTECT, verbose_name="督办事项", related_name="instructions"
    )
    text = models.TextField("批示", max_length=1000)
    leader = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="批示人", related_name="+"
    )
    written_at = models.DateTimeField("批示时间", default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.written_at:%Y-%m-%d}"


class OrderFile(OrderPart):
    """A file of an order, or of one of its reports. Append-only."""

    order = models.ForeignKey(Order, models.PROTECT, verbose_name="督办事项", related_name="files")
    report = models.ForeignKey(
        OrderReport, models.PROTECT, verbose_name="反馈", null=True, related_name="files"
    )
    attachment = models.ForeignKey(
        "documents.Attachment", models.PROTECT, verbose_name="附件", related_name="+"
    )
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("大小（字节）")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class OrderEvent(TransitionEvent, OrderPart):
    """What happened to an order."""

    order = models.ForeignKey(Order, models.PROTECT, verbose_name="督办事项", related_name="events")

    class Meta:
        indexes = [models.Index(fields=["order", "id"], name="order_event_order")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.transition}"
