"""Several counts in one statement, which is compiled once for all people of a kind.

The numbers beside the navigation are asked for by every page. Their querysets differ from person
to person in ids alone, so the compiled text is kept with the places of the ids, and a page fills
them in instead of building and compiling the querysets again.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts.tenancy import Actor, as_if_acting

MOST = 99
Rows = QuerySet[Any]
Builder = Callable[[Actor], Sequence[tuple[Rows, ...]]]


class QueryWhileBuilding(RuntimeError):
    """A builder of counts ran a query: what it found would be kept for other people too."""


def counts_for(actor: Actor, name: Hashable, builder: Builder, most: int = MOST) -> list[int]:
    """How many rows each group of querysets of `builder(actor)` has. One query.

    No queryset is read further than `most` + 1 rows, and counts as `most` + 1 then. The actor's
    scope must be active. For actors of the same kind (duty, administrator, number of districts)
    and the same `name` the statement is kept until the local day ends: which rows are counted may
    depend on the actor's ids and the day, and nothing else. Raises `QueryWhileBuilding` for a
    builder that runs a query itself.
    """
    today = timezone.localdate()
    key = (today, name, most, _kind(actor))
    if key not in _kept:
        for old in [one for one in _kept if one[0] != today]:
            _kept.pop(old, None)
        _kept[key] = _prepared(actor, builder, most)
    statement = _kept[key] or _compiled(builder(actor), most)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.filled_for(actor))
        return list(cursor.fetchone() or ())


def counts_of(groups: Sequence[tuple[Rows, ...]], most: int = MOST) -> list[int]:
    """How many rows each group has, as `counts_for`, of querysets that no other request has."""
    statement = _compiled(groups, most)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.parameters)
        return list(cursor.fetchone() or ())


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL and its parameters; `places` pairs the place of a parameter with that among `_ids`."""

    text: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...] = ()

    def filled_for(self, actor: Actor) -> list[Any]:
        filled = list(self.parameters)
        ids = _ids(actor)
        for place, which in self.places:
            filled[place] = ids[which]
        return filled


_kept: dict[tuple[Any, ...], _Statement | None] = {}
# Ids above it belong to no row, so that they are known again among the parameters of a statement.
_NO_ROW = 1 << 61


def _kind(actor: Actor) -> tuple[Hashable, ...]:
    districts = len(actor.district_ids)
    return (actor.duty, actor.is_administrator, actor.organisation_kind, districts)


def _ids(actor: Actor) -> tuple[int, ...]:
    return (actor.user_id, actor.membership_id, actor.organisation_id, *actor.district_ids)


def _prepared(actor: Actor, builder: Builder, most: int) -> _Statement | None:
    """The statement for all actors of this kind; None where more than the ids decides about it."""
    stand_in = _with_ids(actor, [_NO_ROW + place for place in range(len(_ids(actor)))])
    with _no_queries():
        own = _compiled(builder(actor), most)
        with as_if_acting(stand_in):
            general = _compiled(builder(stand_in), most)
    which = {number: place for place, number in enumerate(_ids(stand_in))}
    places = tuple(
        (place, which[value])
        for place, value in enumerate(general.parameters)
        if isinstance(value, int) and value in which
    )
    statement = replace(general, places=places)
    is_same = statement.text == own.text and statement.filled_for(actor) == list(own.parameters)
    return statement if is_same else None


def _with_ids(actor: Actor, ids: Sequence[int]) -> Actor:
    user, membership, organisation, *districts = ids
    return replace(
        actor,
        user_id=user,
        membership_id=membership,
        organisation_id=organisation,
        district_ids=tuple(districts),
    )


def _compiled(groups: Sequence[tuple[Rows, ...]], most: int) -> _Statement:
    columns: list[str] = []
    parameters: list[Any] = []
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
    return _Statement(f"SELECT {', '.join(columns)}", tuple(parameters))


@contextmanager
def _no_queries() -> Iterator[None]:
    def refuse(*args: Any) -> NoReturn:
        raise QueryWhileBuilding("the builder of these counts runs a query of its own")

    with connection.execute_wrapper(refuse):
        yield
