"""Error pages that need the shell."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.views.access import page_it_came_from


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"message": str(exception or "")}, status=403)


def out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is another session's: the way back to its page, which keeps the words."""
    context = {"back": page_it_came_from(request)}
    return render(request, "403_csrf.html", context, status=403)
