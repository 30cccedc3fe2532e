"""Every page's trail leads its reader to pages that they may open, by their names there."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.accounts.test_wall_pages import EVERYBODY, args_of, things, visitor, world  # noqa: F401
from tests.accounts.wall_table import TABLE

VOID = frozenset({"br", "img", "input", "meta", "link", "hr", "wbr", "col", "source"})


class Trail(HTMLParser):
    """The links of a page's trail (address, label), and the entries beside the page by address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.entries: dict[str, str] = {}
        self.title = ""
        self._inside: list[str] = []
        self._link: str | None = None
        self._label = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        here = self._inside[-1] if self._inside else ""
        if "crumbs" in classes or "breadcrumb" in classes:
            here = "trail"
        elif given.get("id") == "side-nav":
            here = "entries"
        elif tag == "title":
            here = "title"
        self._inside.append(here)
        if tag == "a" and here in ("trail", "entries"):
            self._link, self._label = given.get("href"), ""

    def handle_data(self, data: str) -> None:
        self._label += data
        if self._inside and self._inside[-1] == "title":
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not self._inside:
            return
        here = self._inside.pop()
        if tag == "a" and self._link is not None:
            label = " ".join(self._label.split())
            if here == "trail":
                self.links.append((self._link, label))
            else:
                self.entries[self._link] = label
            self._link = None


def html_of(answer) -> str:
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code != 200 or not kind.startswith("text/html") or answer.streaming:
        return ""
    return answer.content.decode()


@pytest.mark.parametrize("duty", EVERYBODY, ids=str)
def test_trail_leads_to_pages_that_its_reader_may_open(world, duty):  # noqa: F811
    client = visitor(world, duty)
    own, _ = things(world, duty)
    trails = {}
    for name, page in TABLE.items():
        args = args_of(page, own)
        if args is not None and (html := html_of(client.get(reverse(name, args=args)))):
            trails[name] = Trail(html)
    assert trails["enterprises:register"].links
    faults = []
    for name, trail in trails.items():
        for address, label in trail.links:
            answer = client.get(address)
            if answer.status_code != 200:
                faults.append(f"{name}: {label} {address} is {answer.status_code}")
            called = trail.entries.get(address.split("?")[0])
            if called is not None and not called.startswith(label):
                faults.append(f"{name}: {label} is called {called}")
    assert faults == []
