"""Requests per second of the busiest pages."""

from collections.abc import Iterator

from accounts.models import User
from reports.bench.people import headers_for
from reports.bench.results import Measurement
from reports.bench.scratch import use_database
from reports.bench.server import BARE, PORTAL, Request, requests_per_second, serving

PAGES = (
    ("enterprise's home", "sme", "/home/", 60),
    ("district's worklist", "district", "/procedures/worklist/", 80),
    ("district's registry list", "district", "/enterprises/", 150),
)
CLIENTS = 8


def page_measurements(database: str, requests: int) -> Iterator[Measurement]:
    """Each page under `CLIENTS` clients, `requests` times."""
    use_database(database)
    with serving(BARE, database) as port:
        bare = requests_per_second(port, [Request("/")] * (requests * 5), CLIENTS)
    with serving(PORTAL, database) as port:
        for name, username, path, goal in PAGES:
            headers = headers_for(User.objects.get(username=username))
            requests_per_second(port, [Request(path, headers)] * CLIENTS, CLIENTS)
            rate = requests_per_second(port, [Request(path, headers)] * requests, CLIENTS)
            yield Measurement(
                name, rate, bare, "requests/s", goal, "a Django view that does nothing"
            )
