"""Addresses of rows: what a list writes fifty times a page."""

from functools import cache
from uuid import UUID

from django.urls import get_script_prefix, get_urlconf, reverse

# Keys that no address has of itself.
_PLACES: dict[type, int | UUID] = {int: 918_273_645, UUID: UUID(int=918_273_645)}


def row_url(name: str, key: int | UUID) -> str:
    """The address named `name` of the row with that key: `reverse(name, args=[key])`, with the
    pattern resolved once in a process."""
    before, after = _around(name, _PLACES[type(key)], get_script_prefix(), get_urlconf())
    return f"{before}{key}{after}"


@cache
def _around(name: str, place: int | UUID, prefix: str, urlconf: str | None) -> tuple[str, str]:
    """What stands before and after the key in the address; `place` is a key of its type."""
    before, after = reverse(name, urlconf, args=[place]).split(str(place))
    return before, after
