"""The bureaus' list: filters, search, columns, pages, export."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from audit.models import ReadEntry
from enterprises import querysets
from enterprises.models import Enterprise, RegistrationState, YearlyReport
from tests.certification.test_pages import certificate
from tests.enterprises.entries import code_of, entry

LIST = "/enterprises/"


@pytest.fixture
def reviewer(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


@pytest.fixture
def bureau(signed_in, reviewer):
    """The test client of a reviewer of 崂山区."""
    return signed_in(reviewer)


def names(client, **query):
    return [row.name for row in client.get(LIST, query).context["page"]]


def exported(client, **query):
    response = client.get(LIST, {"export": "xlsx", **query})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.rows]


def test_list_shows_the_own_district_only(bureau):
    entry(1)
    entry(2, district="370214")
    assert names(bureau) == ["青岛示例齿轮1有限公司"]


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
        if response.streaming:
            assert b"".join(response.streaming_content)
    return len(seen)


@pytest.mark.parametrize("address", [LIST, f"{LIST}?export=xlsx"])
def test_queries_do_not_grow_with_the_rows(bureau, address, django_assert_num_queries):
    for number in range(3):
        entry(number)
    few = queries(bureau, address)
    for number in range(3, 30):
        entry(number)
    with django_assert_num_queries(few):
        response = bureau.get(address)
        if response.streaming:
            assert b"".join(response.streaming_content)


@pytest.mark.parametrize("part", ["水泵", "水", "青岛蓝湾水泵"])
def test_part_of_a_name_finds_it(bureau, part):
    entry(1)
    entry(2, name="青岛蓝湾水泵有限公司")
    assert names(bureau, q=part) == ["青岛蓝湾水泵有限公司"]


def test_search_does_not_reach_another_district(bureau):
    entry(2, name="青岛蓝湾水泵有限公司", district="370214")
    assert names(bureau, q="水泵") == []


def test_beginning_of_a_code_finds_it(bureau):
    entry(1)
    entry(2)
    assert names(bureau, q=code_of(2).lower()) == ["青岛示例齿轮2有限公司"]
    assert len(names(bureau, q=code_of(2)[:8])) == 2


@pytest.mark.parametrize("text", ["%", "100%_", "'; --"])
def test_odd_search_text_is_only_text(bureau, text):
    entry(1)
    assert bureau.get(LIST, {"q": text}).status_code == 200


def test_filters_narrow_the_list(bureau):
    entry(1)
    entry(2, industry_code="65", state=RegistrationState.PENDING)
    assert names(bureau, industry="I") == ["青岛示例齿轮2有限公司"]
    assert names(bureau, industry="34") == ["青岛示例齿轮1有限公司"]
    assert names(bureau, state="pending_confirmation") == ["青岛示例齿轮2有限公司"]
    assert names(bureau, size="micro") == []


def test_city_filters_by_district(signed_in, as_actor, other_district):
    entry(1)
    entry(2, district=other_district.code)
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    assert len(names(client)) == 2
    assert names(client, district=other_district.pk) == ["青岛示例齿轮2有限公司"]


def test_chosen_columns_are_shown(bureau):
    entry(1)
    page = bureau.get(LIST, {"cols": "assets.unknown"})
    assert [one.key for one in page.context["list"].shown_columns] == ["name", "assets"]


def test_columns_survive_filtering(bureau):
    page = bureau.get(LIST, {"cols": "assets"})
    assert '<input type="hidden" name="cols" value="assets"' in page.content.decode()


def test_pages_follow_each_other_without_gaps(bureau):
    for number in range(60):
        entry(number)
    first = bureau.get(LIST).context["page"]
    second = bureau.get(first.next_url).context["page"]
    assert len(first) == 50 and len({row.pk for row in [*first, *second]}) == 60


def test_export_holds_the_filtered_rows_of_the_district(bureau):
    entry(1)
    entry(2, name="青岛蓝湾水泵有限公司")
    entry(3, district="370214")
    heading, *rows = exported(bureau, cols="name.credit_code.revenue")
    assert heading == ["企业名称", "统一社会信用代码", "营业收入（万元）"]
    assert sorted(row[1] for row in rows) == [code_of(1), code_of(2)]
    assert {row[2] for row in rows} == {5600}
    assert len(exported(bureau, q="水泵")) == 2


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(1)"])
def test_export_never_makes_a_formula(bureau, start):
    entry(1, contact_name=start)
    response = bureau.get(LIST, {"export": "xlsx", "cols": "contact_name"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    cell = book.active.cell(2, 2)
    assert cell.data_type != "f" and cell.value == start


@pytest.fixture
def reads_of(as_actor):
    """The reads as the enterprise itself sees them."""

    def found(enterprise):
        with acting_as(as_actor(Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation)):
            return list(ReadEntry.objects.order_by("id"))

    return found


def test_reading_an_enterprise_is_recorded_for_it(bureau, reviewer, reads_of):
    enterprise = entry(1)
    assert bureau.get(reverse("enterprises:detail", args=[enterprise.pk])).status_code == 200
    (read,) = reads_of(enterprise)
    assert read.user_id == reviewer.user_id


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("contact_phone.credit_code", "导出企业名录：联系电话"),
        ("revenue", "导出企业名录：营业收入"),
        ("credit_code", None),
    ],
)
def test_export_of_confidential_columns_is_recorded_for_each(bureau, reads_of, columns, told):
    taken, other = entry(1), entry(2)
    answer = bureau.get(LIST, {"export": "xlsx", "q": taken.name, "cols": columns})
    assert b"".join(answer.streaming_content)
    assert [read.what for read in reads_of(taken)] == ([told] if told else [])
    assert reads_of(other) == []


def test_list_with_contacts_is_recorded_and_the_usual_one_is_not(bureau, reads_of):
    enterprise = entry(1)
    bureau.get(LIST)
    assert reads_of(enterprise) == []
    bureau.get(LIST, {"cols": "contact_email"})
    assert [read.what for read in reads_of(enterprise)] == ["企业名录列表：联系邮箱"]


def test_enterprise_is_led_to_its_own_entry(transactional_db, signed_in, as_actor):
    enterprise = entry(1)
    client = signed_in(as_actor(Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation))
    assert client.get(LIST).headers["Location"] == reverse("enterprises:profile")
    assert client.get(LIST, {"export": "xlsx"}).status_code == 302


# --- part of a code, rung, year's figures --------------------------------------------------------


@pytest.mark.parametrize("most", [1000, 0], ids=["few", "too many"])
def test_part_of_a_code_finds_it(bureau, monkeypatch, most):
    monkeypatch.setattr(querysets, "MOST_HITS", most)
    entry(1)
    entry(2)
    only = next(
        part
        for place in range(1, 15)
        if (part := code_of(2)[place : place + 4]) not in code_of(1)
    )  # fmt: skip
    assert names(bureau, q=only.lower()) == ["青岛示例齿轮2有限公司"]
    assert names(bureau, q=code_of(2)) == ["青岛示例齿轮2有限公司"]


def test_code_of_another_district_is_not_found(bureau, other_district):
    entry(2, district=other_district.code)
    assert names(bureau, q=code_of(2)[9:16]) == []


def report(enterprise, year, **figures):
    with system_scope(reason="test"):
        YearlyReport.objects.create(
            organisation_id=enterprise.pk, district_id=enterprise.district_id, year=year,
            state="submitted", **figures,
        )  # fmt: skip


def test_years_figures_filter_the_registry(bureau):
    small, large, silent = entry(1), entry(2), entry(3)
    last = timezone.localdate().year - 1
    report(small, last, revenue=2_000, rd_cost=100)
    report(large, last, revenue=9_000, rd_cost=90)
    report(silent, last - 1, revenue=9_000)
    assert names(bureau, figure="revenue", least=5_000) == [large.name]
    assert names(bureau, figure="revenue", most=5_000) == [small.name]
    assert names(bureau, figure="revenue", least=5_000, figure_year=last - 1) == [silent.name]
    assert names(bureau, figure="rd_share", least=3) == [small.name]


def test_bound_without_a_figure_is_refused_at_its_field(bureau):
    page = bureau.get(LIST, {"least": "100"})
    assert page.status_code == 422
    assert page.context["filter"].form.errors["figure"]


def test_rung_is_a_column_and_a_filter(bureau, as_actor, district):
    holder = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    certificate(holder)
    with system_scope(reason="test"):
        name = Enterprise.objects.get(pk=holder.organisation_id).name
    entry(2)
    assert names(bureau, rung="1") == [name]
    assert names(bureau, rung="0") == ["青岛示例齿轮2有限公司"]
    assert names(bureau, rung="2") == []
    assert "专精特新产品（技术）" in bureau.get(LIST, {"rung": "1"}).context["list"].table
