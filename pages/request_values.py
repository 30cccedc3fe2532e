"""Reading what a form or an address sent."""

from django.http import QueryDict

_NOT_KEPT = ("after", "before", "page", "csrfmiddlewaretoken")
_MOST_DIGITS = 18  # fits a bigint


def whole_number(text: str | None) -> int | None:
    """The number that `text` writes in digits; None for anything else, or for far too many."""
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def shown_version(post: QueryDict) -> int:
    """The version of a row that a form's page showed; 0, which none has, where it says none."""
    return whole_number(post.get("version")) or 0


def kept_query(query: QueryDict) -> QueryDict:
    """The filters of a list's address: without the place in the list, and without empty ones."""
    kept = query.copy()
    for name in _NOT_KEPT:
        kept.pop(name, None)
    for name in [name for name, values in kept.lists() if not any(values)]:
        del kept[name]
    return kept


def looked_at(said: QueryDict) -> dict[int, int]:
    """Id -> version of the rows that a preview showed, as its fields `looked_at` say them; what is
    none is left out."""
    versions = {}
    for text in said.getlist("looked_at"):
        pk, _, version = text.partition(":")
        if (number := whole_number(pk)) and (seen := whole_number(version)):
            versions[number] = seen
    return versions
