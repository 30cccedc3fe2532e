"""Stories of hidden champions (案例): written by two sides, approved by one, read by everybody.

A "case" of this portal is a filing; what the casebook holds is therefore called a story.
Source: action plan 2018-2021, 四(四): 编写《青岛市工业中小企业隐形冠军案例集》.
"""

from django.core.validators import MinLengthValidator
from django.db import models

from accounts.tenancy import TenantModel
from certification.models import Certificate
from documents.fields import AttachmentField, NameField
from documents.file_types import JPEG, PNG
from lifecycle.models import TenantTransitionEvent
from pages.models import VersionedModel

PICTURE_PURPOSE = "casebook"


class Shown(models.TextChoices):
    """What of a yearly figure the enterprise lets the public read."""

    HIDDEN = "hidden", "不公开"
    GROWTH = "growth", "只公开增长"
    FULL = "full", "公开数额"


class Share(models.TextChoices):
    """Whether the public reads a product's share of its market, which has no growth."""

    HIDDEN = "hidden", "不公开"
    FULL = "full", "公开"


def shown(label: str, *, usual: Shown = Shown.GROWTH) -> "models.CharField[str, str]":
    return models.CharField(label, max_length=6, choices=Shown.choices, default=usual)


def text(label: str, most: int, help_text: str) -> "models.TextField[str, str]":
    return models.TextField(label, max_length=most, blank=True, default="", help_text=help_text)


class Story(VersionedModel, TenantModel):
    """The story of one hidden champion; at most one of a certificate.

    `state` is assigned by the machine of `reports.casebook.lifecycle` alone. What the public reads
    is not this row, which changes while it is written, but the approved copy in `PublishedStory`.
    """

    class State(models.TextChoices):
        INVITED = "invited", "约稿"
        WRITING = "writing", "撰写中"
        CONFIRMING = "confirming", "待企业确认"
        APPROVED = "approved", "已确认"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤回"
        DECLINED = "declined", "企业谢绝"

    certificate = models.OneToOneField(
        Certificate, models.PROTECT, related_name="+", verbose_name="隐形冠军证书", editable=False
    )
    enterprise_name = NameField("企业名称", max_length=200)
    state = models.CharField(
        "状态", max_length=10, choices=State.choices, default=State.INVITED, editable=False
    )
    due_on = models.DateField("交稿日期", editable=False)
    title = models.CharField(
        "案例标题", max_length=40, blank=True, default="",
        help_text="一句话说出这家企业凭什么成为隐形冠军，如“把一只密封圈做到全国前三”",
    )  # fmt: skip
    overview = text(
        "企业概况", 800, "企业是谁、做什么、在产业链的哪一环；平台已按登记信息起草，请核对补充。"
    )
    path = text("专精之路", 1500, "为什么选定这个细分领域，坚持了多少年，关键的取舍和转折是什么。")
    innovation = text("创新", 1500, "攻克了什么技术难题，研发怎样组织，成果怎样变成产品。")
    management = text("管理", 1200, "质量、精益、数字化、人才方面可以被别人学去的做法。")
    results = text("成效", 1200, "市场、客户、行业地位和社会效益；数据以本页公开的年度数据为准。")
    insight = text("启示", 600, "其他中小企业可以借鉴什么，用几句话说清。")
    # What is published of the yearly figures: the enterprise's own choice, figure by figure.
    shows_revenue = shown("营业收入")
    shows_rd_cost = shown("研发费用")
    shows_staff = shown("从业人员")
    shows_rd_staff = shown("研发人员")
    shows_invention_patents = shown("有效发明专利")
    shows_export = shown("出口额")
    shows_tax = shown("实缴税金")
    shows_share = models.CharField(
        "主导产品国内市场占有率", max_length=6, choices=Share.choices, default=Share.HIDDEN
    )
    created_at = models.DateTimeField("约稿时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state"], name="story_of_organisation"),
            models.Index(fields=["-id"], name="story_recent"),
            models.Index(fields=["due_on", "id"], name="story_due"),
        ]

    def __str__(self) -> str:
        return self.enterprise_name


class StoryEvent(TenantTransitionEvent):
    """A transition of a story."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["story", "id"], name="story_event_order")]

    def __str__(self) -> str:
        return f"{self.story_id} {self.transition}"


class StoryPicture(VersionedModel, TenantModel):
    """A picture of a story; `width` and `height` are in pixels, as it is shown."""

    story = models.ForeignKey(
        Story, models.PROTECT, related_name="pictures", verbose_name="案例", editable=False
    )
    file = AttachmentField(
        "图片", purpose=PICTURE_PURPOSE, allowed=(JPEG, PNG), null=False, blank=False
    )
    alt = models.CharField(
        "替代文字", max_length=100, validators=[MinLengthValidator(4)],
        help_text="给看不见图片的人听的一句话：图里有什么，如“工人在数控机床前检查轴承外圈”",
    )  # fmt: skip
    caption = models.CharField("图注", max_length=60, blank=True, default="")
    position = models.PositiveSmallIntegerField("次序", editable=False)
    width = models.PositiveIntegerField("宽", editable=False)
    height = models.PositiveIntegerField("高", editable=False)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.caption or self.alt


class StoryApproval(TenantModel):
    """What the enterprise's administrator approved, word for word, and what they declared.

    `content` is what `reports.casebook.content` made of the story; `sha256` is its fingerprint.
    """

    story = models.ForeignKey(Story, models.PROTECT, related_name="approvals")
    content = models.JSONField("确认的内容")
    sha256 = models.CharField("内容指纹", max_length=64)
    declaration = models.CharField("声明", max_length=500)
    name = models.CharField("确认人", max_length=60)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("确认时间", auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["story", "-id"], name="story_approval_order")]

    def __str__(self) -> str:
        return f"{self.story_id} {self.sha256[:8]}"


class PublishedStory(models.Model):
    """What everybody reads of a story: the approved copy, from its publication to its withdrawal.

    A row is there exactly while the page is public, so that drafts are out of the public's reach
    by the wall itself.
    """

    story = models.OneToOneField(
        Story, models.PROTECT, primary_key=True, related_name="published", verbose_name="案例"
    )
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    district = models.ForeignKey(
        "accounts.District", models.PROTECT, verbose_name="区市", related_name="+"
    )
    approval = models.ForeignKey(StoryApproval, models.PROTECT, related_name="+")
    content = models.JSONField("公开内容")
    title = models.CharField("案例标题", max_length=40)
    name = models.CharField("企业名称", max_length=200)
    industry = models.CharField("行业大类", max_length=2, blank=True)
    recognised_year = models.PositiveSmallIntegerField("认定年份")
    published_at = models.DateTimeField("发布时间")

    class Meta:
        indexes = [
            models.Index(fields=["-published_at", "-story"], name="published_story_recent"),
        ]

    def __str__(self) -> str:
        return self.title
