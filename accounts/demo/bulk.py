"""Writing many rows at once: one statement for each table and chunk.

Row-level security refuses COPY to the application's role; a JSON record set is about as fast, is
bound by the same policies, and fires the same triggers.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone

# A row to be written: column name -> value.
Row = dict[str, Any]


def take_ids(model: type[models.Model], count: int) -> list[int]:
    """Reserve `count` keys of `model`, ascending."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def keyed(model: type[models.Model], rows: list[Row]) -> list[Row]:
    """The rows, each with a key of its own."""
    keys = take_ids(model, len(rows))
    return [row | {"id": key} for row, key in zip(rows, keys, strict=True)]


def insert(model: type[models.Model], rows: Iterable[Row]) -> int:
    """Insert `rows` (column name -> value) and return how many there were.

    What a row leaves out takes the field's default, the present moment for automatic times,
    NULL or the empty text. Keys of serial columns must be given (`take_ids`).
    """
    complete = list(rows)
    if not complete:
        return 0
    fields = {field.column: field for field in model._meta.concrete_fields if field.column}
    made = {
        column: field.default
        for column, field in fields.items()
        if field.has_default() and callable(field.default)
    }
    constant = {name: _blank(field) for name, field in fields.items() if name not in made}
    for row in complete:
        for column, value in constant.items():
            row.setdefault(column, value)
        for column, default in made.items():
            if column not in row:
                row[column] = default()
    columns = ", ".join(connection.ops.quote_name(column) for column in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns}"  # noqa: S608  names of the model
            f" FROM json_populate_recordset(NULL::{table}, %s::json)",
            [json.dumps(complete, cls=DjangoJSONEncoder, ensure_ascii=False)],
        )
    return len(complete)


def _blank(field: models.Field) -> object:
    if field.has_default():
        return field.default
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    return None if field.null or not field.empty_strings_allowed else ""
