"""Pages by key: what a damaged or invented key does."""

import base64
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Organisation
from accounts.pagination import counted, keyset_page
from accounts.tenancy import system_scope
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
