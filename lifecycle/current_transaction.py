"""The number of the present database transaction, by which an event and its change are matched."""

from django.db import models


class CurrentTransaction(models.Func):
    """The number of the present transaction as SQL, for a column's default or an update."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()
    arity = 0
