"""The test database: a template migrated once, and a quick copy for each test process.

The suite talks to PostgreSQL as `portal_app`, the role that row-level security binds.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import psycopg2
from django.conf import settings
from django.core.management import call_command

from reports.bench.scratch import drop, owner_cursor, use_database

ROOT = Path(settings.BASE_DIR)


@cache
def schema_fingerprint() -> str:
    """A hash over everything that the schema is made from."""
    digest = hashlib.sha256()
    patterns = ("*/migrations/*.py", "*/migrations/*.json", "database/operations.py")
    for source in sorted(source for pattern in patterns for source in ROOT.glob(pattern)):
        digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()[:12]


def make_database(worker: str) -> str:
    """Copy the migrated template for `worker`, making the template first where it is missing."""
    template = _template()
    name = f"test_{worker}_{os.getpid()}"
    with (settings.VAR_DIR / "test-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with owner_cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_template\\_%'"
            )
            existing = {row[0] for row in cursor.fetchall()}
            for old in existing - {template}:
                drop(old)
            if template not in existing:
                cursor.execute(f'CREATE DATABASE "{template}"')
        if template not in existing:
            use_database(template)
            try:
                call_command("migrate", database="owner", verbosity=0)
            except BaseException:
                use_database("postgres")
                drop(template)
                raise
            use_database("postgres")
        _copy_template(name)
    use_database(name)
    return name


TRIES = 20
# What a package of tests adds to the copy, such as tables of its own.
added: list[Callable[[], None]] = []


def copy_again() -> None:
    """Replace this process's database by a new copy of the template; for tests that really
    commit. What the migrations wrote is there again, whatever table it is in."""
    name = settings.DATABASES["default"]["NAME"]
    for left in reversed(range(TRIES)):
        try:
            drop(name)
            _copy_template(name)
            break
        except psycopg2.Error:
            # A vacuum worker is at one of them for a moment.
            if not left:
                raise
            time.sleep(1)
    for add in added:
        add()


def _copy_template(name: str) -> None:
    with owner_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_template()}"')


def _template() -> str:
    return f"test_template_{schema_fingerprint()}"


def migration_named(app: str, name: str) -> ModuleType:
    """The migration of that name, whatever its number."""
    file = next((ROOT / app / "migrations").glob(f"[0-9]*_{name}.py"))
    return import_module(f"{app}.migrations.{file.stem}")
