"""The auditor's page of the trail."""

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.duties import Duty
from accounts.models import Organisation
from accounts.tenancy import acting_as, system_scope
from accounts.trail_words import named_tables
from audit.trail import seal_trail

PAGE = "people:trail"


@pytest.fixture
def changed(as_actor):
    """An officer who has changed the name of their bureau."""
    officer = as_actor(Duty.CITY_OFFICER)
    with acting_as(officer, ip="10.1.2.3"):
        Organisation.objects.filter(pk=officer.organisation_id).update(name="新名称")
    return officer


def test_entry_names_the_person(changed, as_actor, signed_in):
    client = signed_in(as_actor(Duty.AUDITOR))
    page = client.get(reverse(PAGE), {"user_id": changed.user_id, "operation": "U"})
    (row,) = page.context["page"].rows
    assert str(row.who) == changed.user_name
    assert "10.1.2.3" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"table_name": "accounts_organisation", "operation": "U"}, 1),
        ({"ip": "10.1.2.3"}, 1),
        ({"ip": "10.9.9.9"}, 0),
        ({"until": "2001-01-01"}, 0),
        ({"since": "2999-01-01"}, 0),
    ],
)
def test_trail_is_filtered(changed, as_actor, signed_in, query, found):
    page = signed_in(as_actor(Duty.AUDITOR)).get(reverse(PAGE), query)
    assert len(page.context["page"].rows) == found


@pytest.mark.parametrize(
    ("query", "status"),
    [({"user_id": "x"}, 422), ({"since": "gestern"}, 422), ({"ip": "' OR 1=1"}, 200)],
)
def test_filter_that_makes_no_sense_shows_nothing(changed, as_actor, signed_in, query, status):
    page = signed_in(as_actor(Duty.AUDITOR)).get(reverse(PAGE), query)
    assert page.status_code == status and page.context["page"].rows == []


def test_seals_are_checked_on_request(changed, as_actor, signed_in):
    auditor = as_actor(Duty.AUDITOR)
    with system_scope(reason="test"):
        seal_trail()
    page = signed_in(auditor).get(reverse(PAGE), {"check": "1"})
    assert page.context["list"].broken == [] and "全部封存完好" in page.content.decode()


def test_page_asks_the_same_of_few_and_of_many_entries(changed, as_actor, signed_in):
    client = signed_in(as_actor(Duty.AUDITOR))
    address = f"{reverse(PAGE)}?ip=10.1.2.3"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    with acting_as(changed, ip="10.1.2.3"):
        for number in range(30):
            Organisation.objects.filter(pk=changed.organisation_id).update(name=f"名称{number}")
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(address).context["page"].rows) == 31
    assert len(many) == len(few)


def test_trail_is_told_in_words(changed, as_actor, signed_in):
    page = signed_in(as_actor(Duty.AUDITOR)).get(reverse(PAGE), {"who": changed.user_name})
    assert [row.operation for row in page.context["page"].rows].count("U") == 1
    table = page.context["list"].table
    assert ">机构</td>" in table
    assert re.search(r"<dt>名称</dt><dd>[^<]* → 新名称</dd>", table)


def test_every_table_of_the_trail_has_a_name(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT event_object_table FROM information_schema.triggers"
            " WHERE trigger_name LIKE 'trail_%'"
        )
        tables = {name for (name,) in cursor.fetchall()}
    assert tables
    assert tables <= {table for table, _ in named_tables()}


def test_period_that_ends_before_it_begins_is_told(changed, as_actor, signed_in):
    query = {"since": "2026-02-01", "until": "2026-01-01"}
    page = signed_in(as_actor(Duty.AUDITOR)).get(reverse(PAGE), query)
    assert "until" in page.context["filter"].form.errors


def test_filtered_trail_is_exported(changed, as_actor, signed_in):
    query = {"table_name": "accounts_organisation", "operation": "U"}
    answer = signed_in(as_actor(Duty.AUDITOR)).get(reverse(PAGE), {**query, "export": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    head, line = [[cell.value for cell in row] for row in book.active.rows]
    assert head[:2] == ["时间", "人员"]
    assert (line[1], line[3:6]) == (changed.user_name, ["10.1.2.3", "修改", "机构"])
    assert line[7].endswith("→ 新名称")
