"""A person's saved view of the registry."""

import uuid
from typing import Any, ClassVar

from django.db import models

from accounts.tenancy import TenantManager, TenantModel


class SavedFilter(TenantModel):
    """A named query string and choice of columns, kept for one membership."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey("accounts.Membership", models.CASCADE, related_name="+")
    page = models.CharField(max_length=40, default="enterprises")
    name = models.CharField("名称", max_length=40)
    query = models.CharField(max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "page", "name"],
                name="saved_filter_once",
                violation_error_message="已有同名的筛选。",
            )
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
