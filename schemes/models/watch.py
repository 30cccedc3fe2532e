"""Asking to be told when a scheme's next batch opens."""

from django.db import models

from accounts.tenancy import TenantModel


class SchemeWatch(TenantModel):
    """A person of an enterprise wants to hear of the next batch of a scheme."""

    scheme = models.ForeignKey("schemes.Scheme", models.CASCADE, related_name="watches")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    since = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "organisation", "user"], name="scheme_watch_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.user_id}"
