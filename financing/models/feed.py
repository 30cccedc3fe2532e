"""What each bank is shown: a row for each bank and each enterprise that is or was on the list."""

import uuid
from typing import ClassVar, Self

from django.db import models

from accounts.tenancy import Scope, TenantManager, TenantModel, TenantQuerySet
from financing.bank_scope import is_bank
from financing.models.consent import Disclosure


class FeedRowQuerySet(TenantQuerySet["FeedRow"]):
    def in_scope(self, scope: Scope) -> Self:
        """A bank sees its own rows, of all districts."""
        if is_bank(scope):
            return self.filter(bank_id=scope.organisation_id)
        return super().in_scope(scope)

    def listed_for(self, bank_id: int) -> Self:
        """The enterprises on the list as a bank sees them."""
        return self.filter(bank_id=bank_id, left_at=None)


FeedRowManager = TenantManager.from_queryset(FeedRowQuerySet, "FeedRowManager")


class FeedRow(TenantModel):
    """One enterprise as one bank sees it, written by `financing.whitelist.feed` alone.

    `bare` is what every bank sees, `full` what the enterprise consented to, until `full_until`
    (local date, included); both are JSON objects as text, ready to be sent. A row whose enterprise
    left the list stays as its tombstone until it is purged. `seq` is the place of its last change
    in the order of all changes, which is the order of their commits. An enterprise whose code
    changed has a row for each code that the bank knows: the former ones are tombstones.
    """

    bank = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    bare = models.TextField()
    full = models.TextField(blank=True, default="")
    groups = models.CharField(max_length=60, blank=True, default="")
    full_until = models.DateField(null=True)
    listed_until = models.DateField(null=True)
    left_at = models.DateTimeField(null=True)
    seq = models.BigIntegerField()

    objects: ClassVar[FeedRowManager] = FeedRowManager()

    class Meta:
        indexes = [
            models.Index(fields=["bank", "seq"], name="feed_order"),
            models.Index(fields=["bank", "credit_code"], name="feed_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "organisation", "credit_code"], name="feed_row_of_code"
            ),
            models.UniqueConstraint(
                fields=["bank", "organisation"],
                condition=models.Q(left_at=None),
                name="feed_one_row_listed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_id}: {self.credit_code}"


class FeedPurge(models.Model):
    """Up to where tombstones were purged: who follows from before that must pull afresh."""

    purged_at = models.DateTimeField(auto_now_add=True)
    last_seq = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.purged_at:%Y-%m-%d} {self.last_seq}"


class Pull(TenantModel):
    """A bank's request for many rows. `organisation` is the bank.

    Written before the first row is sent; `snapshot` is what the database showed it, written at
    the end. A pull without one was cut off, and counts as having shown all that it could.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    means = models.CharField("方式", max_length=10, choices=Disclosure.Means.choices)
    client_name = models.CharField("接口或人员", max_length=100)
    begun_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束", null=True)
    snapshot = models.TextField(blank=True, default="")
    row_count = models.PositiveIntegerField("行数", null=True)
    logged_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-begun_at"], name="pull_recent")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.begun_at:%Y-%m-%d %H:%M}"
