"""找政策 against sixty schemes that pay, beside the same page without any."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.tenancy import acting_as, all_district_ids, system_scope
from financing.subsidies.find.offers import find_money
from procedures.models import Batch
from reports.bench.people import actor_named
from reports.bench.results import Measurement, median_ms
from reports.bench.scratch import use_database
from schemes.definition.scheme import SUBSIDY
from schemes.models import Scheme, SchemeVersion

SCHEMES, SAMPLES = 60, 15
MOST_QUERIES, MOST_RATIO = 10, 3


def find_measurements(database: str) -> Iterator[Measurement]:
    """Milliseconds of the page, and the queries that the search itself asks; the database is
    changed."""
    use_database(database)
    actor = actor_named("sme")
    client = Client(SERVER_NAME="127.0.0.1")
    person = User.objects.get(pk=actor.user_id)
    client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    page = reverse("financing:find_money")

    def ask() -> None:
        if client.get(page).status_code != 200:
            raise RuntimeError(f"{page}: another answer than expected")

    paying = _closed_schemes()
    empty = median_ms(ask, SAMPLES)
    _open_schemes(paying)
    name = f"找政策, {SCHEMES} schemes"
    yield Measurement(name, median_ms(ask, SAMPLES), empty, "ms", MOST_RATIO, "it without schemes")
    all_district_ids()  # read again once a minute
    with acting_as(actor), CaptureQueriesContext(connection) as captured:
        find_money(actor)
    yield Measurement(f"{name}: queries", len(captured), 1, "queries", MOST_QUERIES, "one query")


def _closed_schemes() -> list[SchemeVersion]:
    """The versions that pay, whose batches end now."""
    with system_scope(reason="measure speed on a scratch database"):
        published = SchemeVersion.objects.filter(state=SchemeVersion.State.PUBLISHED)
        paying = [one for one in published.order_by("id") if one.parsed.outcome == SUBSIDY]
        Batch.objects.filter(version__in=paying).update(closes_at=timezone.now())
        return paying


def _open_schemes(paying: list[SchemeVersion]) -> None:
    """Open batches of so many schemes, each with the rule of one that is shipped."""
    now = timezone.now()
    with system_scope(reason="measure speed on a scratch database"):
        for number, like in enumerate(islice(cycle(paying), SCHEMES), 1):
            scheme = Scheme.objects.create(code=f"bench-{number}", name=f"示例资金 {number}")
            version = SchemeVersion.objects.create(
                scheme=scheme, label="示例版", state=like.state, definition=like.definition,
                source_document="示例", valid_from=like.valid_from,
            )  # fmt: skip
            Batch.objects.create(
                version=version, name=f"示例批次 {number}", year=now.year,
                opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30),
            )  # fmt: skip
