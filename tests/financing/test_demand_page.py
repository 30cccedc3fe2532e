"""Loan demands, results and credits as bureaus and leaders read them; a late bank is urged."""

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.line.actions.save_bank_access import suspend_bank
from financing.models import DemandEvent
from tests.financing import demands
from tests.financing.credits import line, reported
from tests.financing.listing import consented, listed
from tests.financing.reading import queries, sheet
from tests.procedures import filings


def today():
    return timezone.localdate()


@pytest.fixture
def demand(people, holder, bank):
    listed(people)
    consented(people.staff, bank)
    return demands.posted(people.staff, bank)


def demand_page(client, demand):
    return client.get(reverse("financing:demand", args=[demand.pk]))


def test_every_bureau_reads_a_demand(people, demand, bank, watchers, signed_in):
    handling = demands.at(bank, demand)
    demands.offered(bank, handling)
    for actor in watchers:
        text = demand_page(signed_in(actor), demand).content.decode()
        assert "采购轴承钢" in text and "3.45%" in text and "280" in text
        assert demand_page(signed_in(actor), demand).context["handlings"][0].urge is None
    assert "林晓" in demand_page(signed_in(people.city), demand).content.decode()


def test_demand_of_another_district_is_not_there(demand, stranger, signed_in):
    assert demand_page(signed_in(stranger), demand).status_code == 404


def test_refusal_is_shown_with_its_reason(people, demand, bank, signed_in):
    demands.done(bank, demands.at(bank, demand), "decline", "现金流不足以还款", "cash_flow")
    text = demand_page(signed_in(people.reviewer), demand).content.decode()
    assert "经营现金流不足" in text and "现金流不足以还款" in text


def test_city_urges_a_late_bank_once_a_day(people, demand, bank, signed_in):
    handling = demands.at(bank, demand)
    demands.make_overdue(handling, 3)
    client = signed_in(people.city)
    assert demand_page(client, demand).context["handlings"][0].urge.is_possible
    address = reverse("financing:demand_urge", args=[handling.pk])
    for _ in range(2):
        assert client.post(address).headers["Location"].endswith(f"/demands/{demand.pk}/")
    with system_scope(reason="test"):
        assert DemandEvent.objects.filter(handling=handling, transition="urge").count() == 1
    told = [one for one in filings.told(bank.user_id) if "请尽快答复" in one]
    assert len(told) == 1
    page = demand_page(client, demand)
    assert not page.context["handlings"][0].urge.is_possible
    assert "主管部门催办" in page.content.decode()
    assert demands.fresh(handling).state == "sent"


def test_bank_in_time_is_not_urged_and_others_do_not_urge(people, demand, bank):
    handling = demands.at(bank, demand)
    with pytest.raises(RuleViolation, match="还没有超过办结期限"):
        demands.done(people.city, handling, "urge")
    demands.make_overdue(handling)
    for actor in (people.reviewer, people.staff, bank):
        with pytest.raises(NotPermitted):
            demands.done(actor, handling, "urge")


def test_suspended_bank_is_not_urged(people, demand, bank):
    handling = demands.at(bank, demand)
    demands.make_overdue(handling)
    with acting_as(people.city):
        suspend_bank(people.city, bank.organisation_id, "整改")
    with pytest.raises(RuleViolation, match="银行已暂停接入"):
        demands.done(people.city, handling, "urge")


def test_demand_takes_as_many_queries_for_many_events(people, demand, bank, signed_in):
    handling = demands.at(bank, demand)
    client = signed_in(people.city)
    demands.done(bank, handling, "ask", "请补充")
    demands.done(people.staff, handling, "answer", "已补充")
    demands.offered(bank, handling)
    address = reverse("financing:demand", args=[demand.pk])
    few = queries(client, address)
    for _ in range(4):
        demands.offered(bank, handling)
    assert queries(client, address) == few


def test_list_of_demands_leads_to_their_pages(people, demand, watchers, signed_in):
    link = reverse("financing:demand", args=[demand.pk])
    for actor in watchers:
        page = signed_in(actor).get(reverse("financing:demands"))
        assert f'href="{link}"' in page.content.decode()


def test_demands_are_exported_for_every_bureau(people, demand, watchers, signed_in):
    for actor in watchers:
        head, row = sheet(signed_in(actor).get(reverse("financing:demands"), {"export": "xlsx"}))
        assert row[head.index("编号")] == demand.number
        assert isinstance(row[head.index("送达时间")], datetime)
        assert row[head.index("金额（万元）")] == 300


# --- results and credits ----------------------------------------------------------------------


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


def test_results_have_a_chart_a_total_and_a_period(people, bank, entry, watchers, signed_in):
    reported(bank, line(entry))
    for actor in watchers:
        client = signed_in(actor)
        page = client.get("/financing/results/?sort=paid_out")
        assert [row.texts[1] for row in page.context["charts"]["results"].data.drawn] == ["300"]
        assert "放款金额（万元）" in page.content.decode()
        head, first, total = sheet(client.get("/financing/results/?export=xlsx"))
        assert total[1] == "合计" and first[-1] == total[-1] == f"全部，截至 {today():%Y-%m-%d}"
        place = head.index("放款金额（万元）")
        assert first[place] == total[place] == 300 and head[-1] == "期间"


def test_years_are_those_that_have_something_to_show(people, bank, entry, signed_in):
    reported(bank, line(entry, contacted_on="2009-05-01", paid_out_on="2009-06-01"))
    client = signed_in(people.city)
    page = client.get("/financing/results/")
    years = [value for value, _ in page.context["form"].fields["year"].choices]
    assert years == ["", "2009"] and page.context["total"].reported == 1
    assert client.get("/financing/results/?year=2009").context["total"].reported == 1
    _, first, _ = sheet(client.get("/financing/results/?export=xlsx&year=2009"))
    assert first[-1] == "2009 年对接"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("year=1900", "year"), ("year=abc", "year"), ("by=zzz", "by"), ("sort=zzz", "sort"),
        ("district=abc", "__all__"), ("zzz=1", "__all__"),
    ],
)  # fmt: skip
def test_results_of_what_is_not_there_are_refused_at_the_field(
    people, bank, entry, signed_in, query, field
):
    reported(bank, line(entry))
    client = signed_in(people.city)
    page = client.get(f"/financing/results/?{query}")
    assert page.status_code == 422 and list(page.context["form"].errors) == [field]
    text = page.content.decode()
    assert "筛选条件有误" in text and "获得授信" not in text
    for wanted in ("export=xlsx", "chart=results&format=xlsx"):
        refused = client.get(f"/financing/results/?{query}&{wanted}")
        assert refused.status_code == 422 and not refused.streaming


def test_credit_is_found_by_the_beginning_of_its_number(people, bank, entry, signed_in):
    reported(bank, line(entry, "HT-2026-001"), line(entry, "ZX-1"))
    client = signed_in(people.city)
    found = client.get("/financing/credits/?q=HT-2026").context["page"].rows
    assert [row.reference for row in found] == ["HT-2026-001"]
    named = client.get("/financing/credits/", {"q": entry.enterprise_name[:4]})
    assert len(named.context["page"].rows) == 2


def test_export_of_credits_names_the_enterprise(people, bank, entry, watchers, signed_in):
    reported(bank, line(entry))
    for actor in watchers:
        head, row = sheet(signed_in(actor).get("/financing/credits/?export=xlsx"))
        assert row[head.index("企业名称")] == entry.enterprise_name
