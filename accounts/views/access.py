"""Who may open a page: the decorators of the portal's views."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from accounts.duties import Duty
from accounts.errors import NotPermitted
from accounts.requests import ActorRequest, PortalRequest, person_of
from accounts.tenancy import on_own_behalf

P = ParamSpec("P")
ActorView = Callable[Concatenate[ActorRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_duties(*duties: Duty, administrator: bool = False) -> Callable[[ActorView[P]], View[P]]:
    """Let only people with one of `duties` in (no duty named: with any duty).

    Somebody not signed in is sent to sign-in; somebody without any duty to the page that says
    how to get one; a wrong duty gets the 403 page. What a page sends that was opened in another
    duty than the present one is not carried out: it would land in the wrong organisation.
    """

    def decorate(view: ActorView[P]) -> View[P]:
        @wraps(view)
        @login_required
        def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            asked = cast(PortalRequest, request)
            actor = asked.actor
            if actor is None:
                return redirect("home")
            if (refusal := _opened_in_another_duty(asked, str(actor.membership_id))) is not None:
                return refusal
            if duties and actor.duty not in duties:
                raise NotPermitted("这个页面属于其他职责。请切换身份后再试。")
            if administrator and not actor.is_administrator:
                raise NotPermitted("这个页面只对本机构的管理员开放。")
            return view(cast(ActorRequest, request), *args, **kwargs)

        setattr(wrapper, "duties", duties)  # noqa: B010 - a function has no such attribute to type
        return wrapper

    return decorate


def signed_in(view: View[P]) -> View[P]:
    """Let whoever has an account in; without a duty, to what is sent to them alone."""

    @wraps(view)
    @login_required
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if cast(PortalRequest, request).actor is not None:
            return view(request, *args, **kwargs)
        with on_own_behalf(person_of(request).pk):
            return view(request, *args, **kwargs)

    return wrapper


def _opened_in_another_duty(request: PortalRequest, present: str) -> HttpResponse | None:
    """The answer to a form or script of a page whose duty was switched since, in another window.

    Forms name their membership in `acting_as`, scripts in a header; without either, as without
    JavaScript, nothing is compared. `present` is the id of the membership that acts now.
    """
    if request.headers.get("X-Portal-Membership", present) != present:
        return HttpResponse(status=401)
    opened_as = request.POST.get("acting_as", present)
    if opened_as == present:
        return None
    before = next((one for one in request.memberships if str(one.pk) == opened_as), None)
    return render(request, "accounts/switched.html", {"before": before}, status=409)
