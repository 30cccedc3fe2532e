"""What every page of the shell needs."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.models import Notification
from accounts.navigation import navigation_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, duties and unread notifications of the signed-in person.

    The two that need the database are computed once, when a template first uses them.
    """
    actor = getattr(request, "actor", None)
    context: dict[str, Any] = {
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
        context["navigation"] = cache(lambda: navigation_for(actor, request.path))
        context["unread_notifications"] = cache(
            lambda: Notification.objects.filter(recipient_id=actor.user_id, read_at=None).count()
        )
    return context
