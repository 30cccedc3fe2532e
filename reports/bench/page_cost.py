"""Queries and CPU time of pages: what does not drift with the load of the machine.

The pages are asked of Django in this process. Queries are counted as the connection sends them,
the beginning and end of the transaction too; CPU is the median, against that of a view that does
nothing, asked in turn with the page.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from statistics import median

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from accounts.models import User
from accounts.navigation import entries_for
from accounts.tenancy import Actor, acting_as, all_district_ids
from procedures.cases.policies import READERS
from procedures.models import Application
from reports.bench.filing_speed import drafts
from reports.bench.people import actor_named
from reports.bench.results import Measurement
from reports.bench.scratch import use_database

Respond = Callable[[HttpRequest], HttpResponseBase]
# Of each duty one demo account; their pages are the entries of their navigation.
PEOPLE = ("sme3", "district", "city", "leader", "expert", "bank", "auditor", "admin")
REPEATED = 15
BARE = "a view that does nothing"


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("", nothing)]


def bare_site(get_response: Respond) -> Respond:
    """The only middleware of the yardstick: its address is none of the portal's."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        request.urlconf = __name__
        return get_response(request)

    return respond


@dataclass(frozen=True)
class Limits:
    """The most queries that a page may ask, and how many times the CPU of `BARE` it may take."""

    queries: int
    cpu: float


# CPU: half of what the heaviest of a kind took before the pages were measured.
HOME, LIST, CASE, SUBMISSION = Limits(12, 175), Limits(10, 200), Limits(15, 270), Limits(20, 200)


def cost_measurements(database: str) -> Iterator[Measurement]:
    """Each page of the navigation of each duty, the page of a case, and a submission."""
    use_database(database)
    for username in PEOPLE:
        actor = actor_named(username)
        for entry in entries_for(actor):
            limits = HOME if entry.url_name == "home" else LIST
            yield from _page(f"{username} {entry.label}", actor, entry.url, limits)
        if case := _case_of(actor):
            yield from _page(f"{username} 申报详情", actor, case, CASE)
    yield from _submissions()


def _page(name: str, actor: Actor, url: str, limits: Limits) -> Iterator[Measurement]:
    client = _signed_in(actor.user_id)

    def ask() -> None:
        _require(client.get(url).status_code == 200, url)

    ask()
    with _counted() as queries:
        ask()
    yield from _measured(name, queries[0], _cpu(ask, REPEATED), limits)


def _submissions() -> Iterator[Measurement]:
    """Each draft can be submitted once: the first warms up, the second is counted."""
    filled = [(_signed_in(user.pk), draft.pk) for draft, user in drafts(REPEATED + 2)]
    for client, _ in filled:
        # Nobody's first page: that one notes where the session is active.
        client.get(reverse("people:notifications"))
    waiting = iter(filled)

    def submit() -> None:
        client, pk = next(waiting)
        answer = client.post(reverse("procedures:submit", args=[pk]), {"declared": "on"})
        case = reverse("procedures:case", args=[pk])
        _require(answer.headers.get("Location") == case, f"submitting {case}")

    submit()
    with _counted() as queries:
        submit()
    yield from _measured("a submission", queries[0], _cpu(submit, REPEATED), SUBMISSION)


def _measured(
    name: str, queries: int, cpu: tuple[float, float], limits: Limits
) -> Iterator[Measurement]:
    ours, bare = cpu
    yield Measurement(f"{name}: queries", queries, 1, "queries", limits.queries, "one query")
    yield Measurement(f"{name}: CPU", ours, bare, "ms", limits.cpu, BARE)


def _cpu(act: Callable[[], None], times: int) -> tuple[float, float]:
    """The median CPU time of `act` and of a view that does nothing, in ms, taken in turn."""
    ours, bare = [], []
    yardstick = _bare_client()
    for _ in range(times):
        ours.append(_cpu_of(act))
        bare += [_cpu_of(lambda: yardstick.get("/")) for _ in range(10)]
    return median(ours), median(bare)


def _cpu_of(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return (time.process_time() - started) * 1000


@contextmanager
def _counted() -> Iterator[list[int]]:
    counted = [0]
    all_district_ids()  # read again once a minute
    with CaptureQueriesContext(connection) as captured:
        yield counted
    counted[0] = len(captured)


@cache
def _bare_client() -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    # The middleware is loaded with the first request, and not again.
    with override_settings(MIDDLEWARE=[f"{__name__}.bare_site"]):
        client.get("/")
    return client


def _signed_in(user_id: int) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(pk=user_id), settings.AUTHENTICATION_BACKENDS[0])
    return client


def _case_of(actor: Actor) -> str:
    """The address of a case that waits for the actor, or of any that they read; "" for none."""
    if actor.duty not in READERS:
        return ""
    with acting_as(actor):
        cases = Application.objects.visible_to(actor).exclude(submitted_at=None).order_by("-id")
        found = Application.objects.waiting_for(actor).order_by("-id").first() or cases.first()
    return reverse("procedures:case", args=[found.pk]) if found else ""


def _require(is_right: bool, what: str) -> None:
    if not is_right:
        raise RuntimeError(f"{what}: another answer than expected")
