"""Acts that take two persons: what one proposed, and what another decided about it."""

from django.db import models

from accounts.tenancy import TenantModel
from lifecycle.models.transition_event import TenantTransitionEvent


class ActProposal(TenantModel):
    """An act that one officer proposed and another one carries out by approving it; it belongs to
    their bureau. `content` is what the act is given, `subject` what it is about, such as
    "certificate:12"."""

    class State(models.TextChoices):
        OPEN = "open", "等待批准"
        CARRIED_OUT = "carried_out", "已批准办理"
        REFUSED = "refused", "未批准"
        WITHDRAWN = "withdrawn", "已撤回"

    act = models.CharField("办理", max_length=40)
    subject = models.CharField("对象", max_length=60)
    label = models.CharField("事项", max_length=300)
    content = models.JSONField("内容")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="提出人", related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间", auto_now_add=True)

    # No column: where the act that was carried out leads on to.
    led_to: str = ""

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["act", "subject"],
                condition=models.Q(state="open"),
                name="act_proposal_once",
                violation_error_message="这项办理已有人提出，正在等待批准。",
            )
        ]

    def __str__(self) -> str:
        return self.label


class ActProposalEvent(TenantTransitionEvent):
    """What happened to a proposal."""

    proposal = models.ForeignKey(ActProposal, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["proposal", "id"], name="act_proposal_event_order")]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.transition}"
