"""A page for people who come to an address that only takes forms, as after signing in again."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class MethodErrorsMiddleware:
    """405 for a read of such an address, with a way on instead of the browser's own error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_read = request.method in ("GET", "HEAD")
        is_for_programs = response.get("Content-Type", "") == "application/problem+json"
        if response.status_code != 405 or not is_read or is_for_programs:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response.get("Allow", "")
        return page
