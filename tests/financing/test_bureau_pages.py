"""The list as bureaus and leaders read it: on a day, as a list, and one entry of it."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import system_scope
from enterprises.models import Enterprise, YearlyReport
from financing.models import WhitelistEntry
from tests.financing.demands import posted
from tests.financing.listing import candidate, done, listed, proposed
from tests.financing.reading import queries, sheet

ON_DAY = reverse("financing:on_day")
LIST = reverse("financing:entries")


def today():
    return timezone.localdate()


def set_stay(entry, **fields):
    with system_scope(reason="test"):
        WhitelistEntry.objects.filter(pk=entry.pk).update(**fields)


def many_entries(entry, number, **fields):
    """Copies of an entry that stand for further stays; only `number` of them are not open."""
    with system_scope(reason="test"):
        WhitelistEntry.objects.bulk_create(
            WhitelistEntry(
                **{
                    "organisation_id": entry.organisation_id, "district_id": entry.district_id,
                    "state": "left", "origin": "district",
                    "scheme_version_id": entry.scheme_version_id,
                    "enterprise_name": entry.enterprise_name, "credit_code": entry.credit_code,
                    "listed_at": timezone.now() - timedelta(days=30 + place),
                    "left_at": timezone.now() + timedelta(days=1),
                    "valid_to": today() + timedelta(days=9),
                } | fields
            )
            for place in range(number)
        )  # fmt: skip


# --- the list on a day ------------------------------------------------------------------------


def test_every_bureau_reads_who_was_on_the_list_on_a_day(people, holder, watchers, signed_in):
    entry = listed(people)
    set_stay(entry, listed_at=timezone.now() - timedelta(days=10))
    done(people.staff, entry, "leave")
    yesterday = today() - timedelta(days=1)
    for actor in watchers:
        client = signed_in(actor)
        before = client.get(ON_DAY, {"date": yesterday.isoformat()})
        assert before.context["list"].number == 1
        text = before.content.decode()
        assert f"{yesterday:%Y-%m-%d} 有 1 家企业在库" in text and "企业申请退出" in text
        assert client.get(ON_DAY).context["list"].number == 0


def test_day_shows_a_district_its_own_enterprises_alone(people, holder, stranger, signed_in):
    listed(people)
    assert signed_in(stranger).get(ON_DAY).context["list"].number == 0


def test_day_is_filtered_by_district(people, holder, signed_in, district, other_district):
    listed(people)
    client = signed_in(people.city)
    assert client.get(ON_DAY, {"district": district.pk}).context["list"].number == 1
    assert client.get(ON_DAY, {"district": other_district.pk}).context["list"].number == 0
    wrong = client.get(ON_DAY, {"district": "x"})
    assert wrong.status_code == 422 and "district" in wrong.context["filter"].form.errors


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ("nonsense", "请按 2026-11-01 的格式填写日期"),
        ("2026-13-01", "请按 2026-11-01 的格式填写日期"),
        ("future", "这一天还没有到"),
    ],
)
@pytest.mark.parametrize("export", [{}, {"export": "xlsx"}])
def test_wrong_day_is_told_beside_its_field(people, holder, signed_in, date, message, export):
    listed(people)
    asked = (today() + timedelta(days=1)).isoformat() if date == "future" else date
    page = signed_in(people.city).get(ON_DAY, {"date": asked, **export})
    assert page.status_code == 422 and message in page.context["filter"].form.errors["date"][0]
    assert "id_date_error" in page.content.decode() and page.context["list"].number == 0


@pytest.mark.parametrize("date", ["", "0001-01-01", "1949-10-01"])
def test_any_past_day_is_answered(people, signed_in, date):
    assert signed_in(people.city).get(ON_DAY, {"date": date}).status_code == 200


def test_day_is_exported_with_moments_as_such(people, holder, watchers, signed_in):
    entry = listed(people)
    for actor in watchers:
        head, row = sheet(signed_in(actor).get(ON_DAY, {"export": "xlsx"}))
        assert row[head.index("企业名称")] == entry.enterprise_name
        assert row[head.index("名单日期")] == today()
        assert isinstance(row[head.index("列入时间")], datetime)


@pytest.mark.parametrize("address", [ON_DAY, LIST])
def test_list_takes_as_many_queries_for_many_rows(people, holder, signed_in, address):
    entry = listed(people)
    client = signed_in(people.city)
    many_entries(entry, 1)
    few = queries(client, address)
    many_entries(entry, 40)
    assert queries(client, address) == few


@pytest.mark.parametrize("address", [ON_DAY, LIST])
def test_long_list_goes_on_on_the_next_page(people, holder, signed_in, address):
    many_entries(listed(people), 60)
    client = signed_in(people.city)
    first = client.get(address).context["page"]
    rest = client.get(first.next_url).context["page"]
    assert len(first.rows) == 50 and len({row.pk for row in [*first.rows, *rest.rows]}) == 61


# --- the list ---------------------------------------------------------------------------------


def test_what_waits_for_the_bureau_comes_first(people, holder, signed_in):
    entry = proposed(people)
    many_entries(entry, 3)
    assert signed_in(people.city).get(LIST).context["page"].rows[0].pk == entry.pk
    done(people.reviewer, entry, "take_back")
    assert signed_in(people.reviewer).get(LIST).context["page"].rows[0].pk == entry.pk


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=certified_product", 1), ("kind=hidden_champion", 0), ("due=soon", 0),
        ("industry=35", 1), ("industry=36", 0), ("kind=nonsense", 0),
    ],
)  # fmt: skip
def test_list_is_filtered(people, holder, signed_in, query, found):
    entry = listed(people)
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=entry.organisation_id).update(industry_code="3516")
    page = signed_in(people.city).get(f"{LIST}?{query}")
    assert len(page.context["page"].rows) == found


def test_what_runs_out_soon_is_found(people, holder, signed_in):
    set_stay(listed(people), valid_to=today() + timedelta(days=30))
    page = signed_in(people.city).get(LIST, {"due": "soon"})
    assert len(page.context["page"].rows) == 1


def test_entries_are_exported_for_every_bureau(people, holder, watchers, signed_in):
    entry = listed(people)
    for actor in watchers:
        head, row = sheet(signed_in(actor).get(LIST, {"export": "xlsx"}))
        assert row[head.index("企业名称")] == entry.enterprise_name
        assert isinstance(row[head.index("列入时间")], datetime)


# --- one entry --------------------------------------------------------------------------------


def entry_page(client, entry):
    return client.get(reverse("financing:entry", args=[entry.pk]))


@pytest.mark.parametrize("state", ["candidate", "proposed"])
def test_conditions_of_who_waits_are_shown(people, holder, watchers, signed_in, state):
    entry = candidate(people)
    if state == "proposed":
        done(people.reviewer, entry, "propose")
    for actor in watchers:
        page = entry_page(signed_in(actor), entry)
        assert page.context["groups"] and page.context["assessed_today"]
        assert "持有有效的专精特新认定" in page.content.decode()


def test_key_figures_are_those_of_the_last_year(people, holder, signed_in):
    entry = listed(people)
    with system_scope(reason="test"):
        for year, revenue in ((2024, 100), (2025, 4321)):
            YearlyReport.objects.create(
                organisation_id=entry.organisation_id, district_id=entry.district_id, year=year,
                revenue=revenue, staff=0, state="submitted",
            )  # fmt: skip
    text = entry_page(signed_in(people.city), entry).content.decode()
    assert "2025 年度" in text and "4,321" in text


def test_who_comes_back_is_said_to_have_left(people, holder, signed_in):
    done(people.staff, listed(people), "leave")
    again = candidate(people)
    client = signed_in(people.reviewer)
    words = f"曾于 {today():%Y-%m-%d} 因企业申请退出移出"
    assert words in entry_page(client, again).content.decode()
    rows = client.get(LIST).context["page"].rows
    assert [row.before for row in rows] == [words, None]


def test_demands_are_narrowed_by_their_amount(people, holder, bank, signed_in):
    listed(people)
    posted(people.staff, bank)  # 300
    client, address = signed_in(people.city), reverse("financing:demands")

    def found(**query):
        return len(client.get(address, query).context["page"])

    assert (found(least="300", most="300"), found(least="301"), found(most="299")) == (1, 0, 0)
    assert client.get(address, {"least": "2", "most": "1"}).status_code == 422
