"""The leadership's page and the snapshot of a day, in a small and in a large city."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.tenancy import all_district_ids, system_scope
from certification.models import Certificate
from reports.bench.people import actor_named
from reports.bench.results import Measurement, median_ms
from reports.bench.scratch import use_database
from reports.facts.refresh import refresh_stays
from reports.facts.snapshots import run_facts, take_snapshot
from reports.models import CountedStay, DailySnapshot

PAGE = "/home/"
SAMPLES = 15
MOST_QUERIES, MOST_RATIO, MOST_GROWTH = 12, 1.3, 10


@dataclass(frozen=True)
class City:
    """What one city took: ms of the page, its queries, seconds of a snapshot, rows it counts."""

    enterprises: int
    page_ms: float
    queries: int
    snapshot_s: float
    rows: int


def progress_measurements(small: tuple[str, int], large: tuple[str, int]) -> Iterator[Measurement]:
    """Each city is a database and its number of enterprises."""
    few, many = _measured(*small), _measured(*large)
    yield Measurement(
        f"leader's page, {many.enterprises:,} enterprises",
        many.page_ms, few.page_ms, "ms", MOST_RATIO, f"the same page at {few.enterprises:,}",
    )  # fmt: skip
    for one in (few, many):
        yield Measurement(
            f"leader's page, {one.enterprises:,} enterprises: queries",
            one.queries, 1, "queries", MOST_QUERIES, "one query",
        )  # fmt: skip
    growth = many.rows / few.rows
    yield Measurement(
        f"snapshot of a day, {many.rows:,} stays",
        many.snapshot_s, few.snapshot_s * growth, "s", MOST_GROWTH,
        f"{few.rows:,} stays in {few.snapshot_s:.2f} s, times the growth of rows",
    )  # fmt: skip


def _measured(database: str, enterprises: int) -> City:
    use_database(database)
    rows = _brought_up_to_date()
    page_ms, queries = _page()
    return City(enterprises, page_ms, queries, _snapshot_s(), rows)


def _brought_up_to_date() -> int:
    """The facts of a grown city are those of the one that it was copied from: they are made up
    for, once. How many stays there are."""
    with system_scope(reason="measure speed on a scratch database"):
        known = CountedStay.objects.filter(organisation=OuterRef("organisation"))
        missing = Certificate.objects.exclude(Exists(known)).exists()
    if missing:
        refresh_stays(timezone.now(), whole=True)
    run_facts()
    with system_scope(reason="measure speed on a scratch database"):
        return CountedStay.objects.filter(known_until=None).count()


def _page() -> tuple[float, int]:
    client = Client(SERVER_NAME="127.0.0.1")
    leader = actor_named("leader")
    client.force_login(User.objects.get(pk=leader.user_id), settings.AUTHENTICATION_BACKENDS[0])

    def ask() -> None:
        if client.get(PAGE).status_code != 200:
            raise RuntimeError(f"{PAGE}: another answer than expected")

    took = median_ms(ask, SAMPLES)
    all_district_ids()  # read again once a minute
    with CaptureQueriesContext(connection) as captured:
        ask()
    return took, len(captured)


def _snapshot_s() -> float:
    """Seconds to publish yesterday anew, which is undone."""
    day = timezone.localdate() - timedelta(days=1)
    with system_scope(reason="measure speed on a scratch database"), transaction.atomic():
        DailySnapshot.objects.filter(day=day).delete()
        started = time.perf_counter()
        take_snapshot(day, timezone.now())
        took = time.perf_counter() - started
        transaction.set_rollback(True)
    return took
