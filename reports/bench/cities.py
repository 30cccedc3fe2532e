"""The cities of the benchmark: databases of its own, made at the first run and kept."""

import subprocess
import sys
from typing import NamedTuple

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from reports.bench.growth import grow
from reports.bench.scratch import drop, environment_for, owner_cursor, use_database

# A city that is larger is grown from one of `GROWN_FROM` enterprises, and a multiple of it.
LARGEST_INVENTED, GROWN_FROM = 200_000, 50_000


class Sizes(NamedTuple):
    """How much is measured; see the options of the command."""

    small: int
    large: int
    rows: int
    cases: int
    surge: int
    listed: int
    requests: int


class Cities:
    """Cities of the sizes asked for, each made when a part first wants it."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        self._used: set[str] = set()

    def small(self, *, changes: bool = False) -> str:
        """`changes` says that the part files cases or imports: the next run makes it anew."""
        name = make_city(self.sizes.small, self.sizes.small * 3 // 10)
        return self._noted(name, changes)

    def large(self) -> str:
        return make_city(self.sizes.large, self.sizes.large // 2)

    def surge(self) -> str:
        """More than apply: some enterprises are not confirmed, some have filed already."""
        return self._noted(make_city(self.sizes.surge * 2 + 200, 60), True)

    def feed(self) -> str:
        """Enough that so many of them are confirmed."""
        return make_city(self.sizes.listed * 4 // 3, 60)

    def drop_used(self) -> None:
        for name in self._used:
            drop(name)

    def _noted(self, name: str, changes: bool) -> str:
        if changes:
            self._used.add(name)
        return name


def make_city(enterprises: int, applications: int) -> str:
    """The name of a migrated database with a demo city of that size, made where it is missing.

    One that is there is taken again as long as no migration was added since.
    """
    name = f"bench_{enterprises}"
    with owner_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        exists = cursor.fetchone() is not None
    if exists and _is_complete(name):
        return name
    drop(name)
    with owner_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    _manage(name, "migrate", "--database=owner", "--no-input", "--verbosity=0")
    times = enterprises // GROWN_FROM if enterprises > LARGEST_INVENTED else 1
    _manage(
        name,
        "seed_demo",
        f"--enterprises={enterprises // times}",
        f"--applications={applications // times}",
    )
    with owner_cursor(name) as cursor:
        if times > 1:
            grow(cursor, times)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CREATE TABLE bench_is_complete ()")
    return name


def _is_complete(name: str) -> bool:
    with owner_cursor(name) as cursor:
        cursor.execute("SELECT to_regclass('bench_is_complete')")
        if cursor.fetchone() == (None,):
            return False
    use_database(name)
    executor = MigrationExecutor(connections["owner"])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _manage(database: str, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment_for(database),
        check=True,
    )
