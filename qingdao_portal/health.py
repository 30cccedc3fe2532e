"""Health of the portal's parts, for supervisors, proxies and people."""

from collections.abc import Callable
from typing import TypeVar

from celery.signals import heartbeat_sent
from django.db import connection
from django.http import HttpRequest, JsonResponse

from accounts.signs_of_life import BEAT, RELAY, WORKER, leave_sign, living

Answer = TypeVar("Answer")


def healthz(request: HttpRequest) -> JsonResponse:
    """State of database, broker, worker, relay and beat: 200 if all are up, 503 if one is not.

    Says "up" or "down" and never why: the page is public, the reason is in the logs. With
    `?parts=database,broker` only these count, for a check that ends what cannot be reached.
    """
    up = parts_up()
    asked = request.GET.get("parts", "")
    parts = {name: up[name] for name in asked.split(",") if name in up} or up
    healthy = all(parts.values())
    body = {
        "status": "up" if healthy else "down",
        "parts": {name: "up" if is_up else "down" for name, is_up in parts.items()},
    }
    answer = JsonResponse(body, status=200 if healthy else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def parts_up() -> dict[str, bool]:
    """Which parts of the portal are up."""
    signs = _answer_of(living)
    left = signs or set()
    return {
        "database": bool(_answer_of(_ask_database)),
        "broker": signs is not None,
        "worker": WORKER in left,
        "relay": left.issuperset(RELAY),
        "beat": BEAT in left,
    }


def connect_worker_heartbeat() -> None:
    """Let workers of this process leave a sign of life in the broker. Repeatable."""
    heartbeat_sent.connect(_leave_worker_s_sign, dispatch_uid="portal-worker-heartbeat")


def _leave_worker_s_sign(**_: object) -> None:
    leave_sign(WORKER)


def _answer_of(ask: Callable[[], Answer]) -> Answer | None:
    """What `ask` gives; None where it cannot be asked."""
    try:
        return ask()
    except Exception:
        return None


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
