"""How a person wants a list to look."""

from typing import Any, ClassVar

from django.db import models

from accounts.tenancy import TenantManager, TenantModel


class ListPreference(TenantModel):
    """The columns of one page's list, in their order, as one membership chose them."""

    membership = models.ForeignKey("accounts.Membership", models.CASCADE, related_name="+")
    page = models.CharField("页面", max_length=40)
    columns = models.JSONField("显示的列", default=list)

    objects: ClassVar[Any] = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "page"], name="list_preference_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.page}"
