"""The case before and after one in its reader's queue."""

from dataclasses import dataclass

from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce

from accounts.leave_cover import users_covered_by
from accounts.tenancy import Actor
from pages.lists.keyset import beyond
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
    following = [alike.order_by(*ORDER), others.order_by(*ORDER)]
    previous = [alike.none()]
    if case.stage_due_on is not None:
        key = (case.stage_due_on, case.pk)
        later, earlier = (beyond([(one, down) for one in ORDER], key) for down in (False, True))
        following.insert(0, alike.filter(later).order_by(*ORDER))
        previous = [alike.filter(earlier).order_by("-stage_due_on", "-id")]
    row = Application.objects.filter(pk=case.pk).values_list(
        _first_of(previous), _first_of(following)
    )
    return Neighbours(*(row.first() or (None, None)))


def _first_of(queues: list[ApplicationQuerySet]) -> Coalesce | Subquery:
    """The first case of the first queue that has any; the database asks no further ones."""
    firsts = [Subquery(queue.values("pk")[:1]) for queue in queues]
    return Coalesce(*firsts) if len(firsts) > 1 else firsts[0]
