"""Papers: the reports that the portal writes of a period, their texts, readers and schedules."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.tenancy import M, Scope, ScopedManager, ScopedQuerySet
from lifecycle.models import TransitionEvent
from pages.models import VersionedModel


class PaperKind(models.TextChoices):
    """How often a paper is made, and of what."""

    DAILY = "daily", "日报"
    MONTHLY = "monthly", "月度专报"
    QUARTERLY = "quarterly", "季度专报"
    YEARLY = "yearly", "年度专报"


class PaperForm(models.TextChoices):
    """The files that a paper is given out as."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word"
    EXCEL = "xlsx", "Excel"


class PaperTemplate(models.Model):
    """A version of the texts of a kind: rows are never changed, a change is another version.

    `headings` is a list of {"key", "title", "text"}: which parts stand under the heading, what it
    is called, and the sentences in the language of `reports.papers.language`.
    """

    kind = models.CharField("报告种类", max_length=10, choices=PaperKind.choices)
    number = models.PositiveIntegerField("版本")
    masthead = models.CharField("刊名", max_length=30)
    issuer = models.CharField("编印单位", max_length=60)
    title = models.TextField("标题", max_length=500)
    headings = models.JSONField("章节", default=list)
    note = models.CharField("修改说明", max_length=200, blank=True)
    edited_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="修改人", null=True, related_name="+"
    )
    edited_at = models.DateTimeField("修改时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="paper_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}模板第 {self.number} 版"


class PaperSchedule(VersionedModel):
    """When papers of a kind are made: at `hour` o'clock (local) on the day after their period."""

    kind = models.CharField("报告种类", max_length=10, choices=PaperKind.choices, unique=True)
    is_on = models.BooleanField("按时生成", default=True)
    hour = models.PositiveSmallIntegerField(
        "几点起（北京时间）",
        default=6,
        validators=[MinValueValidator(3), MaxValueValidator(23)],
        help_text="3 至 23 点；每日数据凌晨 2 点开始统计。",
    )

    def __str__(self) -> str:
        return self.get_kind_display()


class PaperQuerySet(ScopedQuerySet["Paper"]):
    """The city has all papers; the other bureaus those that were issued to them."""

    def in_scope(self, scope: Scope) -> Self:
        if scope.is_system or (scope.actor is not None and scope.actor.is_city):
            return self
        issued = self.filter(state__in=Paper.ISSUED_STATES)
        return issued.filter(audience__overlap=list(scope.district_ids))

    def live(self) -> Self:
        """Those that were not withdrawn."""
        return self.exclude(state=Paper.State.WITHDRAWN)

    def of_period(self, kind: str, first: Any, last: Any) -> Self:
        """Those of one period, the withdrawn ones too."""
        return self.filter(kind=kind, first_day=first, last_day=last)


_PaperManager = ScopedManager.from_queryset(PaperQuerySet, "_PaperManager")


class PaperManager(_PaperManager[M]):
    """The manager of papers."""


class Paper(VersionedModel):
    """One issue (期): what the portal wrote of the local days `first_day` to `last_day`.

    `data` holds the text and every figure that it was made from, and is never changed; what a
    person adds stands apart, in `own_title` and `remarks` (heading key -> paragraph). All files are
    made from these three alone. `audience` are the districts that it was issued to.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        CHECKED = "checked", "已核"
        ISSUED = "issued", "已印发"
        ARCHIVED = "archived", "已归档"
        WITHDRAWN = "withdrawn", "已撤回"

    ISSUED_STATES: ClassVar = (State.ISSUED, State.ARCHIVED)

    kind = models.CharField("报告种类", max_length=10, choices=PaperKind.choices)
    first_day = models.DateField("期间起")
    last_day = models.DateField("期间止")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("期号")
    revision = models.PositiveSmallIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField("标题", max_length=200)
    own_title = models.CharField("人工标题", max_length=120, blank=True)
    remarks = models.JSONField("编者说明", default=dict)
    data = models.JSONField("数据", default=dict)
    template = models.ForeignKey(PaperTemplate, models.PROTECT, related_name="+")
    dated = models.DateField("编印日期")
    as_of = models.DateTimeField("数据截至")
    made_at = models.DateTimeField("生成时间")
    issued_at = models.DateTimeField("印发时间", null=True)
    audience = ArrayField(models.BigIntegerField(), verbose_name="印发区市", default=list)
    failed_parts = ArrayField(models.CharField(max_length=60), verbose_name="未完成", default=list)

    objects = PaperManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first_day", "last_day"],
                condition=~Q(state="withdrawn"),
                name="paper_once_a_period",
            ),
            models.UniqueConstraint(
                fields=["kind", "year", "number", "revision"], name="paper_number_once"
            ),
        ]
        indexes = [
            models.Index(fields=["-last_day", "-id"], name="paper_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year} 年第 {self.number} 期"

    @property
    def is_issued(self) -> bool:
        return self.state in self.ISSUED_STATES


class PaperEvent(TransitionEvent):
    """What happened to a paper."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="events")

    def __str__(self) -> str:
        return f"{self.paper_id} {self.transition}"


class PaperFile(models.Model):
    """A file of a paper as it was made last; `sha256` tells whether it can be made again so."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="files")
    form = models.CharField("格式", max_length=4, choices=PaperForm.choices)
    storage_key = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("大小（字节）")
    made_at = models.DateTimeField("生成时间")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "form"], name="paper_file_once")]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.form}"


class PaperLogLine(models.Model):
    """A line of a paper's own log: what was made, how long it took, what failed. Append-only."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="log")
    at = models.DateTimeField("时间")
    step = models.CharField("步骤", max_length=60)
    text = models.CharField("说明", max_length=500)
    failed = models.BooleanField("未完成", default=False)

    def __str__(self) -> str:
        return f"{self.paper_id} {self.step}"


class PaperRecipient(models.Model):
    """A person that a paper was issued to, and when they first opened it."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="recipients")
    recipient = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation_name = models.CharField("单位", max_length=200)
    by_mail = models.BooleanField("发邮件", default=False)
    sent_at = models.DateTimeField("印发时间")
    opened_at = models.DateTimeField("首次打开", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "recipient"], name="paper_recipient_once")
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.recipient_id}"


class PaperSubscription(models.Model):
    """A person's wish to be told of the papers of a kind, until they leave it."""

    recipient = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    kind = models.CharField("报告种类", max_length=10, choices=PaperKind.choices)
    form = models.CharField(
        "打开方式", max_length=4, choices=PaperForm.choices, blank=True, default=""
    )
    by_mail = models.BooleanField("发邮件", default=True)
    since = models.DateTimeField("订阅时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind"], name="paper_subscription_once")
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.kind}"
