"""Queries whose shape never changes: built and compiled once for all scopes of a kind.

Django builds and compiles a queryset anew each time, which costs more than many queries take to
run. Where nothing but ids differs from one call to the next, the compiled text is kept with the
places of the ids, and a call fills them in.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Generic, NoReturn, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from accounts.tenancy import EVERY, Actor, Scope, current_scope, in_place_of_scope

Ids = ParamSpec("Ids")
Item = TypeVar("Item")
T = TypeVar("T")
# What a statement is given beside its text.
Parameter = bool | int | float | Decimal | str | date | None
# Ids above it belong to no row, so that they are known again among the parameters of a statement.
NO_ROW = 1 << 61


class QueryWhileBuilding(RuntimeError):
    """A queryset that is compiled once was built with a query: what that found would be kept for
    other people too."""


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and its parameters; `places` pairs the place of a parameter with that among the ids."""

    text: str
    parameters: tuple[Parameter, ...]
    places: tuple[tuple[int, int], ...] = ()

    def with_places(self, stand_ins: Sequence[int]) -> "Statement":
        """The same, made with `stand_ins` for ids, with the places where these went."""
        which = {number: place for place, number in enumerate(stand_ins)}
        places = tuple(
            (place, which[value])
            for place, value in enumerate(self.parameters)
            if isinstance(value, int) and value in which
        )
        return replace(self, places=places)

    def filled(self, ids: Sequence[int]) -> list[Parameter]:
        """The parameters with `ids` at their places."""
        parameters = list(self.parameters)
        for place, which in self.places:
            parameters[place] = ids[which]
        return parameters

    def says_the_same(self, own: "Statement", ids: Sequence[int]) -> bool:
        """Whether `own`, made with `ids` for ids, is what this comes to with them."""
        return self.text == own.text and self.filled(ids) == list(own.parameters)


