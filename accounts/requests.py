"""The portal's requests, as type checkers see them."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest

from accounts.models import Membership, User
from accounts.tenancy import Actor


class PortalRequest(HttpRequest):
    """A request behind `ScopeMiddleware`: `actor` is None before sign-in and without any duty;
    `begin` enters the transaction and scope of the request, once."""

    actor: Actor | None
    memberships: list[Membership]
    begin: Callable[[], None]


class ActorRequest(PortalRequest):
    """A request that `for_duties` let in: somebody acts."""

    actor: Actor
    user: User


def person_of(request: HttpRequest) -> User:
    """Who is signed in; for views that nobody else can open."""
    return cast(User, request.user)


def begin(request: HttpRequest) -> None:
    """Enter the transaction and scope of a request whose view has waited for another server."""
    cast(PortalRequest, request).begin()
