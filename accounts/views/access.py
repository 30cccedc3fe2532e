"""Who may open a page: the decorators of the portal's views."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.duties import Duty
from accounts.errors import NotPermitted
from accounts.requests import ActorRequest, PortalRequest, person_of
from accounts.tenancy import Actor, on_own_behalf

P = ParamSpec("P")
ActorView = Callable[Concatenate[ActorRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
# On a request whose form was not carried out, though the answer leads on (pages/kept_forms.py).
NOT_CARRIED_OUT = "form_not_carried_out"
NOT_SENT = (
    "登录已失效，刚才的内容没有提交。登录后会回到原来的页面，"
    "您填写的文字会自动找回（附件请重新选择），请核对后再提交。"
)


def page_it_came_from(request: HttpRequest) -> str:
    """The portal's own page that a form was sent from; "" where the browser does not say."""
    page = request.headers.get("Referer", "")
    secure = request.is_secure()
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=secure):
        return ""
    return page.split(request.get_host(), 1)[-1] or "/"


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody whose session has ended to sign-in, and from there back to their page.

    A form is not sent twice: its page gives what was typed back (static/js/keep.js), and the
    address that a form goes to may not be a page at all. A fragment has no place for a sign-in.
    """
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    messages.warning(request, NOT_SENT)
    setattr(request, NOT_CARRIED_OUT, True)
    return redirect_to_login(page_it_came_from(request) or reverse("home"))


def sign_in_required(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Let only whoever is signed in through, with or without a duty."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request = cast(HttpRequest, args[0])
        return view(*args, **kwargs) if request.user.is_authenticated else to_sign_in(request)

    return wrapper


def for_duties(*duties: Duty, administrator: bool = False) -> Callable[[ActorView[P]], View[P]]:
    """Let only people with one of `duties` in (no duty named: with any duty).

    Somebody not signed in is sent to sign-in; somebody without any duty to the page that says
    how to get one; a wrong duty gets the 403 page. What a page sends that was opened in another
    duty than the present one is not carried out: it would land in the wrong organisation.
    """

    def decorate(view: ActorView[P]) -> View[P]:
        @wraps(view)
        @sign_in_required
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


def may_open(actor: Actor, url: str) -> bool:
    """Whether the page at `url`, an address of the portal, is for the actor's duty. Which rows it
    shows them is its own matter."""
    duties = getattr(resolve(urlsplit(url).path).func, "duties", ())
    return not duties or actor.duty in duties


def signed_in(view: View[P]) -> View[P]:
    """Let whoever has an account in; without a duty, to what is sent to them alone."""

    @wraps(view)
    @sign_in_required
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
