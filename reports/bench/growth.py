"""A large city out of a small one: its enterprises and cases over and over, copied by the database.

To invent a million takes most of an hour; to copy them takes minutes, for no row passes through
Python. Copies bear names, codes and numbers of their own; the trail does not tell of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Model
from psycopg2.extensions import cursor as Cursor

from accounts.models import Organisation
from certification.models import Certificate
from enterprises.models import Enterprise, Product, Qualification, ResearchUnit, YearlyReport
from procedures.models import Application
from reports.bench.scratch import see_everything

# Ids of a copy are those of the original and a multiple of it; no original has one as high.
STRIDE = 1_000_000
# What a copy has otherwise than the original: column -> SQL over the original's columns, the number
# of the copy (`copy`) and what its ids are moved by (`shift`).
TABLES: tuple[tuple[type[Model], dict[str, str]], ...] = (
    (Organisation, {"name": "replace(name, '示例', '示例' || copy)"}),
    (
        Enterprise,
        {
            "name": "replace(name, '示例', '示例' || copy)",
            "name_key": "replace(name_key, '示例', '示例' || copy)",
            "name_pinyin": "replace(name_pinyin, 'shi li', 'shi li ' || copy)",
            "credit_code": "left(credit_code, 8) || 'MC'"
            " || lpad(upper(to_hex(organisation_id + shift)), 8, '0')",
        },
    ),
    (YearlyReport, {}),
    (Product, {}),
    (Qualification, {}),
    (ResearchUnit, {}),
    (Application, {"number": "number || '-' || copy"}),
    (
        Certificate,
        {
            "application_id": "application_id + shift",
            "number": "number || '-' || copy",
            "token": "token || '-' || copy",
        },
    ),
)


def grow(cursor: Cursor, times: int) -> None:
    """Bring the city to `times` as many enterprises, with figures, cases and certificates.

    `cursor` is one of the tables' owner, in a session of its own.
    """
    see_everything(cursor)
    for model, changes in TABLES:
        with _quick_to_fill(cursor, model._meta.db_table):
            cursor.execute(_copies(model, changes), [STRIDE, times - 1])


def _copies(model: type[Model], changes: dict[str, str]) -> str:
    columns = [str(field.column) for field in model._meta.concrete_fields]
    moved = {"id": "id + shift", "organisation_id": "organisation_id + shift"} | changes
    values = ", ".join(moved.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    kind = "WHERE kind = 'enterprise'" if model is Organisation else ""
    return (
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values}"  # noqa: S608  own names
        f" FROM (SELECT * FROM {model._meta.db_table} {kind}) AS original,"
        " (SELECT copy, copy * %s AS shift FROM generate_series(1, %s) AS copy) AS copies"
    )


@contextmanager
def _quick_to_fill(cursor: Cursor, table: str) -> Iterator[None]:
    """Rules of rows and keys hold meanwhile; the trail is not written, and indexes are built at
    the end."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT EXISTS"
        " (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [table],
    )
    indexes = cursor.fetchall()
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        for _, definition in indexes:
            cursor.execute(definition)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
