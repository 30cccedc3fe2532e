"""The case before and after one in its reader's queue."""

from dataclasses import dataclass

from django.db.models import Q, Value

from accounts.leave_cover import users_covered_by
from accounts.tenancy import Actor
from procedures.models import Application
from procedures.models.application import ApplicationQuerySet

ORDER = ("stage_due_on", "id")


@dataclass(frozen=True)
class Neighbours:
    """The keys of the cases beside one; None where there is none."""

    previous: int | None
    following: int | None


def neighbours(actor: Actor, case: Application) -> Neighbours:
    """What stands beside the case among what waits for its reader: their own and nobody's cases,
    the most urgent first. After the last one the first follows."""
    mine = Q(reviewer=None) | Q(reviewer_id=actor.user_id)
    if covered := users_covered_by(actor):
        mine |= Q(reviewer_id__in=covered)
    queue = Application.objects.waiting_for(actor).filter(mine).exclude(pk=case.pk)
    if case.stage_due_on is None:
        return Neighbours(None, _firsts(queue.order_by(*ORDER)).get(0))
    is_same = Q(stage_due_on=case.stage_due_on)
    later = Q(stage_due_on__gt=case.stage_due_on) | is_same & Q(pk__gt=case.pk)
    earlier = Q(stage_due_on__lt=case.stage_due_on) | is_same & Q(pk__lt=case.pk)
    found = _firsts(
        queue.filter(earlier).order_by("-stage_due_on", "-id"),
        queue.filter(later).order_by(*ORDER),
        queue.order_by(*ORDER),
    )
    return Neighbours(found.get(0), found.get(1, found.get(2)))


def _firsts(*queues: ApplicationQuerySet) -> dict[int, int]:
    """The key of the first case of each queue that has any, by the queue's place; one query."""
    first, *others = (
        queue.annotate(place=Value(place)).values_list("place", "pk")[:1]
        for place, queue in enumerate(queues)
    )
    return dict(first.union(*others, all=True))
