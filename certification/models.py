"""Certificates, and what happened to them."""

import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from accounts.tenancy import TenantModel
from documents.fields import NumberField, unique_number
from lifecycle.models import TenantTransitionEvent
from pages.models import SharedRecord
from schemes.definition.scheme import Timetable

NUMBER_TAKEN = "这个编号已经登记。"


def new_token() -> str:
    return secrets.token_urlsafe(18)


class Certificate(TenantModel):
    """What an approved case brought about, or what was issued before the portal knew of it. One
    case has at most one certificate.

    It belongs to its holder, which after a merger is not the one that filed `application`. One
    that was entered has neither case nor version, but the document by which it was issued.
    `state` is assigned by the machine of `certification.lifecycle` alone.
    """

    class Kind(models.TextChoices):
        PRODUCT = "certified_product", "专精特新产品（技术）"
        DEMONSTRATION = "demonstration_enterprise", "专精特新示范企业"
        CHAMPION = "hidden_champion", "隐形冠军"
        INNOVATIVE = "innovative_sme", "创新型中小企业"
        SRDI = "srdi_sme", "专精特新中小企业"
        LITTLE_GIANT = "little_giant", "专精特新“小巨人”企业"

    class State(models.TextChoices):
        VALID = "valid", "有效"
        RECHECK_DUE = "recheck_due", "待复核"
        SUSPENDED = "suspended", "暂停"
        REVOKED = "revoked", "已撤销"
        EXPIRED = "expired", "已到期"

    application = models.OneToOneField(
        "procedures.Application", models.PROTECT, null=True, related_name="certificate"
    )
    # Its own, and not only its case's, which a holder after a merger may not see.
    scheme_version = models.ForeignKey(
        "schemes.SchemeVersion", models.PROTECT, null=True, related_name="+"
    )
    # The line of a published list that the city confirmed.
    published_title = models.OneToOneField(
        "enterprises.PublishedTitle", models.PROTECT, null=True, related_name="+"
    )
    document_number = models.CharField(
        "认定文号", max_length=100, blank=True, default="", db_default=""
    )
    kind = models.CharField("类别", max_length=30, choices=Kind.choices)
    number = NumberField("证书编号", max_length=30, unique=True)
    holder_name = models.CharField("持证企业", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    # The name before the last renaming or merger, which the public check shows beside the present.
    former_name = models.CharField("原名称", max_length=200, blank=True, default="", db_default="")
    title = models.CharField("产品（技术）", max_length=200)
    issued_on = models.DateField("发证日期")
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.VALID)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    pdf_key = models.CharField(max_length=200, blank=True, default="")
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [unique_number("number", "certificate_number_key", NUMBER_TAKEN)]
        indexes = [
            models.Index(fields=["kind", "state", "district"], name="certificate_progress"),
            models.Index(fields=["organisation", "-issued_on"], name="certificate_own"),
            models.Index(fields=["-issued_on", "-id"], name="certificate_recent"),
            models.Index(fields=["valid_to", "id"], name="certificate_valid_to"),
            models.Index(
                fields=["valid_to", "id"],
                name="certificate_running_out",
                condition=models.Q(state__in=("valid", "recheck_due", "suspended")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_word(self) -> str:
        """The state as people read it: a certificate whose last day is over has run out, also
        before the night in which its state follows."""
        if self.state in (self.State.VALID, self.State.RECHECK_DUE) and not self.is_valid_today:
            begun = self.valid_from <= timezone.localdate()
            return str(self.State.EXPIRED.label) if begun else "尚未生效"
        return str(self.get_state_display())

    @property
    def was_entered(self) -> bool:
        """Whether it was issued outside of the portal, which has no case and prints no paper."""
        return self.application_id is None

    @property
    def title_label(self) -> str:
        """What its title is called: the product that was certified, or the holder's main one."""
        is_product = self.kind == self.Kind.PRODUCT
        return "产品（技术）" if is_product else "主导产品（技术）"

    @property
    def terms(self) -> Timetable | None:
        """The terms under which it was issued: re-check, yearly update; None for one that was
        entered, whose terms the portal does not know."""
        return self.scheme_version.parsed.timetable if self.scheme_version else None

    @property
    def is_valid_today(self) -> bool:
        today = timezone.localdate()
        valid = self.state in (self.State.VALID, self.State.RECHECK_DUE)
        return valid and self.valid_from <= today <= self.valid_to


class CertificateEvent(TenantTransitionEvent):
    """One transition of a certificate. `facts` are the fields that it changed, each with the values
    before and after."""

    class ReasonKind(models.TextChoices):
        FRAUD = "fraud", "数据造假"
        ACCIDENT = "accident", "重大安全、质量或环境事故"
        DISHONESTY = "dishonesty", "严重失信"
        TAX_EVASION = "tax_evasion", "偷漏税"
        NO_UPDATE = "no_update", "未按期更新信息"
        CORRECTION = "correction", "原决定有误"
        OTHER = "other", "其他"

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    # The case that brought the change about, such as a re-check.
    application = models.ForeignKey(
        "procedures.Application", models.PROTECT, null=True, related_name="+"
    )
    document_number = models.CharField("文号", max_length=100, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["certificate", "id"], name="certificate_event_order"),
            models.Index(
                fields=["organisation", "-at"],
                name="certificate_revoked",
                condition=models.Q(transition="revoke"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.transition}"


class IssuedCertificate(SharedRecord):
    """A certificate that was issued outside of the portal, as the city enters it.

    It brings a `Certificate` about, which counts for rung, targets and the public check; what is
    corrected here is corrected there.
    """

    number = NumberField(
        "证书编号", max_length=30, unique=True, error_messages={"unique": NUMBER_TAKEN}
    )
    kind = models.CharField("类别", max_length=30, choices=Certificate.Kind.choices)
    holder_name = models.CharField("持证企业", max_length=200, help_text="证书上的企业名称")
    is_former_name = models.BooleanField(
        "曾用名", default=False, help_text="证书上是企业更名前的名称时填“是”"
    )
    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, help_text="填写后按代码对照企业名录"
    )
    code_note = models.CharField(
        "核对说明", max_length=500, blank=True, default="", db_default="",
        help_text="只在信用代码校验位不符、核对后确实如此时填写依据",
    )  # fmt: skip
    district = models.ForeignKey(
        "accounts.District", models.PROTECT, null=True, blank=True, verbose_name="区市",
        related_name="+", limit_choices_to=~models.Q(kind="city"),
        help_text="名录中没有的企业新建为待认领，不知道区市时留空",
    )  # fmt: skip
    title = models.CharField(
        "产品（技术）", max_length=200, blank=True, help_text="产品认定填写产品名称"
    )
    issued_on = models.DateField("发证日期")
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")
    document_number = models.CharField("认定文号", max_length=100)
    certificate = models.OneToOneField(
        Certificate, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        constraints = [
            unique_number("number", "issued_number_key", NUMBER_TAKEN),
            models.CheckConstraint(
                condition=models.Q(valid_to__gt=models.F("valid_from")),
                name="issued_valid_for_a_time",
                violation_error_message="有效期止应晚于有效期起。",
                violation_error_code="valid_to",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=Certificate.Kind.PRODUCT) | ~models.Q(title=""),
                name="issued_product_has_a_title",
                violation_error_message="产品认定的证书请填写产品名称。",
                violation_error_code="title",
            ),
        ]
        indexes = [models.Index(fields=["-issued_on", "-id"], name="issued_recent")]

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        """What the registry, and the certificates that there are, say against it."""
        from certification.holders import problems_of

        if problems := problems_of(self):
            raise ValidationError(problems)
