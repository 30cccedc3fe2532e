"""Inquiry letters (函询): what other offices are asked about a claim, and what they answer."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Membership
from accounts.tenancy import Scope, TenantManager, TenantModel, TenantQuerySet
from financing.models.review import ReviewStage
from financing.models.subsidy import SubsidyClaim
from lifecycle.models import TenantTransitionEvent


class LetterQuerySet(TenantQuerySet["InquiryLetter"]):
    def in_scope(self, scope: Scope) -> Self:
        """Besides the bureaus of the claim's district: the organisation that is asked."""
        bureau = super().in_scope(scope) if not scope.one_organisation else self.none()
        if scope.is_system or scope.person.membership_id is None:
            return bureau
        own = Membership.objects.filter(pk=scope.person.membership_id).values("organisation_id")
        return bureau | self.filter(office_id__in=own)

    def open(self) -> Self:
        return self.filter(state=InquiryLetter.State.SENT)


LetterManager = TenantManager.from_queryset(LetterQuerySet, "LetterManager")


class InquiryLetter(TenantModel):
    """A question to one office about one claim. `organisation` is the claim's enterprise; `state`
    is assigned by `financing.subsidies.review.letter_machine` alone.

    It is answered by a link that was mailed to `email` (its token is kept as a hash), or by staff
    of `office`, an organisation of the portal. Days are local: `due_on` is the last day to answer;
    after `silent_on` silence counts as no objection; the link ends with `link_ends_on`.
    """

    class State(models.TextChoices):
        SENT = "sent", "等待答复"
        ANSWERED = "answered", "已答复"
        SILENT = "silent", "逾期未复，按无意见办理"
        WITHDRAWN = "withdrawn", "已撤回"

    claim = models.ForeignKey(SubsidyClaim, models.PROTECT, related_name="letters")
    stage = models.CharField("阶段", max_length=10, choices=ReviewStage.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.SENT)
    version = models.PositiveIntegerField(default=1)
    office_name = models.CharField("被询单位", max_length=100)
    office = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField("收件邮箱", blank=True, default="")
    subject = models.CharField("问什么", max_length=100)
    text = models.CharField("函件正文", max_length=2000)
    check_name = models.CharField("对应核对项", max_length=40, blank=True, default="")
    sender_name = models.CharField("发函单位", max_length=200)
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("发函时间", auto_now_add=True)
    days = models.PositiveSmallIntegerField("期限（工作日）")
    due_on = models.DateField("答复期限")
    silent_on = models.DateField("按无意见办理之日")
    link_ends_on = models.DateField("链接有效期止")
    # SHA-256 of the token in the link; "" where an organisation of the portal is asked.
    token_sha256 = models.CharField(max_length=64, blank=True, default="")
    opened_at = models.DateTimeField("首次打开", null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("催办次数", default=0)
    reminded_on = models.DateField("最近催办", null=True, blank=True)

    objects: ClassVar[LetterManager] = LetterManager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["office", "-id"], name="inquiry_letter_office"),
            models.Index(fields=["state", "silent_on"], name="inquiry_letter_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["token_sha256"], condition=~Q(token_sha256=""), name="inquiry_letter_token"
            ),
            models.CheckConstraint(
                condition=~Q(email="") | Q(office__isnull=False),
                name="inquiry_letter_goes_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_name}：{self.subject}"


class LetterEvent(TenantTransitionEvent):
    """What happened to a letter."""

    letter = models.ForeignKey(InquiryLetter, models.PROTECT, related_name="events")
    office_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["letter", "id"], name="letter_event_order")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.transition}"


class LetterAnswer(TenantModel):
    """What an office answered, by whom. Append-only."""

    class Position(models.TextChoices):
        NONE = "none", "无异议"
        OBJECTS = "objects", "有异议"
        INFORMS = "informs", "提供情况"

    letter = models.ForeignKey(InquiryLetter, models.PROTECT, related_name="answers")
    office_id = models.BigIntegerField(null=True)
    position = models.CharField("意见", max_length=10, choices=Position.choices)
    text = models.CharField("答复内容", max_length=2000)
    name = models.CharField("答复人", max_length=60)
    department = models.CharField("单位和处室", max_length=100)
    phone = models.CharField("联系电话", max_length=40)
    attachment = models.ForeignKey(
        "documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    receipt = models.CharField("回执号", max_length=12, unique=True)
    is_late = models.BooleanField("逾期答复", default=False)
    at = models.DateTimeField("答复时间", auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.receipt} {self.get_position_display()}"
