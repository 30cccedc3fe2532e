"""The outbox: side effects are rows written with the change, delivered after it.

`post` writes a message in the caller's transaction. The relay (`manage.py relay_outbox`)
delivers each message at least once, the oldest of a lane first; a handler must therefore be
idempotent. What goes over the network has a lane of its own and runs outside of any transaction.
"""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from accounts.lanes import Lane
from accounts.models import OutboxMessage
from accounts.tenancy import system_scope

logger = logging.getLogger(__name__)

# Each handler names the fields of its own topic's payload.
Deliver = Callable[[Any], None]
Handler = TypeVar("Handler", bound=Deliver)
_handlers: dict[str, Deliver] = {}
_lanes: dict[str, Lane] = {}
# With its growing pauses a day and a half: as long as a mail server may be away.
MOST_ATTEMPTS = 48
# For so long nobody else takes a message that is being delivered.
LEASE = timedelta(minutes=5)
NO_DELAY = timedelta()
WRITE = """
INSERT INTO accounts_outboxmessage
  (id, lane, topic, payload, dedupe_key, created_at, available_at, attempts, last_error)
SELECT *, 0, '' FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::jsonb[], %s::text[],
  %s::timestamptz[], %s::timestamptz[])
ON CONFLICT DO NOTHING
"""
_Message = tuple[str, str, str, str, str, datetime, datetime]
_collected: ContextVar[list[_Message] | None] = ContextVar("outbox_messages", default=None)


def handles(topic: str, lane: Lane = Lane.NOTICES) -> Callable[[Handler], Handler]:
    """Register the handler of `topic`; one topic has one handler.

    In the lane of notices it runs in a transaction, with which its message is done. In any other
    it may wait for the network, and what it needs of the database is in transactions of its own.
    """

    def register(handler: Handler) -> Handler:
        if topic in _handlers and _handlers[topic] is not handler:
            raise ValueError(f"outbox topic {topic} has a handler already")
        _handlers[topic], _lanes[topic] = handler, lane
        return handler

    return register


def post(
    topic: str, payload: Mapping[str, object], dedupe_key: str, *, delay: timedelta | None = None
) -> None:
    """Owe a side effect to the outside, in the present transaction.

    A second message with the same `dedupe_key` (at most 200 characters) is dropped silently:
    the debt exists already. Raises `ValueError` when nobody handles `topic`.
    """
    if topic not in _handlers:
        raise ValueError(f"no handler for outbox topic {topic}")
    now = timezone.now()
    message = (
        str(uuid4()), _lanes[topic], topic, json.dumps(payload), dedupe_key,
        now, now + (delay or NO_DELAY),
    )  # fmt: skip
    collected = _collected.get()
    if collected is None:
        _write([message])
    else:
        collected.append(message)


@contextmanager
def posted_together() -> Iterator[None]:
    """Write what is posted within the block with one statement, at its end. A block that fails
    posts nothing."""
    outer = _collected.get()
    if outer is not None:
        before = len(outer)
        try:
            yield  # The outer block writes.
        except BaseException:
            del outer[before:]
            raise
        return
    messages: list[_Message] = []
    token = _collected.set(messages)
    try:
        yield
    finally:
        _collected.reset(token)
    if messages:
        _write(messages)


def _write(messages: Sequence[_Message]) -> None:
    # By hand, for every act and answer that owes something waits for it: to compile the statement
    # takes three times as long as to run it. In the portal's own name: no person writes messages.
    owing = system_scope(reason="owe a side effect", savepoint=False)
    with owing, connection.cursor() as cursor:
        cursor.execute(WRITE, [list(column) for column in zip(*messages, strict=True)])


def deliver_next(limit: int = 50, lane: Lane | None = None) -> int:
    """Deliver up to `limit` waiting messages, of one lane or of all.

    Returns how many were tried. A handler that raises leaves its message waiting, with a
    growing pause; after `MOST_ATTEMPTS` the message is dead until somebody sends it again.
    """
    for tried in range(limit):
        if not _deliver_one(lane):
            return tried
    return limit


def _deliver_one(lane: Lane | None) -> bool:
    with system_scope(reason="deliver the outbox"):
        message = _next_waiting(lane)
        if message is None:
            return False
        message.attempts += 1
        if _lanes.get(message.topic, Lane.NOTICES) == Lane.NOTICES:
            _note(message, _failure_of(message, in_transaction=True))
            return True
        message.available_at = timezone.now() + LEASE
        message.save(update_fields=["attempts", "available_at"])
    failure = _failure_of(message, in_transaction=False)
    with system_scope(reason="deliver the outbox"):
        _note(message, failure)
    return True


def _next_waiting(lane: Lane | None) -> OutboxMessage | None:
    waiting = OutboxMessage.objects.select_for_update(skip_locked=True).filter(
        done_at=None, dead_at=None, available_at__lte=timezone.now()
    )
    rows = waiting if lane is None else waiting.filter(lane=lane)
    return rows.order_by("available_at").first()


def _failure_of(message: OutboxMessage, *, in_transaction: bool) -> str:
    """Call the handler; what it raised, "" where it did what is owed."""
    try:
        with transaction.atomic() if in_transaction else nullcontext():
            _handlers[message.topic](message.payload)
    except Exception as error:
        logger.exception("outbox %s %s failed", message.topic, message.dedupe_key)
        return f"{type(error).__name__}: {error}"[:2000]
    return ""


def _note(message: OutboxMessage, failure: str) -> None:
    now = timezone.now()
    message.last_error = failure
    if not failure:
        message.done_at = now
    elif message.attempts >= MOST_ATTEMPTS:
        message.dead_at = now
    else:
        message.available_at = now + timedelta(seconds=min(3600, 2**message.attempts))
    message.save()


def send_again(ids: Iterable[object]) -> int:
    """Let messages be tried anew that failed, the dead ones among them; returns how many."""
    now = timezone.now()
    with system_scope(reason="send what could not be delivered again"):
        failed = OutboxMessage.objects.filter(pk__in=list(ids), done_at=None, attempts__gt=0)
        return failed.update(attempts=0, dead_at=None, available_at=now)
