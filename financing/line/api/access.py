"""Who may call the interface, what for, and how often."""

from typing import Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.throttling import BaseThrottle


class BankProgram(BaseAuthentication):
    """The program that the scope middleware has found by the request's token."""

    def authenticate(self, request: Any) -> tuple[Any, Any]:
        client = request._request.bank_client
        if client is None:
            raise NotAuthenticated(request._request.sign_in_problem)
        return client.membership.user, client

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="portal"'


class HasScope(BasePermission):
    """The token allows what the view is for (`required_scope`)."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if view.required_scope in request._request.token_scopes:
            return True
        raise PermissionDenied(f"令牌没有“{view.required_scope}”的权限。")


class PerProgram(BaseThrottle):
    """As many requests in each minute of the clock as the program's own limit."""

    def allow_request(self, request: Any, view: Any) -> bool:
        return bool(view.calls_this_minute <= request.auth.rate_per_minute)

    def wait(self) -> float:
        """Seconds to the next minute."""
        return 60 - timezone.now().second
