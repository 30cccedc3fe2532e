"""The outbox: side effects are rows written with the change, delivered after it.

`post` writes a message in the caller's transaction. The relay (`manage.py relay_outbox`)
delivers each message at least once, oldest first; a handler must therefore be idempotent.
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import OutboxMessage
from accounts.tenancy import system_scope

logger = logging.getLogger(__name__)

# Each handler names the fields of its own topic's payload.
Deliver = Callable[[Any], None]
Handler = TypeVar("Handler", bound=Deliver)
_handlers: dict[str, Deliver] = {}
MOST_ATTEMPTS = 12
NO_DELAY = timedelta()
WRITE = """
INSERT INTO accounts_outboxmessage
  (id, topic, payload, dedupe_key, created_at, available_at, attempts, last_error)
SELECT *, 0, '' FROM unnest(%s::uuid[], %s::text[], %s::jsonb[], %s::text[],
  %s::timestamptz[], %s::timestamptz[])
ON CONFLICT DO NOTHING
"""
_Message = tuple[str, str, str, str, datetime, datetime]
_collected: ContextVar[list[_Message] | None] = ContextVar("outbox_messages", default=None)


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Register the handler of `topic`; one topic has one handler."""

    def register(handler: Handler) -> Handler:
        if topic in _handlers and _handlers[topic] is not handler:
            raise ValueError(f"outbox topic {topic} has a handler already")
        _handlers[topic] = handler
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
        str(uuid4()), topic, json.dumps(payload), dedupe_key, now, now + (delay or NO_DELAY),
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
    # takes three times as long as to run it.
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [list(column) for column in zip(*messages, strict=True)])


def deliver_next(limit: int = 50) -> int:
    """Deliver up to `limit` waiting messages, each in a transaction of its own.

    Returns how many were tried. A handler that raises leaves its message waiting, with a
    growing pause; after `MOST_ATTEMPTS` the message is dead and stays to be looked at.
    """
    for tried in range(limit):
        if not _deliver_one():
            return tried
    return limit


def _deliver_one() -> bool:
    with system_scope(reason="deliver the outbox"):
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(done_at=None, dead_at=None, available_at__lte=timezone.now())
            .order_by("available_at")
            .first()
        )
        if message is None:
            return False
        message.attempts += 1
        try:
            with transaction.atomic():
                _handlers[message.topic](message.payload)
        except Exception as error:
            logger.exception("outbox %s %s failed", message.topic, message.dedupe_key)
            message.last_error = f"{type(error).__name__}: {error}"[:2000]
            if message.attempts >= MOST_ATTEMPTS:
                message.dead_at = timezone.now()
            pause = timedelta(seconds=min(3600, 2**message.attempts))
            message.available_at = timezone.now() + pause
        else:
            message.done_at = timezone.now()
            message.last_error = ""
        message.save()
        return True
