"""Switching between one's duties."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.middleware import SESSION_KEY
from accounts.requests import ActorRequest


@login_required
@require_POST
def switch_duty(request: ActorRequest) -> HttpResponse:
    """Act in another of one's own duties from the next page on."""
    wanted = request.POST.get("membership", "")
    memberships = request.memberships
    chosen = next((m for m in memberships if str(m.pk) == wanted), None)
    if chosen is None:
        raise Http404
    request.session[SESSION_KEY] = chosen.pk
    messages.success(
        request, f"现在的身份：{chosen.organisation.name} · {chosen.get_duty_display()}"
    )
    return redirect("home")
