"""What is counted of the registry: the enterprises in the pool."""

from collections.abc import Collection, Iterator
from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from enterprises.models import Enterprise, PoolEvent
from enterprises.pool import in_pool
from pages.metrics import Metric, Stay, register_metrics

ENTERED, LEFT = "entered", "left"


def pool_stays(organisation_ids: Collection[int]) -> Iterator[Stay]:
    """When the enterprises were in the pool. Two queries."""
    events: dict[int, list[PoolEvent]] = {}
    rows = PoolEvent.objects.filter(organisation_id__in=organisation_ids).order_by("id")
    for event in rows.exclude(kind=PoolEvent.Kind.KEPT):
        events.setdefault(event.organisation_id, []).append(event)
    for enterprise in Enterprise.objects.filter(pk__in=organisation_ids):
        yield from stays_in_pool(enterprise, events.get(enterprise.pk, []))


def stays_in_pool(enterprise: Enterprise, events: list[PoolEvent]) -> Iterator[Stay]:
    """The stays by entries and exits in their order. The registry's own day of entry counts for
    one whose entry is older than the history of the pool."""
    entry: datetime | None = None
    for event in events:
        if event.kind == PoolEvent.Kind.ENTERED:
            entry = event.at
        elif entry is not None:
            yield from _over(enterprise, entry, event.at)
            entry = None
    if enterprise.pool_entered_on is not None:
        day = enterprise.pool_entered_on
        recorded = timezone.make_aware(datetime.combine(day, time()))
        yield Stay(enterprise.pk, enterprise.pk, day, None, ENTERED, "", entry or recorded)


def _over(enterprise: Enterprise, entry: datetime, exit_: datetime) -> Iterator[Stay]:
    key, start, end = enterprise.pk, timezone.localdate(entry), timezone.localdate(exit_)
    yield Stay(key, key, start, None, ENTERED, "", entry, exit_)
    if start < end:
        yield Stay(key, key, start, end, ENTERED, LEFT, exit_)


def changed_since(moment: datetime | None) -> QuerySet[Enterprise, int]:
    """The keys of the enterprises that entered or left the pool since; for None of all that were
    ever in it."""
    events = PoolEvent.objects.filter(organisation_id=OuterRef("pk"))
    if moment is not None:
        rows = Enterprise.objects.filter(Exists(events.filter(at__gte=moment)))
    else:
        rows = Enterprise.objects.filter(Q(pool_entered_on__isnull=False) | Exists(events))
    keys: QuerySet[Enterprise, int] = rows.values_list("pk", flat=True)
    return keys


register_metrics(
    Metric(
        "pool",
        "滚动培育企业",
        "家",
        rows=in_pool,
        stays=pool_stays,
        changed=changed_since,
        recognised=frozenset({ENTERED}),
        words={ENTERED: "入库", LEFT: "出库"},
        is_rung=True,
    )
)
