"""Programs that act for an organisation: who they are, by the beginning of an address."""

from collections.abc import Callable

from django.http import HttpRequest

from accounts.tenancy import Actor

Resolver = Callable[[HttpRequest], Actor | None]
_resolvers: dict[str, Resolver] = {}


def register_machines(prefix: str, resolver: Resolver) -> None:
    """Let `resolver` say who calls the addresses that begin with `prefix`; None is nobody. A
    person's session does not count there."""
    _resolvers[prefix] = resolver


def resolver_for(path: str) -> Resolver | None:
    """Who answers for the callers of `path`; None where people sign in."""
    return next((one for prefix, one in _resolvers.items() if path.startswith(prefix)), None)
