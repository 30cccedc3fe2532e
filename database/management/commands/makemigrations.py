"""Django's `makemigrations`, which also writes the changes of database objects."""

from django.core.management.commands import makemigrations

from database.autodetector import DatabaseObjectsAutodetector


class Command(makemigrations.Command):
    autodetector = DatabaseObjectsAutodetector
