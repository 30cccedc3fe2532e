"""Bringing the stays up to the history of those who counted."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone

from accounts.tenancy import system_scope
from enterprises.models import Enterprise
from pages.metrics import Stay, metrics
from reports.facts.stays import KnownPiece, Piece, Place, pieces_known
from reports.models import CountedStay, DailySnapshot, Placement

AT_ONCE = 2000  # enterprises in a transaction
# What was written in a transaction that began before the last run and ended after it.
OVERLAP = timedelta(hours=2)
SHAPE = tuple(Piece.__dataclass_fields__)
IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('reports facts', 0))"


def refresh_stays(now: datetime, *, whole: bool = False) -> int:
    """Compare the stays of every enterprise whose history or place has changed since the last
    snapshot (of all that ever counted, where `whole`), and write down what is different, as known
    from `now`.

    Each `AT_ONCE` enterprises are a transaction of their own. Returns how many were compared.
    """
    count = 0
    with system_scope(reason="compute facts"):
        keys = sorted(_changed(None if whole else _last_run(now)))
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        with system_scope(reason="compute facts"):
            in_turn()
            _compare(some, now)
        count += len(some)
    return count


def in_turn() -> None:
    """Two runs at once compare one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(IN_TURN)


def _last_run(now: datetime) -> datetime | None:
    """Before `now`: what a clock that was ahead has checked says nothing of the time since."""
    rows = DailySnapshot.objects.filter(checked_at__lte=now)
    last: datetime | None = rows.aggregate(at=Max("checked_at"))["at"]
    return last - OVERLAP if last else None


def _changed(since: datetime | None) -> set[int]:
    keys: set[int] = set()
    for metric in metrics().values():
        keys.update(metric.changed(since))
    keys.update(_moved().values_list("organisation_id", flat=True))
    return keys


def _moved() -> QuerySet[Placement]:
    """The present places of enterprises that stand somewhere else by now."""
    present = Placement.objects.filter(until=None).annotate(
        district_now=F("organisation__enterprise__district_id"),
        industry_now=Substr("organisation__enterprise__industry_code", 1, 2),
        size_now=F("organisation__enterprise__size_class"),
    )
    moved: QuerySet[Placement] = present.exclude(
        district_now=F("district_id"), industry_now=F("industry"), size_now=F("size")
    )
    return moved


def _compare(keys: Sequence[int], now: datetime) -> None:
    places = _places(keys, now)
    known: dict[tuple[str, int], list[KnownPiece]] = {}
    for metric in metrics().values():
        by_subject: dict[int, list[Stay]] = {}
        for stay in metric.stays(keys):
            by_subject.setdefault(stay.subject, []).append(stay)
        for subject, stays in by_subject.items():
            own = places[stays[0].organisation_id]
            known[metric.key, subject] = pieces_known(metric.key, stays, own)
    _write(keys, known, now)


def _places(keys: Sequence[int], now: datetime) -> dict[int, list[Place]]:
    """Where each enterprise stood, in order; where it stands somewhere else than was known, that
    is written down as of yesterday."""
    held: dict[int, list[Placement]] = {}
    rows = Placement.objects.select_for_update(of=("self",)).filter(organisation_id__in=keys)
    for row in rows.order_by("since", "id"):
        held.setdefault(row.organisation_id, []).append(row)
    # Found in the night, the move belongs to the day that is over.
    day = timezone.localdate(now) - timedelta(days=1)
    new: list[Placement] = []
    for enterprise in Enterprise.objects.filter(pk__in=keys):
        own = held.setdefault(enterprise.pk, [])
        place = _present(enterprise, now)
        if own and _where(own[-1]) == _where(place):
            continue
        if own:
            # Two moves on one day: the first of them held for no time.
            own[-1].until = place.since = day
            own[-1].save(update_fields=["until"])
        own.append(place)
        new.append(place)
    Placement.objects.bulk_create(new)
    return {
        key: [
            Place(row.district_id, row.industry, row.size, row.since, row.known_at) for row in own
        ]
        for key, own in held.items()
    }


def _present(enterprise: Enterprise, now: datetime) -> Placement:
    return Placement(
        organisation_id=enterprise.pk,
        district_id=enterprise.district_id,
        industry=enterprise.industry_code[:2],
        size=enterprise.size_class,
        since=timezone.localdate(enterprise.created_at),
        known_at=now,
    )


def _where(place: Placement) -> tuple[int, str, str]:
    return place.district_id, place.industry, place.size


def _write(
    keys: Sequence[int], known: dict[tuple[str, int], list[KnownPiece]], now: datetime
) -> None:
    """Write pieces down that are new, and end the knowledge of those that hold no more.

    Of a subject that was never counted before everything is written as it was known at its time;
    of the others what is found now is known from now, so that no earlier figure changes.
    """
    stored: dict[tuple[str, int], dict[Piece, CountedStay]] = {}
    for row in CountedStay.objects.filter(Q(organisation_id__in=keys) | _any_of(known)):
        live = stored.setdefault((row.metric, row.subject), {})
        if row.known_until is None:
            live[Piece(**{name: getattr(row, name) for name in SHAPE})] = row
    new: list[CountedStay] = []
    over: list[CountedStay] = []
    for subject, pieces in known.items():
        if subject not in stored:
            new += [_row(one.piece, one.since, one.until) for one in pieces]
            continue
        live, wanted = stored[subject], {one.piece for one in pieces if one.until is None}
        over += [row for piece, row in live.items() if piece not in wanted]
        new += [_row(piece, now) for piece in wanted if piece not in live]
    # Of a merged enterprise nothing is left, or what it had was entered wrongly.
    gone = (live for subject, live in stored.items() if subject not in known)
    over += [row for live in gone for row in live.values()]
    CountedStay.objects.filter(pk__in=[row.pk for row in over]).update(known_until=now)
    CountedStay.objects.bulk_create(new, batch_size=AT_ONCE)


def _any_of(subjects: Iterable[tuple[str, int]]) -> Q:
    """The rows of these subjects, which may have belonged to another enterprise before."""
    by_metric: dict[str, list[int]] = {}
    for metric, subject in subjects:
        by_metric.setdefault(metric, []).append(subject)
    wanted = Q(pk=None)
    for metric, keys in by_metric.items():
        wanted |= Q(metric=metric, subject__in=keys)
    return wanted


def _row(piece: Piece, since: datetime, until: datetime | None = None) -> CountedStay:
    shape = {name: getattr(piece, name) for name in SHAPE}
    return CountedStay(**shape, known_from=since, known_until=until)
