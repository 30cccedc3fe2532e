"""How long cases were in each stage, and which are late, rebuilt from their events for any day.

A term begins on the working day after a case came to the stage and counts as the scheme's version
of that case says; a correction begins it anew. Source: Civil Code, article 201. A case that still
is in its stage is late by the day that it is due, as its bureau sees it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from procedures.batches.working_days import is_working_day
from procedures.models import CaseEvent
from procedures.models.application import State
from schemes.models import SchemeVersion

STAGES = {
    State.DISTRICT_REVIEW: "district_review_days",
    State.CITY_REVIEW: "city_review_days",
    State.EXPERT_REVIEW: "expert_review_days",
    State.PUBLIC_NOTICE: "notice_days",
}
LABELS = {State.PUBLIC_NOTICE: "公示"}
NEAR = timedelta(days=90)
# Of the days before that nobody asks how long things took.
COUNTED_BACK = timedelta(days=400)
CITY = 0  # instead of a district
Limits = Mapping[int, Mapping[str, int]]  # version of a scheme -> stage -> working days


def label_of(stage: str) -> str:
    """What the page calls a stage."""
    return LABELS.get(State(stage), State(stage).label)


@dataclass(frozen=True, slots=True)
class StageFigures:
    """One stage at the end of a day, of one district or of the city (`CITY`): the shortest and the
    longest term that a scheme gives, what is in hand and late, and of those that left the stage
    in the 90 days before how many working days half of them and nine in ten of them took at most.
    """

    stage: str
    district_id: int
    shortest: int
    longest: int
    in_hand: int
    overdue: int
    finished: int
    median: float | None
    ninth: float | None

    @property
    def as_list(self) -> list[Any]:
        return [
            self.stage, self.district_id, self.shortest, self.longest, self.in_hand, self.overdue,
            self.finished, self.median, self.ninth,
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class InHand:
    """A case that is in a stage: the event that brought it there, when (local day), and the day
    that it is due, None where that was not kept."""

    event: int
    stage: str
    district_id: int
    version: int
    came: date
    due_on: date | None


def stages_of(day: date) -> tuple[list[list[Any]], list[int]] | None:
    """The figures of all stages at the end of the local `day`, as `StageFigures.as_list`, and the
    events of the cases that were late; None for a day that is too long ago. Three queries; needs a
    system scope."""
    if timezone.localdate() - day > COUNTED_BACK:
        return None
    rows = in_stages(CaseEvent.objects.all(), day).order_by()
    spans = (
        rows.filter(left_at__isnull=False)
        .annotate(since=TruncDate("at"), until=TruncDate("left_at"))
        .values_list("target", "district_id", "application__scheme_version", "since", "until")
        .annotate(Count("pk"))
    )
    # A case that has left the stage since is due on another day by now.
    still = Q(application__state=F("target"))
    due = Case(When(still, then=F("application__stage_due_on")))
    held = (
        rows.filter(left_at=None)
        .annotate(since=TruncDate("at"), due=due)
        .values_list("pk", "target", "district_id", "application__scheme_version", "since", "due")
    )
    in_hand = [InHand(*row) for row in held.iterator(2000)]
    limits = limits_of_versions()
    late = [one for one in in_hand if is_late(one, limits, day)]
    figures = figures_of(spans, in_hand, late, limits)
    return [one.as_list for one in figures], sorted(one.event for one in late)


def in_stages(rows: QuerySet[CaseEvent], day: date) -> QuerySet[Any]:
    """Of the events `rows` those that brought a case to a stage which it had not left by the end of
    the local `day`, or left in the 90 days up to it, with the moment `left_at` of leaving."""
    end = end_of(day)
    after = (
        CaseEvent.objects.filter(
            application=OuterRef("application"), pk__gt=OuterRef("pk"), at__lt=end
        )
        .exclude(source=F("target"))
        .order_by("pk")
    )
    came = rows.filter(target__in=STAGES, at__lt=end).exclude(source=F("target"))
    left = Subquery(after.values("at")[:1], output_field=DateTimeField())
    found: QuerySet[Any] = came.annotate(left_at=left).filter(
        Q(left_at=None) | Q(left_at__gte=end_of(day - NEAR))
    )
    return found


def end_of(day: date) -> datetime:
    """The first moment after the local `day`."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def limits_of_versions() -> dict[int, dict[str, int]]:
    """Version of a scheme -> stage -> its term in working days. One query."""
    return {
        version.pk: {
            stage: getattr(version.parsed.timetable, name) for stage, name in STAGES.items()
        }
        for version in SchemeVersion.objects.all()
    }


def late_since(limit: int, day: date) -> date:
    """The last local day on which a case that is late at the end of `day` can have come, where
    `limit` working days are given."""
    came = day
    left = limit + 1
    while left:
        left -= is_working_day(came)
        came -= timedelta(days=1)
    return came


def is_late(case: InHand, limits: Limits, day: date) -> bool:
    """Whether a case was late at the end of the local `day`: by the day that it is due, or where
    that was not kept, by the term of its scheme."""
    if case.due_on is not None:
        return case.due_on <= day
    return case.came <= late_since(limits[case.version][case.stage], day)


def figures_of(
    spans: Iterable[tuple[str, int, int, date, date, int]],
    in_hand: Sequence[InHand],
    late: Sequence[InHand],
    limits: Limits,
) -> list[StageFigures]:
    """The figures from (stage, district, version, local day of coming, of leaving, how many) of
    what left a stage, and what is in hand and late. The terms are those of these cases."""
    taken: dict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    held, overdue = _by_stage(in_hand), _by_stage(late)
    days = _WorkingDays()
    terms: dict[str, set[int]] = defaultdict(set)
    for one in in_hand:
        terms[one.stage].add(limits[one.version][one.stage])
    for stage, district, version, came, left, number in spans:
        terms[stage].add(limits[version][stage])
        for key in ((stage, district), (stage, CITY)):
            taken[key][days.between(came, left)] += number
    order = list(STAGES)
    keys = sorted({*taken, *held}, key=lambda one: (order.index(State(one[0])), one[1]))
    return [
        StageFigures(
            stage=str(stage),
            district_id=district,
            shortest=min(terms[stage]),
            longest=max(terms[stage]),
            in_hand=held[stage, district],
            overdue=overdue[stage, district],
            finished=taken[stage, district].total(),
            median=share_of(taken[stage, district], 0.5),
            ninth=share_of(taken[stage, district], 0.9),
        )
        for stage, district in keys
    ]


def _by_stage(cases: Iterable[InHand]) -> Counter[tuple[str, int]]:
    return Counter(
        key for one in cases for key in ((one.stage, one.district_id), (one.stage, CITY))
    )


def share_of(counts: Mapping[int, int], share: float) -> float | None:
    """The value that at least `share` of `counts` (value -> how many) do not pass; for an even
    half the middle between the two; None of nothing."""
    total = sum(counts.values())
    if not total:
        return None
    ordered, seen = sorted(counts), 0
    for place, value in enumerate(ordered):
        seen += counts[value]
        if share == 0.5 and 2 * seen == total:
            return (value + ordered[place + 1]) / 2
        if seen >= share * total:
            return float(value)
    return float(ordered[-1])


class _WorkingDays:
    """Working days between days, counted once for each day."""

    def __init__(self) -> None:
        self._before: dict[date, int] = {}

    def between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`."""
        count, day = 0, last
        while day > first:
            count += self._is_one(day)
            day -= timedelta(days=1)
        return count

    def _is_one(self, day: date) -> int:
        if day not in self._before:
            self._before[day] = int(is_working_day(day))
        return self._before[day]
