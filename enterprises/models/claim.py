"""Asking to act for an enterprise that is in the registry already."""

from django.db import models

from accounts.tenancy import TenantModel
from lifecycle.models import TenantTransitionEvent


class EnterpriseClaim(TenantModel):
    """A person's request to administer an enterprise, with proof that the district checks."""

    class State(models.TextChoices):
        OPEN = "open", "待审核"
        GRANTED = "granted", "已同意"
        REFUSED = "refused", "未同意"

    claimant = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    claimant_position = models.CharField("职务", max_length=60)
    statement = models.CharField("说明", max_length=500)
    proof = models.UUIDField("证明材料", null=True, blank=True)
    stated_district = models.ForeignKey(
        "accounts.District",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="申请人所报区市",
        help_text="名录中的企业尚不知区市时，同意后归入该区市。",
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    reason = models.CharField("审核意见", max_length=500, blank=True, default="")
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    created_at = models.DateTimeField("提出时间", auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claimant", "organisation"],
                condition=models.Q(state="open"),
                name="claim_once",
                violation_error_message="您已经提交过申请，请等待区市主管部门审核。",
            )
        ]
        indexes = [models.Index(fields=["district", "state", "created_at"], name="claim_queue")]

    def __str__(self) -> str:
        return f"{self.claimant_id} → {self.organisation_id}"


class ClaimEvent(TenantTransitionEvent):
    """A transition of a claim; its claimant reads it as the claim itself."""

    claim = models.ForeignKey(EnterpriseClaim, models.PROTECT, related_name="events")
    claimant = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["claim", "id"], name="claim_event_order")]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.transition}"
