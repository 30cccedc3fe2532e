"""Writing a thousand rows in one statement with one parameter.

Django's `bulk_create` resolves and compiles every value of every row; here PostgreSQL gets the
rows as one JSON array. Values must be of their field's type already.
"""

import json
from collections.abc import Sequence

from django.db import connection, models

from pages.words import field_named


def upsert(
    rows: Sequence[models.Model], *, conflict: Sequence[str] = (), update: Sequence[str] = ()
) -> None:
    """Insert `rows`, all of one model; where `conflict` fields meet a row, set its `update` fields.

    Without `conflict`, a row that is there already raises `IntegrityError`. Row-level security
    applies as to any INSERT. Keys are not read back: give the rows theirs with `take_keys`.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not field.generated]
    columns = ", ".join(_quoted(str(field.column)) for field in fields)
    table = _quoted(meta.db_table)
    statement = (
        f"INSERT INTO {table} ({columns}) SELECT {columns}"  # noqa: S608
        f" FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
    )
    if conflict:
        arbiter = ", ".join(_quoted(str(field_named(rows[0], name).column)) for name in conflict)
        names = [_quoted(str(field_named(rows[0], name).column)) for name in update]
        assigned = ", ".join(f"{name} = EXCLUDED.{name}" for name in names)
        statement += f" ON CONFLICT ({arbiter}) DO UPDATE SET {assigned}"
    stamped = [
        field
        for field in fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]
    for row in rows:
        for field in stamped:
            field.pre_save(row, True)
    names_of = [(field.column, field.attname) for field in fields]
    records = [{column: getattr(row, name) for column, name in names_of} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(records, ensure_ascii=False, default=str)])


def take_keys(rows: Sequence[models.Model]) -> None:
    """Give rows without a primary key theirs from the table's sequence."""
    fresh = [row for row in rows if row.pk is None]
    if not fresh:
        return
    meta = fresh[0]._meta
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [meta.db_table, meta.pk.column, len(fresh)],
        )
        for row, (key,) in zip(fresh, cursor.fetchall(), strict=True):
            row.pk = key


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
