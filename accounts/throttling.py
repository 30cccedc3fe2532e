"""How often an address may ask the public pages."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from accounts.middleware import address_of


def asks_too_often(request: HttpRequest, what: str, most_a_minute: int) -> bool:
    """Count this request for `what`; True once its address is past `most_a_minute`."""
    key = f"asked:{what}:{address_of(request)}:{timezone.now():%H%M}"
    return counted_up(key, 90) > most_a_minute


def counted_up(key: str, seconds: int) -> int:
    """One more at `key` of the cache, which forgets it after `seconds`; returns how many by now."""
    try:
        return int(cache.incr(key))
    except ValueError:  # the first: another may have come between
        cache.add(key, 0, seconds)
        return int(cache.incr(key))
