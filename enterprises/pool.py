"""Questions about the cultivation pool: who is in it, whose yearly review is due, its history."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.tenancy import TenantQuerySet
from enterprises.models import Enterprise, PoolEvent
from lifecycle.history import HistoryLine


def in_pool() -> TenantQuerySet[Enterprise]:
    """The members, in the active scope."""
    return Enterprise.objects.exclude(pool_entered_on=None)


def in_pool_on(day: date) -> TenantQuerySet[Enterprise]:
    """Who was a member at the end of the local `day`, in the active scope, by the history; a member
    of today by the registry's own day of entry also where that is older than the history."""
    events = PoolEvent.objects.filter(organisation_id=OuterRef("organisation_id"))
    last = events.filter(at__date__lte=day).order_by("-at", "-id").values("kind")[:1]
    entered = (PoolEvent.Kind.ENTERED, PoolEvent.Kind.KEPT)
    rows: TenantQuerySet[Enterprise] = Enterprise.objects.annotate(pool_then=Subquery(last)).filter(
        Q(pool_entered_on__lte=day) | Q(pool_then__in=entered)
    )
    return rows


def to_be_reviewed(year: int) -> TenantQuerySet[Enterprise]:
    """The members whom `year` asks for a review: those who entered in an earlier year."""
    return in_pool().filter(pool_entered_on__lt=date(year, 1, 1))


def due_for_review(year: int) -> TenantQuerySet[Enterprise]:
    """Those of them who were not reviewed in `year` yet."""
    return to_be_reviewed(year).filter(~Exists(_events(PoolEvent.Kind.KEPT, year=year)))


def has_left() -> TenantQuerySet[Enterprise]:
    """Those who were in the pool and are no longer."""
    return Enterprise.objects.filter(Exists(_events(PoolEvent.Kind.LEFT)), pool_entered_on=None)


def _events(kind: PoolEvent.Kind, **values: int) -> TenantQuerySet[PoolEvent]:
    return PoolEvent.objects.filter(
        organisation_id=OuterRef("organisation_id"), kind=kind, **values
    )


@dataclass(frozen=True)
class ReviewProgress:
    """How far the year's review is; `target` are those it asks for and who are still in."""

    year: int
    reviewed: int
    target: int

    @property
    def percent(self) -> float:
        return 100 * self.reviewed / self.target if self.target else 100.0


def review_progress() -> ReviewProgress:
    """This year's, in the active scope. Two queries."""
    year = timezone.localdate().year
    target = to_be_reviewed(year).count()
    return ReviewProgress(year, target - due_for_review(year).count(), target)


def last_events(enterprise_ids: list[int]) -> dict[int, PoolEvent]:
    """The latest event of each enterprise. One query."""
    rows = (
        PoolEvent.objects.filter(organisation_id__in=enterprise_ids)
        .order_by("organisation_id", "-id")
        .distinct("organisation_id")
    )
    return {row.organisation_id: row for row in rows}


def pool_history(enterprise: Enterprise) -> list[HistoryLine]:
    """What happened to the enterprise in the pool, the latest first, as a timeline shows it."""
    rows = PoolEvent.objects.filter(organisation_id=enterprise.pk).select_related("user")
    return [
        HistoryLine(
            when=timezone.localtime(row.at),
            who=f"{row.organisation_name} {row.user or ''}",
            what=row.get_kind_display(),
            detail="。".join(part for part in (row.get_reason_kind_display(), row.reason) if part),
        )
        for row in rows.order_by("-id")
    ]
