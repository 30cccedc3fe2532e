"""The middleware that wraps each request in one scoped transaction."""

import uuid
from collections.abc import Callable
from contextlib import ExitStack
from typing import cast

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.usersessions.middleware import UserSessionsMiddleware
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.actors import actor_from
from accounts.errors import NotPermitted
from accounts.machine_actors import resolver_for
from accounts.requests import PortalRequest
from accounts.session_end import renew_in_use
from accounts.tenancy import acting_as, requested_by

SESSION_KEY = "membership_id"
ACTIVITY_NOTED_FOR = 60  # seconds
# Their views ask another server first, and call `request.begin()` when it has answered.
ASKING_OTHERS_FIRST = ("/accounts/oidc/",)


def address_of(request: HttpRequest) -> str:
    """The client's address, as the outermost of `TRUSTED_PROXY_COUNT` proxies saw it."""
    if settings.TRUSTED_PROXY_COUNT:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        position = min(settings.TRUSTED_PROXY_COUNT, len(hops))
        if hops[-position].strip():
            return hops[-position].strip()[:45]
    return str(request.META.get("REMOTE_ADDR", ""))


class SessionActivityMiddleware(UserSessionsMiddleware):
    """Note where a session was last active, once a minute and not at every request; a session
    that is used goes on."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        # Reading how long it still lasts does not make it longer.
        if key and request.user.is_authenticated and request.path != reverse("accounts:session"):
            renew_in_use(request.session)
        if key and not cache.add(f"session-active:{key}", 1, ACTIVITY_NOTED_FOR):
            return cast(HttpResponse, self.get_response(request))
        return cast(HttpResponse, super().__call__(request))


class ScopeMiddleware:
    """Give each request its actor, and run view and rendering in the actor's scope.

    The transaction is opened here and not by ATOMIC_REQUESTS, which wraps the view alone: a
    template that is rendered after the view would see no rows. Errors and 5xx roll back. It is
    opened by `request.begin()`, at once but for views that wait for other servers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = cast(PortalRequest, request)
        asked.actor, asked.memberships = None, []
        if request.path.startswith(("/static/", "/healthz")):
            return self.get_response(request)
        resolver, user_id = resolver_for(request.path), None
        if resolver is not None:
            asked.actor = resolver(request)
        elif request.user.is_authenticated:
            user_id = request.user.pk
            memberships = asked.memberships = request.user.present_duties or []
            if memberships:
                wanted = request.session.get(SESSION_KEY)
                chosen = next((m for m in memberships if m.pk == wanted), memberships[0])
                asked.actor = actor_from(chosen)
        actor = asked.actor
        ip = address_of(request)
        request_id = getattr(request, "request_id", "") or uuid.uuid4().hex
        with ExitStack() as entered:

            def begin() -> None:
                asked.begin = lambda: None
                if actor is None:
                    entered.enter_context(transaction.atomic())
                    requester = requested_by(user_id, ip=ip, request_id=request_id)
                    entered.enter_context(requester)
                else:
                    entered.enter_context(acting_as(actor, ip=ip, request_id=request_id))

            asked.begin = begin
            if not request.path.startswith(ASKING_OTHERS_FIRST):
                asked.begin()
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            # Nobody who uses the computer afterwards gets the page back.
            response["Cache-Control"] = "no-store"
        if response.status_code >= 500 and transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ImmediateHttpResponse | ReauthenticationRequired):
            # No failure: allauth's middleware, which is asked next, answers with a page or a
            # redirect, and needs the database for it.
            return None
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
        if isinstance(exception, NotPermitted):
            return render(request, "403.html", {"message": exception.message}, status=403)
        from django.core.exceptions import ObjectDoesNotExist

        if isinstance(exception, ObjectDoesNotExist):
            raise Http404 from exception
        return None
