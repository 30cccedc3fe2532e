"""What a bureau would have corrected in the entry of an enterprise that keeps it itself."""

from django.db import models

from accounts.tenancy import TenantModel
from lifecycle.models import TenantTransitionEvent


class EntryProposal(TenantModel):
    """A correction of an enterprise's entry that a bureau proposes; it belongs to the enterprise.

    `values` are of the entry by field, `report` the figures of one year with "year", both as JSON;
    `changes` are [label, old, new] in words, as they stood when it was proposed.
    """

    class State(models.TextChoices):
        OPEN = "open", "待企业确认"
        ACCEPTED = "accepted", "企业已接受"
        DECLINED = "declined", "企业未接受"
        CORRECTED = "corrected", "已依据文件更正"
        WITHDRAWN = "withdrawn", "已收回"

    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    values = models.JSONField("更正内容", default=dict)
    report = models.JSONField("年度数据", default=dict)
    changes = models.JSONField("变更内容", default=list)
    source = models.CharField("来源", max_length=200)
    bureau = models.CharField("提出部门", max_length=200)
    proposed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, verbose_name="提出人", related_name="+"
    )
    created_at = models.DateTimeField("提出时间", auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state"], name="proposal_of_enterprise"),
            models.Index(fields=["district", "-created_at", "-id"], name="proposal_recent"),
        ]

    def __str__(self) -> str:
        return "、".join(label for label, _, _ in self.changes)[:200]


class EntryProposalEvent(TenantTransitionEvent):
    """A transition of a proposal."""

    proposal = models.ForeignKey(EntryProposal, models.PROTECT, related_name="events")
    document_number = models.CharField("文号", max_length=100, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["proposal", "id"], name="proposal_event_order")]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.transition}"
