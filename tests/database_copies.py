"""The test database: a template migrated once, and a quick copy for each test process.

The suite talks to PostgreSQL as `portal_app`, the role that row-level security binds.
"""

import fcntl
import hashlib
import json
import os
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

from accounts.tenancy import system_scope
from reports.bench.scratch import drop, owner_cursor, use_database
from schemes.models import Scheme, SchemeVersion

ROOT = Path(settings.BASE_DIR)
LEADING_TABLES = (
    "accounts_district",
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "schemes_scheme",
    "reports_plan",
    "reports_target",
)


def schema_fingerprint() -> str:
    """A hash over everything that the schema is made from."""
    digest = hashlib.sha256()
    patterns = ("*/migrations/*.py", "*/migrations/*.json", "database/operations.py")
    for source in sorted(source for pattern in patterns for source in ROOT.glob(pattern)):
        digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()[:12]


def make_database(worker: str) -> str:
    """Copy the migrated template for `worker`, making the template first where it is missing."""
    template = f"test_template_{schema_fingerprint()}"
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
        with owner_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    use_database(name)
    return name


def empty_tables() -> None:
    """Remove every row but the reference data; for tests that really commit."""
    with owner_cursor(settings.DATABASES["default"]["NAME"]) as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (%s)",
            [list(LEADING_TABLES)],
        )
        tables = ", ".join(f'"{row[0]}"' for row in cursor.fetchall())
        cursor.execute(f"TRUNCATE {tables} CASCADE")
    with transaction.atomic():
        _load("accounts", "districts")
        _load("financing", "market_rates")
    # The versions name their editors, so that emptying the people empties them too.
    with system_scope(reason="test"):
        _load_schemes()


def migration_named(app: str, name: str) -> ModuleType:
    """The migration of that name, whatever its number."""
    file = next((ROOT / app / "migrations").glob(f"[0-9]*_{name}.py"))
    return import_module(f"{app}.migrations.{file.stem}")


def _load(app: str, name: str) -> None:
    """Load reference data as the migration of that name does."""
    load = migration_named(app, name).load
    load(apps, SimpleNamespace(connection=connections["default"]))


def _load_schemes() -> None:
    """The shipped schemes as the migrations leave them. Those that correct them change what is
    published, which only the owner can; so they are written at once as they are in the end."""
    complete = migration_named("schemes", "shipped_prefills_and_sample").fill
    shipped, corrected = (
        json.loads(migration_named("schemes", name).FILE.read_text(encoding="utf-8"))
        for name in ("shipped_schemes", "corrected_schemes")
    )
    contents = {(row["code"], row["label"]): row["definition"] for row in corrected}
    for row in shipped:
        version = SchemeVersion(
            scheme=Scheme.objects.get(code=row["code"]),
            label=row["label"],
            state=SchemeVersion.State.PUBLISHED,
            definition=contents[row["code"], row["label"]],
            source_document=row["source"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
        )
        complete(version)
        version.save(force_insert=True)
