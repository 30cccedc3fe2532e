"""A database that another history of migrations made is refused in words."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from database.exit_codes import OTHER_HISTORY
from database.history import unknown_migrations
from tests.database.conftest import owner_at

pytestmark = pytest.mark.xdist_group("built_from_code")


@pytest.fixture
def of_another_history(built_from_code: str, django_db_blocker):
    with django_db_blocker.unblock(), owner_at(built_from_code) as connection:
        MigrationRecorder(connection).record_applied("accounts", "0002_row_security")
        MigrationRecorder(connection).record_applied("audit", "0001_initial")
        MigrationRecorder(connection).record_applied("library", "0001_unknown")
        yield connection
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE django_migrations")


def test_only_own_migrations_that_the_code_lacks_are_unknown(of_another_history):
    assert unknown_migrations(of_another_history) == ["accounts.0002_row_security"]


def test_migrate_refuses_it_with_an_exit_code_of_its_own(of_another_history):
    with pytest.raises(CommandError, match=r"accounts\.0002_row_security") as refused:
        call_command("migrate", database="owner", verbosity=0)
    assert refused.value.returncode == OTHER_HISTORY


def test_a_database_of_this_history_is_known(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        assert unknown_migrations(connections["owner"]) == []
