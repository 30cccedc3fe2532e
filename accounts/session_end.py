"""How long a sign-in lasts: as long as somebody works, and `SESSION_COOKIE_AGE` after that."""

import time

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest

RENEWED = "renewed_at"
RENEW_EVERY = 30 * 60  # seconds: a session is a row, and not every page is worth writing it


def renew(session: SessionBase) -> None:
    """Let the session last its whole time again."""
    session[RENEWED] = int(time.time())


def renew_in_use(session: SessionBase) -> None:
    """Renew a session that was not renewed for a while."""
    if time.time() - session.get(RENEWED, 0) > RENEW_EVERY:
        renew(session)


def seconds_left(session: SessionBase) -> int:
    """How long the session lasts if nothing more is asked for."""
    renewed = session.get(RENEWED, time.time())
    return max(0, int(renewed + session.get_expiry_age() - time.time()))


@receiver(user_logged_in)
def begin(sender: object, request: HttpRequest, **kwargs: object) -> None:
    renew(request.session)
