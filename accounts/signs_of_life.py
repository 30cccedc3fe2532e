"""Signs of life that worker, beat and relay leave in the broker, for the health page to find."""

import contextlib
import time

import redis
from django.conf import settings

from accounts.lanes import Lane

WORKER, BEAT = "worker", "beat"
RELAY = tuple(f"relay-{lane}" for lane in Lane)
# In seconds. Each is left anew a few times in it: some that are missed are no illness.
LIFETIMES = {WORKER: 12, BEAT: 40} | dict.fromkeys(RELAY, 90)
PATIENCE = 2.0


def broker() -> "redis.Redis":
    """A connection to the broker that does not wait long."""
    return redis.Redis.from_url(
        settings.CELERY_BROKER_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
    )


def leave_sign(name: str) -> None:
    """Say that `name` lives. A broker that is away is no reason to fail."""
    with contextlib.suppress(redis.RedisError), contextlib.closing(broker()) as server:
        server.set(key_of(name), "1", ex=LIFETIMES[name])


def take_back(*names: str) -> None:
    """Forget the signs of `names`. Raises `redis.RedisError`."""
    with contextlib.closing(broker()) as server:
        server.delete(*map(key_of, names))


def living() -> set[str]:
    """The names that left a sign lately. Raises `redis.RedisError`."""
    with contextlib.closing(broker()) as server:
        found = server.mget([key_of(name) for name in LIFETIMES])
    return {name for name, sign in zip(LIFETIMES, found, strict=True) if sign}


def key_of(name: str) -> str:
    """Where the sign of `name` lies; two portals on one broker differ by their queue."""
    return f"{settings.CELERY_TASK_DEFAULT_QUEUE}:{name}-sign-of-life"


class Pulse:
    """Leaves the sign of `name` a few times in its lifetime, however often it is asked to."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pause = LIFETIMES[name] / 4
        self._next = 0.0

    def beat(self) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + self._pause
            leave_sign(self._name)
