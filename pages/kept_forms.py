"""What was typed into a form is kept by the browser until the portal has taken it.

static/js/keep.js keeps it, and gives it back where the form is opened again: after the session has
ended, a refusal, or a lost connection. It sends a name of its own with the form, and learns from a
cookie that the form with this name was carried out.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.views.access import NOT_CARRIED_OUT

FIELD = "kept_as"
COOKIE = "forms_taken"
MOST = 5  # forms sent from several windows before one of them reads the cookie
A_DAY = 24 * 60 * 60


def not_carried_out(request: HttpRequest) -> None:
    """Let what was typed be kept although the answer leads on to another page."""
    setattr(request, NOT_CARRIED_OUT, True)


def was_not_carried_out(request: HttpRequest) -> bool:
    """Whether the act that the request asked for was refused, or its page out of date."""
    return bool(getattr(request, NOT_CARRIED_OUT, False))


class KeptFormsMiddleware:
    """Tells the browser which of the forms that it keeps were carried out.

    Only a redirect is such an answer: a form that comes back has its words in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code not in (302, 303):
            return response
        if was_not_carried_out(request):
            return response
        name = request.POST.get(FIELD, "")
        if name.isalnum() and len(name) <= 32:
            before = request.COOKIES.get(COOKIE, "").split(".")[-MOST + 1 :]
            taken = ".".join(filter(None, (*before, name)))
            secure = request.is_secure()
            response.set_cookie(COOKIE, taken, max_age=A_DAY, samesite="Lax", secure=secure)
        return response
