"""Signed-in people for the benchmark's clients."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

from accounts.actors import actor_of_membership
from accounts.models import Membership, User
from accounts.tenancy import Actor, system_scope

TOKEN = "b" * 32  # the double-submitted CSRF value of every client


def actor_named(username: str) -> Actor:
    """The actor of a demo account."""
    with system_scope(reason="measure speed on a scratch database"):
        membership = Membership.objects.get(user__username=username)
    return actor_of_membership(membership.pk)


def headers_for(user: User) -> dict[str, str]:
    """Request headers with a session of `user` and a valid CSRF pair."""
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={store.session_key}; "
        f"{settings.CSRF_COOKIE_NAME}={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }
