"""What happened to a row with a life: one line for each transition."""

from django.db import models

from accounts.tenancy import TenantModel
from lifecycle.current_transaction import CurrentTransaction


class TransitionEvent(models.Model):
    """One transition of a row: who, what, why. Append-only.

    A machine's own model adds the foreign key of its row, and columns of its own where the
    machine's `event_fields` fills them. `organisation_name` is the organisation that `user` acted
    for; without a user the portal itself acted.
    """

    transition = models.CharField(max_length=40)
    source = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=20)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    # The absent colleague whose work it was, where `user` stood in.
    on_behalf_of = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation_name = models.CharField(max_length=200, blank=True)
    reason_kind = models.CharField("原因类别", max_length=20, blank=True, default="")
    reason = models.TextField("原因", blank=True)
    # What else was said or found, by name.
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    xid = models.BigIntegerField(db_default=CurrentTransaction())

    class Meta:
        abstract = True


class TenantTransitionEvent(TransitionEvent, TenantModel):
    """A transition of a tenant's row; `organisation` and `district` are those of the row."""

    class Meta:
        abstract = True
