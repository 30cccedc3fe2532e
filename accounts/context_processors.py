"""What every page of the shell needs."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest

from accounts.navigation import shell_for


def shell(request: HttpRequest) -> dict[str, object]:
    """Navigation, duties and unread notifications of the signed-in person.

    What needs the database is asked for in one query, when a template first uses it.
    """
    actor = getattr(request, "actor", None)
    context: dict[str, object] = {
        "actor": actor,
        "portal_demo": settings.PORTAL_DEMO,
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
    if actor is not None:
        surroundings = cache(lambda: shell_for(actor, request.path))
        context["navigation"] = lambda: surroundings().navigation
        context["unread_notifications"] = lambda: surroundings().unread
    return context
