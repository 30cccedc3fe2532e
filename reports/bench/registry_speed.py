"""The registry's list page and its name search."""

import random
from collections.abc import Iterator
from itertools import cycle

from accounts.models import User
from accounts.tenancy import acting_as
from enterprises.demo.invention import SYLLABLES, TRADES
from enterprises.models import Enterprise
from enterprises.querysets import found_by
from reports.bench.people import actor_named, headers_for
from reports.bench.results import Measurement, median_ms
from reports.bench.scratch import owner_cursor, see_everything, use_database
from reports.bench.server import BARE, PORTAL, Client, Request, serving

SAMPLES = 40
# From here on a scan takes long.
MANY = 20_000
# The longest that a search may take, however many enterprises there are.
MOST_MS = 20.0


def list_page_ms(database: str, path: str) -> float:
    """The median time of the city's registry list over HTTP, in ms."""
    use_database(database)
    headers = headers_for(User.objects.get(username="city"))
    with serving(PORTAL, database) as port:
        client = Client(port)
        return median_ms(lambda: client.send(Request(path, headers)), SAMPLES)


def bare_page_ms(database: str) -> float:
    with serving(BARE, database) as port:
        client = Client(port)
        return median_ms(lambda: client.send(Request("/")), SAMPLES * 5)


def list_measurements(small: tuple[str, int], large: tuple[str, int]) -> Iterator[Measurement]:
    """The list page at both sizes."""
    bare = bare_page_ms(small[0])
    few = list_page_ms(small[0], "/enterprises/")
    many = list_page_ms(large[0], "/enterprises/")
    yield Measurement(
        f"list page, {small[1]:,} enterprises",
        few,
        bare,
        "ms",
        120,
        "a Django view that does nothing",
    )
    yield Measurement(
        f"list page, {large[1]:,} enterprises",
        many,
        few,
        "ms",
        1.5,
        f"the same page at {small[1]:,}",
    )


def search_measurements(database: str, size: int) -> Iterator[Measurement]:
    """Two characters of a name, policy on: some that few names have, and some that many have."""
    use_database(database)
    chooser = random.Random(7)  # noqa: S311
    rare = ["".join(chooser.sample(SYLLABLES, 2)) for _ in range(SAMPLES)]
    common = [trade[:2] for _, trade, _ in TRADES] + [trade[-2:] for _, trade, _ in TRADES]
    ours = {"rare": _search_ms(rare), "common": _search_ms(common)}
    yield Measurement(
        f"name search, {size:,} enterprises", ours["rare"], _scan_ms(database, rare), "ms",
        5 if size < MANY else 0.25, "LIKE on a copy without policy",
    )  # fmt: skip
    for kind, took in ours.items():
        yield Measurement(
            f"name search, {kind} parts, {size:,} enterprises", took, MOST_MS, "ms", 1,
            f"{MOST_MS:.0f} ms",
        )  # fmt: skip


def _search_ms(parts: list[str]) -> float:
    """The median time of a page of the city's registry found by one of `parts`, in ms."""
    waiting = cycle(parts)
    with acting_as(actor_named("city")):

        def search() -> list[Enterprise]:
            rows = Enterprise.objects.select_related("district")
            found = found_by(rows, next(waiting)).order_by("name_pinyin", "organisation_id")
            return list(found[:51])

        return median_ms(search, SAMPLES)


def _scan_ms(database: str, parts: list[str]) -> float:
    """The same by LIKE, without any policy or index."""
    waiting = cycle(parts)
    with owner_cursor(database) as cursor:
        see_everything(cursor)
        cursor.execute("DROP TABLE IF EXISTS bench_name")
        cursor.execute(
            "CREATE TABLE bench_name AS SELECT organisation_id AS id, name, name_pinyin"
            " FROM enterprises_enterprise"
        )
        cursor.execute("ANALYZE bench_name")

        def scan() -> list[tuple[object, ...]]:
            cursor.execute(
                "SELECT * FROM bench_name WHERE name LIKE %s ORDER BY name_pinyin, id LIMIT 51",
                [f"%{next(waiting)}%"],
            )
            return cursor.fetchall()

        return median_ms(scan, SAMPLES)
