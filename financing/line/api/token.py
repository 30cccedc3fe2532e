"""Where programs of banks get their tokens."""

import base64
import binascii
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, JsonResponse
from oauth2_provider.views import TokenView as LibraryTokenView

from accounts.middleware import address_of
from accounts.tenancy import system_scope
from accounts.throttling import asks_too_often
from financing.line.api.problems import problem
from financing.line.api.sign_in import what_refuses
from financing.line.refusals import note_refusal
from financing.models import BankClient, ClientRefusal

MOST_A_MINUTE = 60
AUTHORIZATION = "HTTP_AUTHORIZATION"


class TokenView(LibraryTokenView):
    """Client credentials for a token (RFC 6749, 4.4), from the program's own networks alone."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if asks_too_often(request, "token", MOST_A_MINUTE):
            answer = JsonResponse({"error": "temporarily_unavailable"}, status=429)
            answer["Retry-After"] = "60"
            return answer
        scheme, _, credentials = request.META.get(AUTHORIZATION, "").partition(" ")
        if scheme.lower() == "basic":
            request.META[AUTHORIZATION] = f"Basic {credentials}"
        with system_scope(reason="sign a bank's program in"):
            answer = super().post(request, *args, **kwargs)
            if answer.status_code == 401:
                _note(request, _client_id(request, credentials))
        return answer

    def http_method_not_allowed(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        answer = problem(request, "method-not-allowed", "取令牌请用 POST。")
        answer["Allow"] = "POST"
        return answer


def _client_id(request: HttpRequest, credentials: str) -> str:
    """Which program says it signs in; "" where that cannot be read."""
    try:
        pair = base64.b64decode(credentials).decode()
    except (binascii.Error, UnicodeDecodeError):
        pair = ""
    return unquote_plus(pair.partition(":")[0]) or request.POST.get("client_id", "")


def _note(request: HttpRequest, client_id: str) -> None:
    """Let the bank see that its program was refused."""
    rows = BankClient.objects.select_related("membership__organisation")
    client = rows.filter(client_id=client_id).first() if "\x00" not in client_id else None
    if client is not None:
        address = address_of(request)
        because = what_refuses(client, address) or ClientRefusal.Because.SECRET
        note_refusal(client, because, address)
