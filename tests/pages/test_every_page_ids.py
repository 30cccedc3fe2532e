"""On no page do two things share an id: a label would tick another form's box."""

from collections import Counter
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from accounts.duties import Duty
from tests.accounts.test_wall_pages import EVERYBODY, args_of, things, visitor, world  # noqa: F401
from tests.accounts.wall_table import TABLE

POINTING = ("for", "aria-labelledby", "aria-controls", "aria-describedby")


class Ids(HTMLParser):
    """The ids of a page, and what points to them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.pointed: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids[value] += 1
            if name in POINTING and value:
                self.pointed.update(value.split())

    @property
    def faults(self) -> list[str]:
        twice = [f"{one} × {count}" for one, count in self.ids.items() if count > 1]
        return twice + [f"nothing is {one}" for one in sorted(self.pointed - set(self.ids))]


@pytest.mark.parametrize("duty", EVERYBODY, ids=str)
def test_ids_are_unique_and_point_to_something(world, duty):  # noqa: F811
    client = visitor(world, duty)
    own, _ = things(world, duty)
    found = {}
    for name, page in TABLE.items():
        args = args_of(page, own)
        if args is None:
            continue
        answer = client.get(reverse(name, args=args))
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code == 200 and kind.startswith("text/html") and not answer.streaming:
            found[name] = Ids(answer.content.decode()).faults
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_consents_of_two_banks_share_nothing(world):  # noqa: F811
    client = visitor(world, Duty.ENTERPRISE_STAFF)
    page = client.get(reverse("financing:consents"))
    forms = [row["form"] for row in page.context["rows"]]
    assert len(forms) > 1
    assert len({form["valid_to"].id_for_label for form in forms}) == len(forms)
    assert Ids(page.content.decode()).faults == []