class KeptToday(dict[tuple[date, Hashable], T]):
    """What was made on the present day (local), by the day and its key."""

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under `key`; what `make` gives where nothing is."""
        today = timezone.localdate()
        try:
            return self[today, key]
        except KeyError:
            # Another thread may add to it meanwhile, or find that it is another day.
            for old in [one for one in list(self) if one[0] != today]:
                self.pop(old, None)
            made = self[today, key] = make()
            return made


class CompiledQuery(Generic[Ids, Item]):
    """A function that builds a queryset from ids, and then answers with its rows; see
    `compiled_once`."""

    def __init__(self, build: Callable[Ids, QuerySet[Any, Item]]) -> None:
        self.build = build
        self._kept: KeptToday[_Prepared[Item] | None] = KeptToday()

    def __call__(self, *ids: Ids.args, **named: Ids.kwargs) -> list[Item]:
        """The rows for `ids` in the active scope; one query."""
        scope = current_scope()
        key = _kind(scope), *sorted(named.items())
        prepared = self._kept.of(key, lambda: self._prepare(scope, ids, named))
        if prepared is None:
            return list(self.build(*ids, **named))
        return prepared.rows(_all_ids(ids, scope))

    def _prepare(
        self, scope: Scope, ids: Sequence[Any], named: Mapping[str, object]
    ) -> "_Prepared[Item] | None":
        """The query for all ids and all scopes of this kind; None where more than ids decides."""
        numbers = _all_ids(ids, scope)
        stand_ins = [NO_ROW + place for place in range(len(numbers))]
        build: Callable[..., QuerySet[Any, Item]] = self.build
        try:
            with no_queries():
                own = _Prepared(build(*ids, **named)).statement
                with in_place_of_scope(_with_ids(scope, stand_ins[len(ids) :])):
                    prepared = _Prepared(build(*stand_ins[: len(ids)], **named))
        except EmptyResultSet:
            return None
        prepared.statement = prepared.statement.with_places(stand_ins)
        return prepared if prepared.statement.says_the_same(own, numbers) else None


def compiled_once(build: Callable[Ids, QuerySet[Any, Item]]) -> CompiledQuery[Ids, Item]:
    """Let `build`, which makes a queryset of the ids that it takes, be called for its rows.

    The queryset is compiled once in a local day for all scopes of a kind (duty, number of
    districts, one organisation or all): which rows it has may depend on the ids, on those of the
    scope, on the day, and on what is given by name, for each value of which a text is kept. By
    position `build` takes ids alone, and it runs no query itself (`QueryWhileBuilding`).
    """
    return CompiledQuery(build)


class _Compiler(SQLCompiler):
    """A compiler that has compiled already."""

    kept: tuple[str, Sequence[Any]] | None = None

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        return self.kept or super().as_sql(*args, **kwargs)


class _Query(Query):
    """A query with its compiler."""

    kept_by: _Compiler

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        return self.kept_by


class _Prepared(Generic[Item]):
    def __init__(self, rows: QuerySet[Any, Item]) -> None:
        self._rows = rows
        self._query = cast(_Query, rows.query.chain(_Query))
        self._compiler = _Compiler(self._query, connections[rows.db], rows.db)
        text, parameters = self._compiler.as_sql()
        self.statement = Statement(text, tuple(parameters))

    def rows(self, ids: Sequence[int]) -> list[Item]:
        # Copies, for Django's iterators keep what they are doing in all three.
        compiler, query, rows = _copy(self._compiler), _copy(self._query), _copy(self._rows)
        compiler.connection = connections[rows.db]  # each thread has its own
        compiler.kept = (self.statement.text, self.statement.filled(ids))
        query.kept_by = compiler
        vars(rows)["_query"] = query  # to set `rows.query` would forget values_list()
        return list(rows)


def _copy(original: T) -> T:
    """A shallow copy; that of the module `copy` would run a queryset."""
    twin: T = object.__new__(type(original))
    vars(twin).update(vars(original))
    return twin


def _kind(scope: Scope) -> Hashable:
    return (
        scope.is_system,
        scope.one_organisation,
        scope.user_id == EVERY,
        len(scope.district_ids),
        kind_of(scope.actor) if scope.actor else None,
    )


def kind_of(actor: Actor) -> Hashable:
    """What decides about an actor's queries beside their ids."""
    districts = len(actor.district_ids)
    return (actor.duty, actor.is_administrator, actor.organisation_kind, districts)


def _all_ids(ids: Sequence[Any], scope: Scope) -> list[int]:
    """The ids of a call, and those of its scope."""
    return [*ids, scope.organisation_id, scope.user_id, *scope.district_ids, *ids_of(scope.actor)]


def _with_ids(scope: Scope, ids: Sequence[int]) -> Scope:
    """The scope with other ids, which are in the order of `_all_ids`."""
    organisation, user, *others = ids
    end = len(scope.district_ids)
    return replace(
        scope,
        organisation_id=organisation if scope.one_organisation else EVERY,
        user_id=EVERY if scope.user_id == EVERY else user,
        district_ids=tuple(others[:end]),
        actor=with_ids(scope.actor, others[end:]) if scope.actor else None,
    )


def ids_of(actor: Actor | None) -> tuple[int, ...]:
    """All ids that an actor has; none for the portal itself."""
    if actor is None:
        return ()
    return (actor.user_id, actor.membership_id, actor.organisation_id, *actor.district_ids)


def with_ids(actor: Actor, ids: Sequence[int]) -> Actor:
    """The actor with other ids, which are in the order of `ids_of`."""
    user, membership, organisation, *districts = ids
    return replace(
        actor,
        user_id=user,
        membership_id=membership,
        organisation_id=organisation,
        district_ids=tuple(districts),
    )


@contextmanager
def no_queries() -> Iterator[None]:
    """Refuse every query of the block with `QueryWhileBuilding`."""

    def refuse(*args: object) -> NoReturn:
        raise QueryWhileBuilding("a queryset that is compiled once is built with a query")

    with connection.execute_wrapper(refuse):
        yield
