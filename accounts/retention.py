"""What is removed when: each app registers a rule for rows that are kept for a time only."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Model, QuerySet

from accounts.models import Job, Notification, OutboxMessage
from accounts.tenancy import system_scope
from audit.models import SIGN_INS_KEPT, SignInEvent

logger = logging.getLogger(__name__)
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Rows of `model` go when they have been over for `age`; `reason` is what they were kept for.

    `over` finds those that were over before a moment; `noting` hears of them before they go.
    """

    model: type[Model]
    age: timedelta
    reason: str
    over: Callable[[datetime], Rows]
    noting: Callable[[Rows], object] | None = None


_rules: list[RetentionRule] = []


def register_retention(*rules: RetentionRule) -> None:
    """Add an app's rules; it does so in its `retention.py`, which is loaded at the start."""
    _rules.extend(rules)


def remove_what_is_over(now: datetime, *models: type[Model]) -> int:
    """Carry out the rules, or those for `models` alone, each in its own transaction. Returns how
    many rows went, with those that went with them."""
    total = 0
    for rule in _rules:
        if models and rule.model not in models:
            continue
        with system_scope(reason="remove what was kept for a time"):
            rows = rule.over(now - rule.age)
            if rule.noting:
                rule.noting(rows)
            count, _ = rows.delete()
        logger.info("%s rows went that were kept to %s", count, rule.reason)
        total += count
    return total


register_retention(
    RetentionRule(
        Session, timedelta(0), "know who is signed in",
        lambda before: Session.objects.filter(expire_date__lt=before),
    ),
    RetentionRule(
        UserSession, timedelta(days=30), "show a person where they are signed in",
        lambda before: UserSession.objects.filter(last_seen_at__lt=before),
    ),
    # So long no debt comes up a second time, which its key tells from a new one.
    RetentionRule(
        OutboxMessage, timedelta(days=180), "know what was delivered",
        lambda before: OutboxMessage.objects.filter(done_at__lt=before),
    ),
    RetentionRule(
        OutboxMessage, timedelta(days=365), "let the operator send again what could not be",
        lambda before: OutboxMessage.objects.filter(dead_at__lt=before),
    ),
    RetentionRule(
        Notification, timedelta(days=365), "tell a person what they have read",
        lambda before: Notification.objects.filter(read_at__lt=before),
    ),
    RetentionRule(
        Notification, timedelta(days=3 * 365), "tell a person what they have not read",
        lambda before: Notification.objects.filter(created_at__lt=before),
    ),
    RetentionRule(
        Job, timedelta(days=365), "show what long work came to",
        lambda before: Job.objects.filter(finished_at__lt=before),
    ),
    RetentionRule(
        SignInEvent, SIGN_INS_KEPT, "find out who acted under an account",
        lambda before: SignInEvent.objects.filter(at__lt=before),
    ),
)  # fmt: skip
