"""The figures that a page of progress shows: of one plan, at the end of one day, as they were
known at one time. A fixed number of queries, whatever the number of enterprises."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, IntegerField, Max, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import JSONObject

from accounts.compiled_queries import compiled_once
from reports.facts.snapshots import year_before
from reports.models import DailySnapshot, DistrictFact, FactCheck, Plan, ProgressVisit
from reports.progress.kept import Kept
from reports.targets.months import month_ends, quarters_before
from reports.targets.standing import Figures
from reports.targets.standing import Sums as StandingSums

HISTORY = 60  # months of acts that a forecast looks back to
QUARTERS = 8
# Corrections are told so long after they were made.
TOLD = timedelta(days=45)
CITY = 0  # instead of a district


class Sums(NamedTuple):
    """The figures of a metric at the end of a day: what counts, and all that came and went."""

    stock: int = 0
    recognised: int = 0
    entered: int = 0
    left: int = 0
    taken: int = 0
    moved_in: int = 0
    moved_out: int = 0


NOTHING = Sums()
Key = tuple[str, int, date]  # metric, district or CITY, day


@dataclass(frozen=True)
class Reading:
    """`sums` by metric, district (or `CITY`) and day: at the ends of months and on the day itself
    of the whole city and of the district `of` that reads, and on the days that are compared of
    each district. `since` is the first day of the flows that are shown, up to the day."""

    plan: Plan
    snapshot: DailySnapshot
    since: date
    sums: Mapping[Key, Sums]
    of: int = CITY

    @property
    def day(self) -> date:
        return self.snapshot.day

    @property
    def known(self) -> datetime:
        """By what was known then."""
        return self.snapshot.checked_at

    @property
    def days(self) -> list[date]:
        """The days of which the whole is known, in order."""
        return sorted({day for _, place, day in self.sums if place == self.of})

    def at(self, metric: str, day: date, place: int = CITY) -> Sums:
        return self.sums.get((metric, place, day), NOTHING)

    def has(self, day: date) -> bool:
        """Whether there is a snapshot of the day, so that nothing there means nothing."""
        return day in self._known_days

    @cached_property
    def _known_days(self) -> frozenset[date]:
        return frozenset(day for _, _, day in self.sums)

    @property
    def figures(self) -> Figures:
        """What targets are measured by, of each district."""
        start = self.plan.starts_on - timedelta(days=1)
        now, before = (
            {
                (metric, place): StandingSums(sums.stock, sums.recognised)
                for (metric, place, day), sums in self.sums.items()
                if place != CITY and day == wanted and self.of in (CITY, place)
            }
            for wanted in (self.day, start)
        )
        return Figures(self.day, now, before)

    def ending(self, metric: str) -> dict[int, int]:
        """How many of those that count are known to end within the plan, by district."""
        found: dict[int, int] = {}
        last = (self.plan.ends_on + timedelta(days=1)).replace(day=1)
        for key, place, month, number in (self.snapshot.outlook or {}).get("ends", ()):
            if key == metric and date.fromisoformat(month) < last:
                found[place] = found.get(place, 0) + number
        return found

    def kept(self, metric: str) -> tuple[int, int]:
        """Of how many, of all whose time was over in two years, it was extended."""
        kept, over = (self.snapshot.outlook or {}).get("kept", {}).get(metric, (0, 0))
        return kept, over

    @property
    def checks(self) -> list[FactCheck]:
        """How the checks of the day went."""
        return [FactCheck(**one) for one in getattr(self.snapshot, "check_rows", None) or []]

    @property
    def visit(self) -> ProgressVisit | None:
        """The last visit of the reader."""
        for one in getattr(self.snapshot, "visit_rows", None) or ():
            moments = {
                name: one[name] and datetime.fromisoformat(one[name])
                for name in ("seen_at", "before_at")
            }
            return ProgressVisit(**one | moments)
        return None

    @property
    def corrections(self) -> list[dict[str, Any]]:
        """The days that were published again lately: day, as_of and corrections of each."""
        return list(getattr(self.snapshot, "correction_rows", None) or [])


def find_snapshot(
    plan: Plan,
    day: date | None = None,
    version: int | None = None,
    reader: int | None = None,
    as_of: datetime | None = None,
) -> DailySnapshot | None:
    """The snapshot of the local `day` in its present version, that of the key `version`, or that
    published at `as_of`; without a day the newest within the plan. With the day's checks, what was
    corrected lately, and the last visit of the membership `reader`. One query."""
    if version is not None and day is not None:
        rows = list(_published(DailySnapshot.objects.filter(pk=version, day=day), reader or 0))
    elif as_of is not None and day is not None:
        rows = list(_published(DailySnapshot.objects.filter(day=day, as_of=as_of), reader or 0))
    elif day is not None:
        current = DailySnapshot.objects.filter(day=day, is_current=True)
        rows = list(_published(current, reader or 0))
    else:
        rows = _newest(reader or 0, ends_on=plan.ends_on)
    return rows[0] if rows else None


@compiled_once
def _newest(reader: int, *, ends_on: date) -> QuerySet[DailySnapshot]:
    """The present snapshot of the last day up to and with `ends_on`."""
    current = DailySnapshot.objects.filter(is_current=True, outlook__isnull=False)
    within = current.filter(day__lte=ends_on).order_by().values("is_current")
    last = within.annotate(last=Max("day")).values("last")
    return _published(current.filter(day__in=last), reader)


def _published(rows: QuerySet[DailySnapshot], reader: int) -> QuerySet[DailySnapshot]:
    """The snapshots with what the page says of them beside their figures."""
    found: QuerySet[DailySnapshot] = rows.filter(outlook__isnull=False).defer(
        "late_cases", "differences"
    ).annotate(
        check_rows=ArraySubquery(
            FactCheck.objects.filter(day=OuterRef("day"))
            .order_by("pk")
            .values(
                one=JSONObject(
                    day="day", kind="kind", checked_at="checked_at", compared="compared",
                    faults="faults",
                )
            )
        ),
        visit_rows=ArraySubquery(
            ProgressVisit.objects.filter(membership=reader).values(
                one=JSONObject(
                    id="pk", seen_at="seen_at", figures="figures", before_at="before_at",
                    before="before",
                )
            )
        ),
        correction_rows=ArraySubquery(
            DailySnapshot.objects.filter(
                as_of__gte=OuterRef("checked_at") - TOLD, as_of__lte=OuterRef("checked_at")
            )
            .exclude(corrections=[])
            .order_by("-as_of", "-day")
            .values(one=JSONObject(day="day", as_of="as_of", corrections="corrections"))[:200]
        ),
    )  # fmt: skip
    return found


def snapshots_known(snapshot: DailySnapshot) -> Q:
    """District facts of each day in the version that held when `snapshot` was checked."""
    if snapshot.is_current:
        return Q(snapshot__is_current=True)
    then = DailySnapshot.objects.filter(as_of__lte=snapshot.checked_at)
    return Q(snapshot__in=then.order_by("day", "-as_of").distinct("day").values("pk"))


def read(plan: Plan, snapshot: DailySnapshot, since: date, of: int = CITY) -> Reading:
    """The figures of a page, with those of the district `of` where one reads. One query, none for
    figures that were read before."""
    day = snapshot.day
    start = plan.starts_on - timedelta(days=1)
    first = plan.starts_on - timedelta(days=31 * HISTORY)
    whole = {*month_ends(first, min(day, plan.ends_on)), start, day, since - timedelta(days=1)}
    compared = {
        day, start, since - timedelta(days=1), year_before(day), *quarters_before(day, QUARTERS),
    }  # fmt: skip
    known = DistrictFact.objects.filter(snapshots_known(snapshot))

    def sums() -> dict[Key, Sums]:
        parts = [_of_districts(known, compared)]
        if of != CITY:
            parts.append(_of_the_whole(known.filter(district_id=of), whole, of))
        rows = _of_the_whole(known, whole, CITY).union(*parts, all=True)
        return {(metric, place, on): Sums(*numbers) for metric, on, place, *numbers in rows}

    # Whatever changes a sum of these days makes another snapshot of the last of them, or checks it.
    key = (plan.starts_on, plan.ends_on, snapshot.pk, snapshot.checked_at, since, of)
    return Reading(plan, snapshot, since, _sums.of(key, sums), of)


_sums: Kept[dict[Key, Sums]] = Kept()


Rows = QuerySet[DistrictFact, Any]


def _of_the_whole(known: QuerySet[DistrictFact], days: Iterable[date], of: int) -> Rows:
    rows = known.filter(snapshot__day__in=days)
    sums = {f"sum_{name}": Sum(name) for name in Sums._fields}
    found: Rows = (
        rows.order_by()
        .annotate(on=F("snapshot__day"), place=Value(of, IntegerField()))
        .values("metric", "on", "place")
        .annotate(**sums)
        .values_list("metric", "on", "place", *sums)
    )
    return found


def _of_districts(known: QuerySet[DistrictFact], days: Iterable[date]) -> Rows:
    found: Rows = (
        known.filter(snapshot__day__in=days)
        .order_by()
        .annotate(on=F("snapshot__day"), place=F("district_id"))
        .values_list("metric", "on", "place", *Sums._fields)
    )
    return found


def latest(plan: Plan, of: int = CITY) -> Reading | None:
    """The newest figures within the plan, with the flows of their year; None where there are none.
    Two queries."""
    snapshot = find_snapshot(plan)
    return read(plan, snapshot, snapshot.day.replace(month=1, day=1), of) if snapshot else None


def versions_of(day: date) -> Sequence[DailySnapshot]:
    """All that was published of a day, the newest first. One query."""
    rows = DailySnapshot.objects.filter(day=day, outlook__isnull=False).order_by("-as_of")
    return list(rows.only("day", "as_of", "checked_at", "is_current"))
