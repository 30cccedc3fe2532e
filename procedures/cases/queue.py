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
    those of its scheme before the others, the most urgent first. After the last one of its scheme
    the first follows, and with none left in it the most urgent of all. One query."""
    mine = Q(reviewer=None) | Q(reviewer_id=actor.user_id)
    if covered := users_covered_by(actor):
        mine |= Q(reviewer_id__in=covered)
    others = Application.objects.waiting_for(actor).filter(mine).exclude(pk=case.pk)
    alike = others.filter(scheme_version__scheme=case.scheme_version.scheme_id)
    forward = [alike.order_by(*ORDER), others.order_by(*ORDER)]
    backward = []
    if case.stage_due_on is not None:
        is_same = Q(stage_due_on=case.stage_due_on)
        later = Q(stage_due_on__gt=case.stage_due_on) | is_same & Q(pk__gt=case.pk)
        earlier = Q(stage_due_on__lt=case.stage_due_on) | is_same & Q(pk__lt=case.pk)
        forward.insert(0, alike.filter(later).order_by(*ORDER))
        backward.append(alike.filter(earlier).order_by("-stage_due_on", "-id"))
    found = _firsts(*forward, *backward)
    following = (found[place] for place in range(len(forward)) if place in found)
    return Neighbours(found.get(len(forward)), next(following, None))


def _firsts(*queues: ApplicationQuerySet) -> dict[int, int]:
    """The key of the first case of each queue that has any, by the queue's place; one query."""
    first, *others = (
        queue.annotate(place=Value(place)).values_list("place", "pk")[:1]
        for place, queue in enumerate(queues)
    )
    return dict(first.union(*others, all=True))
