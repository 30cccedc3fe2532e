"""What nobody sees does not come in by a form."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from accounts.machine_actors import resolver_for
from documents.written.text import seen


class SeenTextMiddleware:
    """Takes marks of direction, zero-width characters and their like, which come with what is
    copied from chats and PDF files, out of everything that people type, but for passwords."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        if resolver_for(request.path) is None and request.method == "POST":
            request.POST = _seen(request.POST)  # type: ignore[assignment]


def _seen(sent: QueryDict) -> QueryDict:
    if all(value.isascii() for _, values in sent.lists() for value in values):
        return sent
    shown = sent.copy()
    for key, values in sent.lists():
        if "password" not in key:
            shown.setlist(key, [seen(value) for value in values])
    return shown
