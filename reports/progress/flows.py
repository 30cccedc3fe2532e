"""The year's flows of the pyramid: how many came, left and stayed, by the facts' own stays."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from pages.metrics import Metric, metrics
from reports.models import CountedStay

MOVED = (CountedStay.MOVED_IN, CountedStay.MOVED_OUT, CountedStay.RECLASSIFIED)
TAKEN = "revoke"  # by an act against the holder, and not by time


@dataclass(frozen=True, slots=True)
class Flow:
    """A metric's year: `before` counted at its beginning, `now` at the end of the day; the sum of
    the others is the difference."""

    metric: Metric
    before: int
    came: int
    left: int
    taken: int
    now: int

    @property
    def adds_up(self) -> bool:
        return self.before + self.came - self.left - self.taken == self.now


def flows_of_year(day: date) -> list[Flow]:
    """The flows from the beginning of the year up to and with the local `day`, from the summit
    down, in the districts of the active scope. One query."""
    first = date(day.year, 1, 1)
    until, since = Q(ends_on=None) | Q(ends_on__gt=day), Q(starts_on__gte=first)
    ended = Q(ends_on__gte=first, ends_on__lte=day) & ~Q(went__in=MOVED)
    rows = (
        CountedStay.objects.filter(known_until=None, starts_on__lte=day)
        .filter(Q(ends_on=None) | Q(ends_on__gte=first))
        .order_by()
        .values_list("metric")
        .annotate(
            before=Count("pk", filter=Q(starts_on__lt=first)),
            came=Count("pk", filter=since & ~Q(came__in=MOVED)),
            left=Count("pk", filter=ended & ~Q(went=TAKEN)),
            taken=Count("pk", filter=ended & Q(went=TAKEN)),
            now=Count("pk", filter=until),
        )
    )
    found = {key: figures for key, *figures in rows}
    return [
        Flow(metric, *found.get(key, (0, 0, 0, 0, 0)))
        for key, metric in reversed(metrics().items())
    ]
