"""What every page of the shell needs."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest

from accounts.navigation import shell_for
from accounts.session_end import seconds_left


def shell(request: HttpRequest) -> dict[str, object]:
    """Navigation, duties and unread notifications of the signed-in person.

    What needs the database is asked for in one query, when a template first uses it.
    """
    actor = getattr(request, "actor", None)
    context: dict[str, object] = {
        "actor": actor,
        "portal_demo": settings.PORTAL_DEMO,
        "contacts": settings.PORTAL_CONTACTS,
        "duties": [
            {
                "id": membership.pk,
                "organisation": membership.organisation.name,
                "duty": membership.get_duty_display(),
                "current": actor is not None and membership.pk == actor.membership_id,
            }
            for membership in getattr(request, "memberships", [])
        ],
    }
    # An error page may come before it is known who asks.
    if getattr(request, "user", None) and request.user.is_authenticated:
        context["session_left"] = seconds_left(request.session)
    if actor is not None:
        # Messages lead to pages about one thing; lists keep to their few queries.
        view = getattr(request.resolver_match, "func", None)
        is_read = request.method == "GET" and not hasattr(view, "list_page")
        surroundings = cache(lambda: shell_for(actor, request.path, is_read=is_read))
        context["navigation"] = lambda: surroundings().navigation
        context["unread_notifications"] = lambda: surroundings().unread
    return context
