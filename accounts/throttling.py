"""How often an address may ask the public pages."""

from functools import lru_cache
from typing import NamedTuple

import redis
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from accounts.middleware import address_of


class Counter(NamedTuple):
    """What the cache counts at `key`, which it forgets `seconds` after it began."""

    key: str
    seconds: int
    change: int = 1


def asks_too_often(request: HttpRequest, what: str, most_a_minute: int) -> bool:
    """Count this request for `what`; True once its address is past `most_a_minute`."""
    minute = Counter(f"asked:{what}:{address_of(request)}:{this_minute()}", 90)
    return counted(minute)[0] > most_a_minute


def fails_too_often(request: HttpRequest, what: str, most_a_minute: int) -> bool:
    """Whether the address of this request has reached its failures of `what` for this minute.

    Whoever finds what they look for is not counted, so that an office behind one address is not
    kept from its work.
    """
    return counted(_failures(request, what, 0))[0] >= most_a_minute


def note_failure(request: HttpRequest, what: str) -> None:
    """Count a failure of `what` for the address of this request."""
    counted(_failures(request, what, 1))


def _failures(request: HttpRequest, what: str, change: int) -> Counter:
    return Counter(f"failed:{what}:{address_of(request)}:{this_minute()}", 90, change)


def this_minute() -> str:
    """Names the present minute, for a key of the cache."""
    return f"{timezone.now():%Y%m%d%H%M}"


def counted(*counters: Counter) -> list[int]:
    """Change what is counted, and return the numbers by now.

    In one round trip for all, where the cache's own `incr` takes two for each.
    """
    names = [cache.make_key(counter.key) for counter in counters]
    steps = _store().pipeline(transaction=False)
    for name, counter in zip(names, counters, strict=True):
        steps.incrby(name, counter.change)
    numbers = [int(number) for number in steps.execute()]
    for name, counter, number in zip(names, counters, numbers, strict=True):
        if number == counter.change:  # the first
            _store().expire(name, counter.seconds)
    return numbers


@lru_cache(maxsize=1)
def _store() -> "redis.Redis":
    """The cache's server, with connections that stay open."""
    return redis.Redis.from_url(settings.CACHES["default"]["LOCATION"])
