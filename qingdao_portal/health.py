"""Health of the portal's parts, for supervisors, proxies and people."""

import contextlib
from collections.abc import Callable

import redis
from celery.signals import heartbeat_sent
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse

# A worker's main loop beats every two seconds; some missed beats are no illness.
_BEAT_LIVES = 12
_PATIENCE = 2.0


def healthz(request: HttpRequest) -> JsonResponse:
    """State of database, broker and worker: 200 if all are up, 503 if one is not.

    Says "up" or "down" and never why: the page is public, the reason is in the logs.
    """
    parts = {
        "database": _is_up(_ask_database),
        "broker": _is_up(_ask_broker),
        "worker": _is_up(_ask_worker),
    }
    healthy = all(parts.values())
    body = {
        "status": "up" if healthy else "down",
        "parts": {name: "up" if up else "down" for name, up in parts.items()},
    }
    answer = JsonResponse(body, status=200 if healthy else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def connect_worker_heartbeat() -> None:
    """Let workers of this process leave a sign of life in the broker. Repeatable."""
    heartbeat_sent.connect(_leave_sign_of_life, dispatch_uid="portal-worker-heartbeat")


def _is_up(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except Exception:
        return False


def _ask_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except Exception:
        # A connection that broke stays broken until it is closed.
        if not connection.in_atomic_block:
            connection.close()
        raise


def _broker() -> "redis.Redis":
    return redis.Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_connect_timeout=_PATIENCE,
        socket_timeout=_PATIENCE,
    )


def _ask_broker() -> bool:
    with contextlib.closing(_broker()) as broker:
        return bool(broker.ping())


def _ask_worker() -> bool:
    with contextlib.closing(_broker()) as broker:
        return bool(broker.exists(_sign_of_life()))


def _sign_of_life() -> str:
    # Two portals on one broker differ by their queue.
    return f"{settings.CELERY_TASK_DEFAULT_QUEUE}:worker-sign-of-life"


def _leave_sign_of_life(**_: object) -> None:
    # The worker itself reconnects when the broker comes back; a missed sign is no reason to fail.
    with contextlib.suppress(redis.RedisError), contextlib.closing(_broker()) as broker:
        broker.set(_sign_of_life(), "1", ex=_BEAT_LIVES)
