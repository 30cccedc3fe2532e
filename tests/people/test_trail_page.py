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
from audit.models import TrailEntry
from audit.trail import record_read, seal_trail
from tests.enterprises.entries import entry

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
    assert "机构 <br><small>新名称" in table
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
    assert (line[1], line[3:7]) == (changed.user_name, ["10.1.2.3", "修改", "机构", "新名称"])
    assert line[-1].endswith("→ 新名称")


def test_values_are_told_in_words(as_actor, signed_in):
    officer = as_actor(Duty.CITY_OFFICER)
    with acting_as(officer):
        Organisation.objects.filter(pk=officer.organisation_id).update(is_active=False)
        Organisation.objects.filter(pk=officer.organisation_id).update(
            is_active=True, kind="provider"
        )
    page = signed_in(as_actor(Duty.AUDITOR)).get(reverse(PAGE), {"who": officer.user_name})
    table = page.context["list"].table
    assert "市级主管部门 → 服务机构" in table
    assert "是 → 否" in table


def test_trail_of_an_enterprise_is_found_by_its_name_and_code(as_actor, signed_in):
    holder = entry(7, name="青岛试查仪器有限公司")
    client = signed_in(as_actor(Duty.AUDITOR))
    for text in ("试查仪器", holder.credit_code):
        page = client.get(reverse(PAGE), {"organisation": text})
        found = {row.organisation_id for row in page.context["page"].rows}
        assert found == {holder.pk}
    assert client.get(reverse(PAGE), {"organisation": "无此企业"}).context["page"].rows == []


def test_reads_of_an_enterprise_are_found(as_actor, signed_in, district):
    holder = entry(8, name="青岛被查仪器有限公司")
    reader = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    with acting_as(reader):
        record_read(reader, "enterprise", holder.pk, holder.pk, "年度数据")
    client = signed_in(as_actor(Duty.AUDITOR))
    for query in ({"organisation": "被查仪器"}, {"who": reader.user_name}, {"q": "年度"}):
        (row,) = client.get(reverse("people:audited_reads"), query).context["page"].rows
        assert (row.organisation, row.reader_name) == ("青岛被查仪器有限公司", reader.user_name)
    nobody = client.get(reverse("people:audited_reads"), {"organisation": "别的企业"})
    assert nobody.context["page"].rows == []


def test_act_in_the_portals_own_name_keeps_the_person(as_actor):
    officer = as_actor(Duty.CITY_OFFICER)
    with acting_as(officer, ip="10.1.2.3"), system_scope(reason="run a job"):
        Organisation.objects.filter(pk=officer.organisation_id).update(name="新名称")
    with system_scope(reason="test"):
        entry = TrailEntry.objects.filter(table_name="accounts_organisation").latest("id")
    assert (entry.user_id, entry.membership_id) == (officer.user_id, officer.membership_id)
    assert (entry.scope_reason, entry.object_name) == ("run a job", "新名称")


def test_export_is_in_the_trail_with_the_address_that_it_was_asked_from(as_actor, signed_in):
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    answer = client.get(reverse("enterprises:list"), {"export": "csv"}, REMOTE_ADDR="10.1.2.3")
    assert b"".join(answer.streaming_content)
    with system_scope(reason="test"):
        entry = TrailEntry.objects.get(table_name="pages_listexport")
    assert entry.ip == "10.1.2.3" and entry.request_id
