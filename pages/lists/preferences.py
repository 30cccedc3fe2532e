"""How a person arranges a list: the columns they chose, and the filters they saved."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from accounts.compiled_queries import compiled_once
from accounts.tenancy import Actor
from pages.models import ListPreference
from pages.request_values import kept_query


@dataclass(frozen=True)
class SavedFilter:
    """A named address of a list, without the place in it."""

    name: str
    query: str


@dataclass(frozen=True)
class Arrangement:
    """One person's columns, in their order, and saved filters of one list."""

    columns: list[str] = field(default_factory=list)
    saved_filters: list[SavedFilter] = field(default_factory=list)


def arrangement_of(actor: Actor, page: str) -> Arrangement:
    """What the actor keeps for the list `page`, in one query."""
    for columns, filters in _kept(actor.membership_id, page=page):
        return Arrangement(list(columns), [SavedFilter(**one) for one in filters])
    return Arrangement()


@compiled_once
def _kept(membership_id: int, *, page: str) -> QuerySet[ListPreference, tuple[Any, Any]]:
    kept = ListPreference.objects.filter(membership_id=membership_id, page=page)
    return kept.values_list("columns", "saved_filters")


def query_to_keep(text: str, longest: int) -> str | None:
    """The filters of the address `text`; None where they are longer than `longest`."""
    kept = kept_query(QueryDict(text[: 2 * longest])).urlencode()
    return kept if len(kept) <= longest else None
