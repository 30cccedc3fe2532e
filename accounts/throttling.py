"""How often an address may ask the public pages."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from accounts.middleware import address_of


def asks_too_often(request: HttpRequest, what: str, most_a_minute: int) -> bool:
    """Count this request for `what`; True once its address is past `most_a_minute`."""
    key = f"asked:{what}:{address_of(request)}:{timezone.now():%H%M}"
    cache.add(key, 0, 90)
    return int(cache.incr(key)) > most_a_minute
