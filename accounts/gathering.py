"""Messages that gather work of one sort: what comes while one is unread joins it, what is done
leaves it. Called by the relay, in one transaction with the message that is delivered."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from accounts.models import Notification

MOST_NAMED = 10
MOST_MATTERS = 500  # more are counted on by the list that the message leads to


def joined(told: Mapping[str, Any], gathered: Mapping[str, str]) -> bool:
    """Whether the message has joined an unread one of its recipient."""
    _wait(told["recipient_id"], gathered["sort"])
    rows = Notification.objects.select_for_update().filter(
        recipient_id=told["recipient_id"], sort=gathered["sort"], read_at=None
    )
    row = rows.order_by("-created_at").first()
    if row is None or len(row.matters) >= MOST_MATTERS:
        return False
    row.matters |= matter_of(told, gathered)
    row.created_at = timezone.now()
    _write(row)
    return True


def matter_of(told: Mapping[str, Any], gathered: Mapping[str, str]) -> dict[str, list[str]]:
    """What a message keeps of one matter: its own words, how the whole is called, and when it was
    told, for the database keeps no order of keys."""
    own, whole = (told["title"], told["body"], told["link"]), (gathered["title"], gathered["link"])
    return {gathered["matter"]: [*own, *whole, timezone.now().isoformat()]}


def leave(sort: str, matter: str) -> None:
    """Take a matter out of all unread messages; one that is left with none is read."""
    rows = Notification.objects.select_for_update().filter(
        ~Q(sort=""), sort=sort, read_at=None, matters__has_key=matter
    )
    for row in rows.order_by("pk"):
        del row.matters[matter]
        if not row.matters:
            row.read_at = timezone.now()
        _write(row)


def _write(row: Notification) -> None:
    """Say what the message is about now: one matter in its own words, several together."""
    matters = sorted(row.matters.values(), key=lambda one: one[-1])
    if len(matters) == 1:
        row.title, row.body, row.link = matters[0][:3]
    elif matters:
        row.title, row.link = matters[-1][3].format(len(matters))[:200], matters[-1][4]
        lines = [one[0] for one in reversed(matters)][:MOST_NAMED]
        left = len(matters) - len(lines)
        row.body = "\n".join([*lines, *([f"另有 {left} 件"] if left else [])])
    row.save(update_fields=["title", "body", "link", "matters", "created_at", "read_at"])


def _wait(recipient_id: int, sort: str) -> None:
    """Of two relays one waits, so that a person gets one message and not two."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"gathered:{recipient_id}:{sort}"]
        )
