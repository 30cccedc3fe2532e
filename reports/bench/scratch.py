"""Databases of the benchmark's own: the portal's data are never measured nor touched."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.db import connections

URLS = ("DATABASE_URL", "DATABASE_OWNER_URL")


@contextmanager
def owner_cursor(database: str = "postgres") -> Iterator["psycopg2.extensions.cursor"]:
    """A cursor of the owning role outside of any transaction; by default in the maintenance
    database."""
    with cursor_of("owner", database) as cursor:
        yield cursor


@contextmanager
def cursor_of(alias: str, database: str) -> Iterator["psycopg2.extensions.cursor"]:
    """A cursor of the role of that alias outside of any transaction, in the database."""
    parameters = connections[alias].get_connection_params()
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


def see_everything(cursor: "psycopg2.extensions.cursor") -> None:
    """Let the session of an owner's cursor see and write the rows of all tenants."""
    for name, value in (("system", "on"), ("sees_organisation", "0"), ("sees_user", "0")):
        cursor.execute("SELECT set_config(%s, %s, false)", [f"app.{name}", value])
    cursor.execute(
        "SELECT set_config('app.districts', (SELECT array_agg(id)::text FROM accounts_district),"
        " false)"
    )


def drop(name: str) -> None:
    """Remove the database `name`, if it is there, whoever is still connected to it."""
    for alias in ("default", "owner"):
        connections[alias].close()
    _end_sessions(name)
    with owner_cursor() as cursor:
        try:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except psycopg2.errors.InsufficientPrivilege:
            # A vacuum worker is at it, which the owner may not end: a drop without force does.
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _end_sessions(name: str) -> None:
    """End what a live server's threads keep open: its own role alone may do so."""
    with suppress(psycopg2.OperationalError), cursor_of("default", name) as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()",
            [name],
        )
