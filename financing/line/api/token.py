"""Where programs of banks get their tokens."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from oauth2_provider.views import TokenView as LibraryTokenView

from accounts.tenancy import system_scope
from accounts.throttling import asks_too_often

MOST_A_MINUTE = 60


class TokenView(LibraryTokenView):
    """Client credentials for a token (RFC 6749, 4.4), from the program's own networks alone."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if asks_too_often(request, "token", MOST_A_MINUTE):
            answer = JsonResponse({"error": "temporarily_unavailable"}, status=429)
            answer["Retry-After"] = "60"
            return answer
        with system_scope(reason="sign a bank's program in"):
            return super().post(request, *args, **kwargs)
