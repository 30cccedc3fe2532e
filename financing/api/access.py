"""Who may call the interface, what for, and how often."""

from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.throttling import SimpleRateThrottle


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


class PerProgram(SimpleRateThrottle):
    """As many requests a minute as the program's own limit."""

    scope = "bank-program"
    rate = "1/min"

    def allow_request(self, request: Any, view: Any) -> bool:
        self.num_requests, self.duration = request.auth.rate_per_minute, 60
        allowed: bool = super().allow_request(request, view)
        return allowed

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"bank-program:{request.auth.pk}"
