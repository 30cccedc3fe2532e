"""Who may open a page: the decorators of the portal's views."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.duties import Duty
from accounts.errors import NotPermitted

View = Callable[..., HttpResponseBase]


def for_duties(*duties: Duty, administrator: bool = False) -> Callable[[View], View]:
    """Let only people with one of `duties` in (no duty named: with any duty).

    Somebody not signed in is sent to sign-in; somebody without any duty to the page that says
    how to get one; a wrong duty gets the 403 page.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = request.actor  # type: ignore[attr-defined]
            if actor is None:
                return redirect("home")
            if duties and actor.duty not in duties:
                raise NotPermitted("这个页面属于其他职责。请切换身份后再试。")
            if administrator and not actor.is_administrator:
                raise NotPermitted("这个页面只对本机构的管理员开放。")
            return view(request, *args, **kwargs)

        wrapper.duties = duties  # type: ignore[attr-defined]
        return wrapper

    return decorate
