"""What a reviewer hands back: single fields, each with its reason."""

from django.db import models

from accounts.tenancy import TenantModel


class ReturnItem(TenantModel):
    """A mark of a reviewer on one field. It waits until the case is returned, is then shown to
    the enterprise, and is resolved by the next submission."""

    class Kind(models.TextChoices):
        INCORRECT = "incorrect", "有误"
        INCOMPLETE = "incomplete", "不完整"
        OUTDATED = "outdated", "已过期"

    application = models.ForeignKey(
        "procedures.Application", models.CASCADE, related_name="return_items"
    )
    field = models.CharField("字段", max_length=40)
    kind = models.CharField("问题", max_length=12, choices=Kind.choices)
    text = models.CharField("说明", max_length=500)
    marked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(auto_now_add=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "field"],
                condition=models.Q(resolved_at=None),
                name="return_item_once",
                violation_error_message="这一项已经标记。",
            )
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.field}"
