"""The registry's list page and its name search."""

import random
from collections.abc import Iterator

from accounts.models import User
from accounts.tenancy import acting_as
from enterprises.models import Enterprise
from enterprises.querysets import found_by
from reports.bench.people import actor_named, headers_for
from reports.bench.results import Measurement, median_ms
from reports.bench.scratch import owner_cursor, use_database
from reports.bench.server import BARE, PORTAL, Client, Request, serving
from reports.demo.invention import SYLLABLES

SAMPLES = 40


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


def search_measurement(database: str, size: int, goal: float) -> Measurement:
    """Two characters of a name, policy on, against a plain scan of a copy without policy."""
    use_database(database)
    chooser = random.Random(7)  # noqa: S311
    parts = ["".join(chooser.sample(SYLLABLES, 2)) for _ in range(SAMPLES)]
    actor = actor_named("city")
    with acting_as(actor):
        waiting = iter(parts * 2)

        def ours() -> list[Enterprise]:
            rows = Enterprise.objects.select_related("district")
            found = found_by(rows, next(waiting)).order_by("name_pinyin", "organisation_id")
            return list(found[:51])

        our_ms = median_ms(ours, SAMPLES)
    with owner_cursor(database) as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_name")
        cursor.execute("CREATE TABLE bench_name (id bigint, name text, name_pinyin text)")
    with acting_as(actor):
        rows = list(Enterprise.objects.values_list("organisation_id", "name", "name_pinyin"))
    with owner_cursor(database) as cursor:
        for start in range(0, len(rows), 5000):
            marks = ",".join(
                cursor.mogrify("(%s,%s,%s)", r).decode() for r in rows[start : start + 5000]
            )
            cursor.execute(f"INSERT INTO bench_name VALUES {marks}")  # noqa: S608
        cursor.execute("ANALYZE bench_name")
        again = iter(parts * 2)

        def scan() -> list[tuple[object, ...]]:
            cursor.execute(
                "SELECT * FROM bench_name WHERE name LIKE %s ORDER BY name_pinyin, id LIMIT 51",
                [f"%{next(again)}%"],
            )
            return cursor.fetchall()

        scan_ms = median_ms(scan, SAMPLES)
    return Measurement(
        f"name search, {size:,} enterprises", our_ms, scan_ms, "ms", goal,
        "LIKE on a copy without policy",
    )  # fmt: skip
