"""Databases of the benchmark's own: the portal's data are never measured nor touched."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

URLS = ("DATABASE_URL", "DATABASE_OWNER_URL")


@contextmanager
def owner_cursor(database: str = "postgres") -> Iterator["psycopg2.extensions.cursor"]:
    """A cursor of the owning role outside of any transaction; by default in the maintenance
    database."""
    parameters = connections["owner"].get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    connection = psycopg2.connect(**{**parameters, "dbname": database})
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def use_database(name: str) -> None:
    """Point both aliases of this process at the database `name`."""
    for alias in ("default", "owner"):
        connections[alias].close()
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def environment_for(name: str) -> dict[str, str]:
    """The environment of a process that works on the database `name`."""
    environment = dict(os.environ)
    for variable in URLS:
        if variable in environment:
            parts = urlsplit(environment[variable])
            environment[variable] = parts._replace(path=f"/{name}").geturl()
    return environment


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
    _manage(name, "seed_demo", f"--enterprises={enterprises}", f"--applications={applications}")
    with owner_cursor(name) as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CREATE TABLE bench_is_complete ()")
    return name


def drop(name: str) -> None:
    """Remove the database `name`, if it is there, whoever is still connected to it."""
    for alias in ("default", "owner"):
        connections[alias].close()
    with owner_cursor() as cursor:
        try:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except psycopg2.errors.InsufficientPrivilege:
            # A vacuum worker is at it, which the owner may not end: a drop without force does.
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


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
