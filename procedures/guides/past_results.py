"""How the last batches of a scheme ended, in numbers for everybody."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from pages.lists.cells import plain_number
from procedures.models import Application, Batch, PublicNotice
from procedures.models.application import State

MOST_BATCHES = 3


@dataclass(frozen=True)
class PastBatch:
    """A closed batch: how many filed and were approved, and its last public notice."""

    name: str
    filed: str
    approved: str
    share: str
    notice: PublicNotice | None


def past_batches(scheme_id: int) -> list[PastBatch]:
    """The scheme's last closed batches, the latest first; one that is under way has no share of
    approved yet. Three queries, in a scope that sees the cases of everybody."""
    closed = Batch.objects.filter(version__scheme=scheme_id, closes_at__lte=timezone.now())
    batches = list(closed.prefetch_related("notices").order_by("-closes_at")[:MOST_BATCHES])
    filed = Application.objects.filter(batch__in=batches, deleted_at=None).exclude(
        submitted_at=None
    )
    numbers = {
        batch: (total, approved)
        for batch, total, approved in filed.values_list("batch")
        .annotate(total=Count("id"), approved=Count("id", filter=Q(state=State.APPROVED)))
        .order_by()
    }
    rows = []
    for batch in batches:
        total, approved = numbers.get(batch.pk, (0, 0))
        share = f"{round(100 * approved / total)}%" if total else ""
        notice = next(iter(batch.notices.all()), None)
        told = plain_number(total), plain_number(approved), share
        rows.append(PastBatch(batch.name, *told, notice))
    return rows
