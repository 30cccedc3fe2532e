"""Django's `migrate`, which refuses a database that another history of migrations made."""

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections

from database.autodetector import DatabaseObjectsAutodetector
from database.exit_codes import OTHER_HISTORY
from database.history import unknown_migrations


class Command(migrate.Command):
    autodetector = DatabaseObjectsAutodetector

    def handle(self, *args: str, database: str, **options: object) -> None:
        unknown = unknown_migrations(connections[database])
        if unknown:
            raise CommandError(
                "This database was made by another history of migrations: it has run some that "
                f"this code does not have ({', '.join(unknown)}). It cannot be brought up to "
                "date: use the code that made it, or an empty database.",
                returncode=OTHER_HISTORY,
            )
        super().handle(*args, database=database, **options)
