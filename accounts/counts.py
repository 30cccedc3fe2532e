"""Several counts in one statement, which is compiled once for all people of a kind.

The numbers beside the navigation are asked for by every page. Their querysets differ from person
to person in ids alone, so the compiled text is kept with the places of the ids, and a page fills
them in instead of building and compiling the querysets again.
"""

from collections.abc import Callable, Hashable, Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

from accounts.compiled_queries import (
    NO_ROW,
    KeptToday,
    Parameter,
    Statement,
    ids_of,
    kind_of,
    no_queries,
    with_ids,
)
from accounts.tenancy import Actor, in_place_of_scope, scope_of

MOST = 99
Rows = QuerySet[Model]
Builder = Callable[[Actor], Sequence[tuple[Rows, ...]]]


def counts_for(actor: Actor, name: Hashable, builder: Builder, most: int = MOST) -> list[int]:
    """How many rows each group of querysets of `builder(actor)` has. One query.

    No queryset is read further than `most` + 1 rows, and counts as `most` + 1 then. The actor's
    scope must be active. For actors of the same kind (duty, administrator, number of districts)
    and the same `name` the statement is kept until the local day ends: which rows are counted may
    depend on the actor's ids and the day, and nothing else. Raises `QueryWhileBuilding` for a
    builder that runs a query itself.
    """
    key = (name, most, kind_of(actor))
    kept = _kept.of(key, lambda: _prepared(actor, builder, most))
    statement = kept or _compiled(builder(actor), most)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.filled(ids_of(actor)))
        return list(cursor.fetchone() or ())


def counts_of(groups: Sequence[tuple[Rows, ...]], most: int = MOST) -> list[int]:
    """How many rows each group has, as `counts_for`, of querysets that no other request has."""
    statement = _compiled(groups, most)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.parameters)
        return list(cursor.fetchone() or ())


_kept: KeptToday[Statement | None] = KeptToday()


def _prepared(actor: Actor, builder: Builder, most: int) -> Statement | None:
    """The statement for all actors of this kind; None where more than the ids decides about it."""
    ids = ids_of(actor)
    stand_ins = [NO_ROW + place for place in range(len(ids))]
    stand_in = with_ids(actor, stand_ins)
    with no_queries():
        own = _compiled(builder(actor), most)
        with in_place_of_scope(scope_of(stand_in)):
            general = _compiled(builder(stand_in), most).with_places(stand_ins)
    return general if general.says_the_same(own, ids) else None


def _compiled(groups: Sequence[tuple[Rows, ...]], most: int) -> Statement:
    columns: list[str] = []
    parameters: list[Parameter] = []
    for group in groups:
        counts = []
        for rows in group:
            query = rows.order_by()[: most + 1].values("pk").query
            try:
                text, values = query.get_compiler(connection=connection).as_sql()
            except EmptyResultSet:
                continue
            counts.append(f"(SELECT count(*) FROM ({text}) AS counted)")  # noqa: S608  compiled
            parameters += values
        columns.append(" + ".join(counts) or "0")
    return Statement(f"SELECT {', '.join(columns)}", tuple(parameters))
