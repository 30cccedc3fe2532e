"""The number of the present database transaction, by which an event and its change are matched."""

from django.db import connection, models


class CurrentTransaction(models.Func):
    """The number of the present transaction as SQL, for a column's default or an update."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()
    arity = 0


def current_transaction() -> int:
    """The number of the present transaction. Opens none: call it inside of one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])
