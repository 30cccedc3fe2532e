"""Every page of every duty in a real browser, at desk and phone width: no violation, nothing cut.

Each demo account follows the links that it sees, from its home on, and looks once at each address
of the URLconf: what stands for a row in it (a number, a code) is left open.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error as PlaywrightError

from tests.journeys.conftest import DESKTOP, PHONE, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

ACCOUNTS = (
    "", "sme", "sme3", "giant", "champion", "district", "city", "leader", "expert", "bank",
    "investor", "audit", "auditor", "admin",
)  # fmt: skip
# Files, answers for scripts, Swagger's own page, and what ends the visit.
NO_PAGES = re.compile(
    r"^/(api/(?!docs/.)|documents/|static/|media/|accounts/logout/|healthz"
    r"|procedures/versions/\d+/materials/)"
)
STARTS = {
    "": ("/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"),
    "district": ("/procedures/worklist/?state=all", "/enterprises/?q=没有这样的企业"),
    "city": ("/procedures/worklist/?state=all", "/enterprises/?q=精密"),
}


def pattern_of(path: str) -> str:
    """The address with open places, as the URLconf has it; "" for what is no page of the portal."""
    if NO_PAGES.match(path):
        return ""
    try:
        return resolve(path).route
    except Resolver404:
        return ""


def addresses_on(person: Visitor) -> Iterator[tuple[str, str]]:
    """Pattern and address of each link of the page that leads to a page of the portal."""
    links: list[str] = person.page.eval_on_selector_all(
        "a[href]:not([download])", "all => all.map(one => one.href)"
    )
    for link in links:
        place = urlsplit(urljoin(person.page.url, link))
        is_own = place.netloc == urlsplit(person.portal.url).netloc
        is_file = "export=" in place.query or "format=" in place.query
        pattern = pattern_of(place.path) if is_own and not is_file else ""
        if pattern:
            yield pattern, place.path


def sweep(person: Visitor, account: str) -> Iterator[str]:
    """Look at a page of each pattern; yields what is wrong, page by page."""
    starts = STARTS.get(account, ())
    waiting = deque((pattern_of(urlsplit(one).path) + "?start", one) for one in starts)
    waiting.append(("home/", "/home/" if account else "/"))
    seen = {pattern for pattern, _ in waiting}
    while waiting:
        _, path = waiting.popleft()
        try:
            if not opened(person, path):
                continue
            person.page.set_viewport_size(PHONE)
            person.check()
        except AssertionError as fault:
            yield str(fault)
        person.page.set_viewport_size(DESKTOP)
        for pattern, address in addresses_on(person):
            if pattern not in seen:
                seen.add(pattern)
                waiting.append((pattern, address))


def opened(person: Visitor, path: str) -> bool:
    """Whether `path` is a page; a file that it gives instead is let go."""
    try:
        person.open(path)
    except PlaywrightError as refusal:
        if "Download is starting" in str(refusal):
            return False
        raise
    return True


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda name: name or "public")
def test_pages_are_accessible_and_fit(visitor: Callable[..., Visitor], account: str) -> None:
    person = visitor(account)
    faults = list(sweep(person, account))
    assert not faults, "\n\n".join(faults)
