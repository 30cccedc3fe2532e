"""The names that enterprises had before."""

from django.db import models

from accounts.tenancy import TenantModel


class FormerName(TenantModel):
    """A name (曾用名) that a document of the registration authority changed on a day.

    Older lists and papers hold it; `name_key` finds it there, as `Enterprise.name_key` does.
    """

    name = models.CharField("曾用名", max_length=200)
    name_key = models.CharField("名称匹配键", max_length=200, editable=False)
    until = models.DateField("变更日期")
    document_number = models.CharField("文号", max_length=100, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["name_key"], name="former_name_key"),
            models.Index(fields=["organisation", "-until"], name="former_name_of_enterprise"),
        ]

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d} 变更前的名称"
