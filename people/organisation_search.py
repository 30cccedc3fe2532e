"""Finding organisations by what people know of them, for lists that hold only their ids."""

from collections.abc import Callable

from accounts.models import Organisation
from documents.written.sql import found_in

MOST = 500
Search = Callable[[str], list[int]]
_searches: list[Search] = []


def register_organisation_search(search: Search) -> None:
    """Let an app above find organisations by more than their name: the search returns ids."""
    _searches.append(search)


def organisations_called(text: str) -> list[int]:
    """The ids of the organisations that a text names, at most `MOST` of each way to find them."""
    text = " ".join(text.split())
    if not text:
        return []
    found = Organisation.objects.filter(found_in("name", text)).exclude(kind="enterprise")
    ids = set(found.values_list("pk", flat=True)[:MOST])
    for search in _searches:
        ids.update(search(text))
    return sorted(ids)
