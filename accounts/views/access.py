"""Who may open a page: the decorators of the portal's views."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from accounts.duties import Duty
from accounts.errors import NotPermitted

View = Callable[..., HttpResponseBase]


def for_duties(*duties: Duty, administrator: bool = False) -> Callable[[View], View]:
    """Let only people with one of `duties` in (no duty named: with any duty).

    Somebody not signed in is sent to sign-in; somebody without any duty to the page that says
    how to get one; a wrong duty gets the 403 page. What a page sends that was opened in another
    duty than the present one is not carried out: it would land in the wrong organisation.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = request.actor  # type: ignore[attr-defined]
            if actor is None:
                return redirect("home")
            if (refusal := _opened_in_another_duty(request)) is not None:
                return refusal
            if duties and actor.duty not in duties:
                raise NotPermitted("这个页面属于其他职责。请切换身份后再试。")
            if administrator and not actor.is_administrator:
                raise NotPermitted("这个页面只对本机构的管理员开放。")
            return view(request, *args, **kwargs)

        wrapper.duties = duties  # type: ignore[attr-defined]
        return wrapper

    return decorate


def _opened_in_another_duty(request: HttpRequest) -> HttpResponse | None:
    """The answer to a form or script of a page whose duty was switched since, in another window.

    Forms name their membership in `acting_as`, scripts in a header; without either, as without
    JavaScript, nothing is compared.
    """
    present = str(request.actor.membership_id)  # type: ignore[attr-defined]
    if request.headers.get("X-Portal-Membership", present) != present:
        return HttpResponse(status=401)
    opened_as = request.POST.get("acting_as", present)
    if opened_as == present:
        return None
    memberships = request.memberships  # type: ignore[attr-defined]
    before = next((one for one in memberships if str(one.pk) == opened_as), None)
    return render(request, "accounts/switched.html", {"before": before}, status=409)
