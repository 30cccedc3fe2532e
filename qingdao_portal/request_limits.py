"""Refusing requests that no page of the portal sends, before anything reads them."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from accounts.machine_actors import resolver_for

NUL = "\x00"


class RequestLimitsMiddleware:
    """413 for a body that is larger than any form, 400 for a NUL character, which PostgreSQL
    cannot store and no keyboard types.

    A body without a stated length is never read by Django, so the stated length is what counts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if not length.isdecimal() or len(length) > 12:
            raise SuspiciousOperation("damaged Content-Length")
        if int(length) > settings.MOST_REQUEST_BYTES:
            return render(request, "413.html", status=413)
        if NUL in request.path or _has_nul(request.GET):
            raise SuspiciousOperation("NUL in the address")
        if any(NUL in value for value in request.COOKIES.values()):
            raise SuspiciousOperation("NUL in a cookie")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        # Programs send no forms: their parsers look for themselves.
        if resolver_for(request.path) is not None:
            return
        if request.method == "POST" and _has_nul(request.POST):
            raise SuspiciousOperation("NUL in a form")


def _has_nul(sent: QueryDict) -> bool:
    return any(NUL in key or any(NUL in value for value in sent.getlist(key)) for key in sent)
