"""A database that is built from the code alone, beside the one that the migrations made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from database.catalogue import catalogue
from database.objects import declared_objects
from reports.bench.scratch import drop, owner_cursor

Drift = Callable[[str], dict[str, str]]


@contextmanager
def owner_at(name: str) -> Iterator[BaseDatabaseWrapper]:
    """The owner's connection, pointed at the database `name` for the block."""
    connection = connections["owner"]
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield connection
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def built_from_code(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database with the models' tables and the declared objects, made without migrations."""
    name = f"{settings.DATABASES['default']['NAME']}_code"
    no_migrations = {config.label: None for config in apps.get_app_configs()}
    with django_db_blocker.unblock():
        with owner_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        with owner_at(name) as connection, override_settings(MIGRATION_MODULES=no_migrations):
            call_command("migrate", database="owner", run_syncdb=True, verbosity=0)
            with transaction.atomic(using="owner"), connection.cursor() as cursor:
                for item in declared_objects().values():
                    cursor.execute(item.create)
    yield name
    with django_db_blocker.unblock():
        drop(name)


@pytest.fixture(scope="session")
def in_code(built_from_code: str, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """The catalogue of the database that the code describes."""
    with django_db_blocker.unblock(), owner_at(built_from_code) as connection:
        with connection.cursor() as cursor:
            return catalogue(cursor)


@pytest.fixture(scope="session")
def migrated(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """The catalogue of the database that the migrations made."""
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        return catalogue(cursor)


@pytest.fixture
def after(built_from_code: str, django_db_blocker: DjangoDbBlocker) -> Drift:
    """The catalogue as it would be after a statement, which is taken back."""

    def run(statement: str) -> dict[str, str]:
        with django_db_blocker.unblock(), owner_at(built_from_code) as connection:
            with transaction.atomic(using="owner"), connection.cursor() as cursor:
                cursor.execute(statement)
                found = catalogue(cursor)
                transaction.set_rollback(True, using="owner")
                return found

    return run
