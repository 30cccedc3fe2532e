"""The front door: public landing page, and each duty's own home."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from accounts.duties import Duty
from accounts.requests import ActorRequest, PortalRequest
from accounts.views.access import sign_in_required

HomeView = Callable[[ActorRequest], HttpResponseBase]
LandingPage = Callable[[HttpRequest], HttpResponse]
_homes: dict[Duty, HomeView] = {}
_landing: list[LandingPage] = []
_without_duty: list[LandingPage] = []


def home_of(*duties: Duty) -> Callable[[HomeView], HomeView]:
    """Register the home page of `duties`; called by the apps above when they are loaded."""

    def register(view: HomeView) -> HomeView:
        for duty in duties:
            _homes[duty] = view
        return view

    return register


def landing_page(view: LandingPage) -> LandingPage:
    """Register the public front page."""
    _landing[:] = [view]
    return view


def home_without_duty(view: LandingPage) -> LandingPage:
    """Register the home page of whoever has no duty."""
    _without_duty[:] = [view]
    return view


def landing(request: HttpRequest) -> HttpResponse:
    """The public front page; whoever is signed in goes to their home."""
    if request.user.is_authenticated:
        return redirect("home")
    if _landing:
        return _landing[0](request)
    return render(request, "accounts/landing.html")


@sign_in_required
def home(request: HttpRequest) -> HttpResponseBase:
    """What must I do now, and how are we doing: answered for each duty by its own view."""
    if cast(PortalRequest, request).actor is None:
        return _without_duty[0](request)
    asked = cast(ActorRequest, request)
    view = _homes.get(asked.actor.duty)
    return view(asked) if view else render(request, "accounts/plain_home.html")
