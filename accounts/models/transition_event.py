"""What happened to a row with a life: one line for each transition."""

from typing import Any, ClassVar

from django.db import models

from accounts.tenancy import TenantManager, TenantModel


class TransitionEvent(TenantModel):
    """One transition of a row: who, what, why. Append-only; a model adds the key of its row.

    `organisation` is the tenant that the row belongs to, `organisation_name` whose people acted.
    """

    transition = models.CharField(max_length=40)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    organisation_name = models.CharField(max_length=200, blank=True)
    reason_kind = models.CharField("原因类别", max_length=20, blank=True, default="")
    reason = models.TextField("原因", blank=True)
    # What else was said or found, by name.
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    xid = models.BigIntegerField()

    objects: ClassVar[Any] = TenantManager()

    class Meta:
        abstract = True
