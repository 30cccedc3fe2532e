"""What an enterprise changed at the registration authority, and asks its bureau to take over."""

from django.db import models

from accounts.tenancy import TenantModel
from lifecycle.models import TenantTransitionEvent


class IdentityChange(TenantModel):
    """A changed name, address, legal representative or district, or a new licence (登记变更), with
    the authority's notice or the licence as evidence; what is empty stays as it is. `before` holds
    what it replaces, as it stood when it was filed. It is decided by the bureau of the district
    where the enterprise is.

    Source: 工信部企业〔2022〕63号 (a change of name is to be reported within three months).
    """

    class State(models.TextChoices):
        OPEN = "open", "待核对"
        ACCEPTED = "accepted", "已核准"
        REFUSED = "refused", "未核准"
        WITHDRAWN = "withdrawn", "已撤回"

    FIELDS = ("name", "address", "legal_representative")

    name = models.CharField("企业名称", max_length=200, blank=True, default="")
    address = models.CharField("注册地址", max_length=300, blank=True, default="")
    legal_representative = models.CharField("法定代表人", max_length=60, blank=True, default="")
    new_district = models.ForeignKey(
        "accounts.District", models.PROTECT, verbose_name="迁入区市", null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    # The scan of the licence that takes the place of the one on file.
    licence = models.UUIDField("营业执照", null=True, blank=True)
    changed_on = models.DateField("变更日期")
    # A licence that is issued anew without a change comes without a notice.
    document_number = models.CharField("变更登记文号", max_length=100, blank=True)
    evidence = models.UUIDField("证明材料")
    before = models.JSONField("变更前", default=dict)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField("提出时间", auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state="open"),
                name="identity_change_once",
                violation_error_message="已有一项变更等待核对，请先等结果或撤回。",
            )
        ]
        indexes = [
            models.Index(fields=["district", "-created_at", "-id"], name="identity_change_recent"),
            models.Index(fields=["organisation", "-created_at", "-id"], name="identity_change_own"),
        ]

    def __str__(self) -> str:
        return "、".join(label for label, _, _ in self.changes)

    @property
    def values(self) -> dict[str, str]:
        """The new values of the entry, by field."""
        given = ((name, getattr(self, name)) for name in self.FIELDS)
        return {name: value for name, value in given if value}

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What is called how, what it was and what it becomes."""
        told: list[tuple[str, str, str]] = [
            (str(self._meta.get_field(name).verbose_name), str(self.before.get(name, "")), value)  # type: ignore[union-attr]
            for name, value in self.values.items()
        ]
        if self.new_district is not None:
            told.append(("区市", str(self.before.get("district", "")), str(self.new_district)))
        if self.licence is not None:
            told.append(("营业执照", "原来的" if self.before.get("licence") else "", "新上传的"))
        return told


class IdentityChangeEvent(TenantTransitionEvent):
    """A transition of a change."""

    change = models.ForeignKey(IdentityChange, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["change", "id"], name="identity_change_event_order")]

    def __str__(self) -> str:
        return f"{self.change_id} {self.transition}"
