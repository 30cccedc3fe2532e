"""Editions of the casebook (辑): which stories, in which order, and the printed volume."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from lifecycle.models import TransitionEvent
from pages.models import SharedRecord
from reports.models.casebook import Story


class CasebookEdition(SharedRecord):
    """One edition. `state` is assigned by the machine of `reports.casebook.edition_lifecycle`."""

    class State(models.TextChoices):
        DRAFT = "draft", "编辑中"
        ISSUED = "issued", "已印发"
        RECALLED = "recalled", "已停发"

    number = models.PositiveSmallIntegerField(
        "辑号", validators=[MinValueValidator(1), MaxValueValidator(99)], help_text="第几辑。",
        unique=True, error_messages={"unique": "这一辑已经有了。"},
    )  # fmt: skip
    year = models.PositiveSmallIntegerField(
        "年份", validators=[MinValueValidator(2018), MaxValueValidator(2100)]
    )
    title = models.CharField(
        "书名", max_length=60, default="青岛市工业中小企业隐形冠军案例集",
        help_text="封面和版权页用。",
    )  # fmt: skip
    foreword = models.TextField("前言", max_length=3000, help_text="每段一行，印在目录之前。")
    compiler = models.CharField(
        "编写单位", max_length=100, help_text="封面和版权页用，如“青岛市中小企业主管部门”。"
    )
    state = models.CharField(
        "状态", max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"第 {self.number} 辑（{self.year}）"


class EditionEvent(TransitionEvent):
    """A transition of an edition."""

    edition = models.ForeignKey(CasebookEdition, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["edition", "id"], name="edition_event_order")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.transition}"


class EditionStory(models.Model):
    """A story's place in an edition; one that is withdrawn keeps it and is left out of print."""

    edition = models.ForeignKey(CasebookEdition, models.CASCADE, related_name="places")
    story = models.ForeignKey(Story, models.PROTECT, related_name="+", verbose_name="案例")
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "story"], name="edition_story_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.story_id}"


class EditionPrint(models.Model):
    """A volume as it was typeset and archived. `fingerprint` is that of all it was made from;
    `stories` lists [story, approval, name, title] in their order."""

    edition = models.ForeignKey(CasebookEdition, models.PROTECT, related_name="prints")
    number = models.PositiveSmallIntegerField("印次")
    stories = models.JSONField("收录案例")
    fingerprint = models.CharField("内容指纹", max_length=64)
    pdf_key = models.CharField(max_length=200)
    pdf_sha256 = models.CharField("文件指纹", max_length=64)
    size = models.PositiveIntegerField("大小（字节）")
    made_at = models.DateTimeField("排印时间", auto_now_add=True)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="排印人", related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="edition_print_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} 第 {self.number} 次"


class EditionDownloads(models.Model):
    """How often the public took a volume on a local day."""

    printed = models.ForeignKey(EditionPrint, models.PROTECT, related_name="downloads")
    day = models.DateField("日期")
    number = models.PositiveIntegerField("次数")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["printed", "day"], name="edition_downloads_once")
        ]

    def __str__(self) -> str:
        return f"{self.printed_id} {self.day}"
