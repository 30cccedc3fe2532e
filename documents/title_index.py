"""Titles that are looked up by an index: what is declared for a table, and the search.

Text operators are not leakproof, so under a policy the planner would not use the index. A function
of each table looks there as portal_search, which the policy does not bind, and repeats what the
policy lets its scope read.
"""

from typing import TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet

from database.objects import DatabaseObject, function, select_grant
from database.row_security import Policy
from documents.written.sounds import spelled
from documents.written.sql import found_in, sounds_so

M = TypeVar("M", bound=Model)
# What more rows have is looked for row by row, in the order of the list: its page is soon full.
MOST_HITS = 1000


def titles(
    model: type[Model], policy: Policy, column: str = "title", *, is_granted: bool = False
) -> tuple[DatabaseObject, ...]:
    """The index of the texts in `column` by their sound, and the function that looks there.
    `is_granted`: portal_search may read the table already."""
    table = model._meta.db_table
    index = DatabaseObject(
        name=f"index {table}_sounds",
        create=f"""
            CREATE INDEX {table}_sounds ON {table} USING gin (documents_sounds({column}))
              -- Kept short, in kB: a search reads the list of entries not in the index proper yet.
              WITH (gin_pending_list_limit = 256);
        """,
        drop=f"DROP INDEX {table}_sounds;",
        models=(model,),
        needs=("documents/function documents_sounds",),
    )
    search = function(
        f"{table}_titled(text, text[], integer)",
        # IS TRUE keeps the planner from any other index.
        f"""
        CREATE OR REPLACE FUNCTION {table}_titled(pattern text, keys text[], most integer)
        RETURNS SETOF bigint
        LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
        AS $$
          SELECT {model._meta.pk.column} FROM public.{table}
          WHERE documents_sounds({column}) @> keys
            AND documents_plain({column}) ~ pattern
            AND ({policy.read}) IS TRUE
          LIMIT most
        $$;
        """,  # noqa: S608 - names of the code, no values
        runs_as="portal_search",
        models=(model,),
        needs=("documents/function documents_sounds", "documents/function documents_plain"),
    )
    grant = () if is_granted else (select_grant("portal_search", model),)
    return (index, *grant, search)


def titled(rows: QuerySet[M], text: str, column: str = "title") -> Q:
    """Which of `rows` have `text` in their title, or a title that sounds so.

    The ids are asked for at once, in the scope that is active.
    """
    sounds = spelled(text)
    if not sounds:
        return found_in(column, text)
    table = rows.model._meta.db_table
    search = f"SELECT {table}_titled(%s, %s, %s)"
    values = [of for one in sounds for of in (one.pattern, [*one.keys], MOST_HITS + 1)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join([search] * len(sounds)), values)
        ids = [key for (key,) in cursor.fetchall()]
    return Q(pk__in=ids) if len(ids) <= MOST_HITS else Q(sounds_so(column, sounds))
