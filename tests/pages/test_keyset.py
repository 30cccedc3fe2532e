"""Pages by key: what a damaged or invented key does."""

import base64
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Organisation
from accounts.tenancy import system_scope
from pages.lists.keyset import counted, keyset_page, ordered
from tests.factories import OrganisationFactory

VALUES = st.one_of(
    st.text(max_size=20), st.integers(), st.floats(), st.none(), st.lists(st.integers(), max_size=2)
)


def coded(values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.fixture
def rows(db):
    with system_scope(reason="test"):
        OrganisationFactory.create_batch(5, name="示例乙")
        yield Organisation.objects.filter(name="示例乙")


def page(rf, rows, **query):
    return keyset_page(rf.get("/", query), rows, order=("-created_at", "id"), size=2)


def test_pages_follow_each_other_without_gap_or_repetition(rf, rows):
    seen, query = [], {}
    while True:
        found = page(rf, rows, **query)
        seen += [row.pk for row in found]
        if not found.next_url:
            break
        query = {"after": found.next_url.split("after=")[1]}
    assert sorted(seen) == sorted(rows.values_list("pk", flat=True))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.text(max_size=30), st.lists(VALUES, max_size=3).map(coded)))
def test_invented_key_never_breaks_the_page(rf, rows, text):
    assert page(rf, rows, after=text) is not None
    assert page(rf, rows, before=text) is not None


@pytest.mark.parametrize("key", [["", 1], [1, 2], ["x", "5"], [1.5, 1], ["2026-01-01\x00", 1]])
def test_key_of_the_wrong_kind_shows_the_first_page(rf, rows, key):
    assert [row.pk for row in page(rf, rows, after=coded(key))] == [
        row.pk for row in page(rf, rows)
    ]


def test_count_ends_at_its_limit(rows):
    assert counted(rows, 3) == (3, True)
    assert counted(rows, 5) == (5, False)


@pytest.fixture
def dated(db):
    """Enterprises, some of which have no date."""
    from datetime import date

    from enterprises.models import Enterprise
    from tests.enterprises.entries import entry

    with system_scope(reason="test"):
        for number in range(7):
            day = date(2020, 1, 1 + number % 3) if number % 2 else None
            entry(number, established_on=day)
        yield Enterprise.objects.all()


def walked(rf, rows, order, parameter, query=None):
    """The rows of all pages, forwards from the first page or backwards from `query`'s."""
    found, query = [], query or {}
    while True:
        page = keyset_page(rf.get("/", query), rows, order=order, size=2)
        found.append([row.pk for row in page])
        url = page.next_url if parameter == "after" else page.previous_url
        if not url:
            return found, query
        query = {parameter: url.split(f"{parameter}=")[1]}


@pytest.mark.parametrize("first", ["established_on", "-established_on"])
def test_rows_without_a_value_come_last_in_either_direction(rf, dated, first):
    pages, _ = walked(rf, dated, (first, "organisation_id"), "after")
    found = [pk for page in pages for pk in page]
    days = dict(dated.values_list("pk", "established_on"))
    filled = [days[pk] for pk in found if days[pk]]
    assert len(found) == 7 and filled == sorted(filled, reverse=first[0] == "-")
    assert all(days[pk] is None for pk in found[len(filled) :])


@pytest.mark.parametrize("first", ["established_on", "-established_on"])
def test_way_back_through_rows_without_a_value_is_the_way_there(rf, dated, first):
    order = (first, "organisation_id")
    there, last = walked(rf, dated, order, "after")
    page = keyset_page(rf.get("/", last), dated, order=order, size=2)
    back, _ = walked(rf, dated, order, "before", {"before": page.previous_url.split("before=")[1]})
    assert [pk for found in reversed(back) for pk in found] == [
        pk for found in there[:-1] for pk in found
    ]


@pytest.mark.parametrize("first", ["established_on", "-established_on"])
def test_a_file_has_the_order_of_the_pages(rf, dated, first):
    order = (first, "organisation_id")
    pages, _ = walked(rf, dated, order, "after")
    assert [row.pk for row in ordered(dated, order)] == [pk for page in pages for pk in page]
