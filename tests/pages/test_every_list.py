"""What every list of the portal owes: one walk over all of them, found by their addresses."""

import csv
import io
import re

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.duties import Duty
from pages.lists import ListPage
from pages.lists.cells import as_text, written
from tests.accounts.test_wall_pages import args_of, things, visitor, world  # noqa: F401
from tests.accounts.wall_table import TABLE

MOST_QUERIES = 10


def lists(
    patterns: list[URLPattern | URLResolver], names: str = ""
) -> list[tuple[str, type[ListPage[Model]]]]:
    """The name of each address that shows a list, and the list."""
    found: list[tuple[str, type[ListPage[Model]]]] = []
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{names}{one.namespace}:" if one.namespace else names
            found += lists(one.url_patterns, inner)
        elif isinstance(one, URLPattern) and hasattr(one.callback, "list_page"):
            found.append((f"{names}{one.name}", one.callback.list_page))
    return found


LISTS = lists(get_resolver().url_patterns)
EVERY = [pytest.param(name, page, id=name) for name, page in LISTS]


def test_lists_are_found():
    assert len(LISTS) >= 5


def test_each_list_has_a_name_of_its_own():
    keys = [page.key for _, page in LISTS]
    assert len(keys) == len(set(keys))


@pytest.fixture
def reader(world, monkeypatch):  # noqa: F811
    """A function from a list to a client of its last reader's duty, and the list's address."""

    def of(name: str, page: type[ListPage[Model]]) -> tuple[Client, str]:
        duty = page.readers[-1] if page.readers else Duty.CITY_OFFICER
        own, _ = things(world, duty)
        return visitor(world, duty), reverse(name, args=args_of(TABLE[name], own))

    return of


@pytest.mark.parametrize(("name", "page"), EVERY)
class TestEveryList:
    def test_opens_and_says_how_many_there_are(self, reader, name, page):
        client, address = reader(name, page)
        answer = client.get(address)
        assert answer.status_code == 200
        heading = re.search(r"<h1>(.*?)</h1>", answer.content.decode(), re.DOTALL)
        assert heading and heading[1].strip()

    def test_sorts_by_each_heading_that_offers_it(self, reader, name, page):
        client, address = reader(name, page)
        for column in page.columns:
            if not column.sort:
                continue
            for sort in (column.key, f"-{column.key}"):
                answer = client.get(address, {"sort": sort})
                assert answer.status_code == 200, sort
                assert answer.context["list"].chosen_order[0].lstrip("-") == column.sort

    def test_impossible_values_show_and_export_nothing(self, reader, name, page):
        client, address = reader(name, page)
        filters = client.get(address).context["filter"].filters
        junk = [one for one, made in filters.items() if "choices" in made.extra]
        for parameter in [*junk, "no_such_filter"]:
            for export in ({}, {"export": "xlsx"}):
                answer = client.get(address, {parameter: "nonsense", **export})
                assert answer.status_code == 422, parameter
                assert answer.context["page"].rows == [], parameter

    def test_page_number_of_an_old_bookmark_leads_to_the_first_page(self, reader, name, page):
        client, address = reader(name, page)
        first = client.get(address)
        answer = client.get(address, {"page": "99"})
        assert answer.status_code == 200
        assert "这个列表不按页码翻页" in answer.content.decode()
        rows = [[row.pk for row in one.context["page"].rows] for one in (first, answer)]
        assert rows[0] == rows[1]
        assert "page=" not in answer.context["page"].next_url

    @pytest.mark.parametrize("parameter", ["after", "before"])
    def test_place_that_no_page_has_named_is_told(self, reader, name, page, parameter):
        client, address = reader(name, page)
        answer = client.get(address, {parameter: "zzz"})
        assert answer.status_code == 422 and answer.context["page"].rows == []
        assert "翻页位置读不出来" in answer.content.decode()

    def test_file_holds_what_the_page_shows(self, reader, name, page):
        client, address = reader(name, page)
        if not page.exports:
            assert client.get(address, {"export": "csv"}).status_code == 422
            return
        shown = client.get(address).context["list"]
        columns = shown.file_columns()
        answer = client.get(address, {"export": "csv"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        heading, *lines = csv.reader(io.StringIO(text))
        assert heading == [column.file_label for column in columns]
        wanted = [[as_text(written(c.cell(row))) for c in columns] for row in shown.page_rows.rows]
        wanted, lines = (
            [[c.removeprefix("'") for c in line] for line in x] for x in (wanted, lines)
        )
        # The export is itself a line of the trail.
        start = lines.index(wanted[0]) if wanted else 0
        assert lines[start : start + len(wanted)] == wanted

    def test_asks_few_queries(self, reader, name, page):
        client, address = reader(name, page)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= MOST_QUERIES


def _bare(lines: list[list[str]]) -> list[list[str]]:
    """Without the apostrophes before what a spreadsheet would take for a formula."""
    return [[cell.removeprefix("'") for cell in line] for line in lines]
