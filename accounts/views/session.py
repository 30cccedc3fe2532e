"""One's session: switching between duties, and how long the sign-in still lasts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import SESSION_KEY
from accounts.requests import ActorRequest
from accounts.session_end import renew, seconds_left
from accounts.views.access import sign_in_required


@sign_in_required
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


@never_cache
@require_http_methods(["GET", "POST"])
def session_state(request: HttpRequest) -> HttpResponse:
    """Who is signed in and for how long, for the pages' scripts; a POST lets it last on."""
    if not request.user.is_authenticated:
        return JsonResponse({"user": None, "left": 0})
    if request.method == "POST":
        renew(request.session)
    return JsonResponse({"user": request.user.pk, "left": seconds_left(request.session)})


@sign_in_required
@require_GET
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Where the sign-in leads that a page with an ended session opens in a window of its own."""
    return render(request, "accounts/signed_in_again.html")
