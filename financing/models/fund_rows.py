"""Rows that belong to a fund: the city's, or those of a district that has a fund of its own."""

from typing import Any, Self

from django.db import models

from accounts.tenancy import M, Scope, ScopedManager, ScopedQuerySet


class FundQuerySet(ScopedQuerySet[M]):
    """`district` is the fund's; none is the city's own, which districts do not read."""

    def in_scope(self, scope: Scope) -> Self:
        if scope.is_city or scope.reads_trail:
            return self
        if scope.one_organisation:
            return self.none()
        return self.filter(district_id__in=scope.district_ids)


FundManager = ScopedManager.from_queryset(FundQuerySet, "FundManager")


class FundRow(models.Model):
    """A row of a fund that bureaus read and no enterprise."""

    district = models.ForeignKey(
        "accounts.District", models.PROTECT, verbose_name="区市", null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    objects = FundManager()

    class Meta:
        abstract = True


def yuan(label: str, **more: Any) -> "models.DecimalField":
    """A column of money in 元, two decimals."""
    return models.DecimalField(label, max_digits=18, decimal_places=2, **more)
