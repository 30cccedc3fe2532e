"""The pages of orders, as each duty sees them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from documents.pdf import render_pdf
from reports.models import Order
from tests.reports.supervision.orders import VALUES, bureau, order, step

ORDERS, NEW = "/reports/orders/", "/reports/orders/new/"


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def office(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def page(row) -> str:
    return reverse("reports:order", args=[row.pk])


def address(row, name) -> str:
    return reverse("reports:order_step", args=[row.pk, name])


def posted(district, **more):
    due_on = timezone.localdate() + timedelta(days=30)
    values = {**VALUES, "quantity": "", "stages": "", "due_on": due_on, "act": "assign"}
    return {**values, "leads": [bureau(district)], **more}


def test_city_makes_and_assigns_an_order_in_the_browser(signed_in, city, district):
    answer = signed_in(city).post(NEW, posted(district), follow=True)
    assert "已交办，承办单位已收到通知" in answer.content.decode()
    with acting_as(city):
        assert Order.objects.get().state == "assigned"


def test_page_sent_twice_makes_one_order_and_leads_to_it(signed_in, city, district):
    client = signed_in(city)
    first, second = (client.post(NEW, posted(district)) for _ in range(2))
    with acting_as(city):
        row = Order.objects.get()
    assert (first.url, second.url) == (page(row), page(row))
    client.post(NEW, posted(district, title="示例：另一件"))
    client.post(NEW, posted(district, task="示例：另一要求"))
    with acting_as(city):
        assert Order.objects.count() == 3


def test_order_registered_and_at_once_assigned_is_one(signed_in, city, district):
    client = signed_in(city)
    client.post(NEW, posted(district, act="propose"))
    client.post(NEW, posted(district))
    with acting_as(city):
        assert Order.objects.get().state == "assigned"


def test_several_districts_of_the_dashboard_share_one_form(
    signed_in, city, district, other_district
):
    client = signed_in(city)
    asked = f"{NEW}?metric=pool&district={district.pk}&district={other_district.pk}"
    leads = [bureau(district), bureau(other_district)]
    shown = client.get(asked).content.decode()
    assert all(f'name="quantity-{one}"' in shown for one in leads)
    values = posted(district, leads=leads, unit="家", **{f"quantity-{leads[0]}": "3"})
    client.post(asked, values)
    with acting_as(city):
        assert [one.quantity for one in Order.objects.order_by("serial")] == [3, None]


@pytest.mark.parametrize("query", ["metric=x", "district=abc", "target=-1", "district=999999999"])
def test_new_order_opens_whatever_the_address_says(signed_in, city, query):
    assert signed_in(city).get(f"{NEW}?{query}").status_code == 200


def test_mistakes_of_a_new_order_stand_beside_their_fields(signed_in, city, district):
    answer = signed_in(city).post(NEW, posted(district, due_on="2020-01-01", title=""))
    assert answer.status_code == 422
    assert "应晚于今天，并在三年以内。" in answer.content.decode() or "title" in str(
        answer.context["form"].errors
    )


def test_proposal_is_corrected_in_the_browser(signed_in, city, district, office):
    row = order(city, office.organisation_id, assign=False)
    client = signed_in(city)
    edit = reverse("reports:order_edit", args=[row.pk])
    assert client.get(edit).status_code == 200
    client.post(edit, posted(district, title="改过", version=row.version))
    with acting_as(city):
        assert Order.objects.get().title == "改过"


def test_office_feeds_back_with_a_file_that_the_city_opens(signed_in, city, office, settings):
    row = order(city, office.organisation_id)
    pdf = render_pdf("sample.typ", {"title": "反馈（示例）"})
    file = SimpleUploadedFile("反馈.pdf", pdf, "application/pdf")
    data = {"reason": "已办", "progress": "40", "version": row.version, "uploads": [file]}
    assert signed_in(office).post(address(row, "report"), data).status_code == 302
    with acting_as(city):
        kept = row.files.get()
    link = reverse("reports:order_file", args=[row.pk, kept.attachment_id])
    assert link in signed_in(city).get(page(row)).content.decode()
    assert signed_in(city).get(link).status_code in (200, 409)


def test_report_without_progress_comes_back_at_its_field(signed_in, city, office):
    row = order(city, office.organisation_id)
    answer = signed_in(office).post(address(row, "report"), {"reason": "x", "version": row.version})
    assert answer.status_code == 422
    assert "进度" in answer.content.decode()


def test_page_out_of_date_is_told(signed_in, city, office):
    row = order(city, office.organisation_id)
    step(office, row, "report", "进展", progress=10)
    data = {"reason": "撤", "version": row.version}
    answer = signed_in(city).post(address(row, "cancel"), data, follow=True)
    assert "反馈" in answer.content.decode()
    with acting_as(city):
        assert Order.objects.get().state == "assigned"


@pytest.mark.parametrize("name", ["propose", "turn_red", "escalate", "nonsense"])
def test_nobody_makes_the_portals_steps_by_hand(signed_in, city, office, name):
    row = order(city, office.organisation_id)
    assert signed_in(city).post(address(row, name), {"version": 1}).status_code == 404


def test_leader_writes_an_instruction_and_finds_nothing_else_to_do(
    signed_in, city, office, as_actor
):
    row, leader = order(city, office.organisation_id), as_actor(Duty.LEADER)
    client = signed_in(leader)
    shown = client.get(page(row)).content.decode()
    assert address(row, "instruct") in shown
    assert address(row, "cancel") not in shown
    client.post(address(row, "instruct"), {"reason": "抓紧", "version": row.version + 0})
    assert "抓紧" in signed_in(office).get(page(row)).content.decode()


def test_list_filters_by_light_state_role_and_office(signed_in, city, office):
    order(city, office.organisation_id)
    for query in ("light=normal", "state=in_work", f"office={office.organisation_id}"):
        assert "1 件" in signed_in(city).get(f"{ORDERS}?{query}").content.decode()
    assert "1 件" in signed_in(office).get(f"{ORDERS}?role=lead").content.decode()
    assert "0 件" in signed_in(office).get(f"{ORDERS}?role=co").content.decode()


def test_list_goes_out_as_a_file(signed_in, city, office):
    order(city, office.organisation_id)
    answer = signed_in(city).get(f"{ORDERS}?export=csv&cols=all")
    assert "示例条件" in b"".join(answer.streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize("path", [ORDERS, "/reports/orders/attention/", "/home/"])
def test_pages_take_the_same_queries_for_few_and_many_orders(signed_in, city, office, path):
    client = signed_in(city)

    def queries() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    order(city, office.organisation_id)
    few = queries()
    for _ in range(5):
        order(city, office.organisation_id, co_offices=[city.organisation_id])
    assert queries() == few


def test_home_of_leaders_shows_the_worst_order_with_its_act(signed_in, city, office, as_actor):
    from reports.supervision.actions.watch_orders import watch_orders

    row, leader = order(city, office.organisation_id), as_actor(Duty.LEADER)
    today = timezone.localdate()
    with system_scope(reason="test"):
        Order.objects.filter(pk=row.pk).update(
            assigned_on=today - timedelta(days=60), due_on=today - timedelta(days=20)
        )
    watch_orders()
    shown = signed_in(leader).get("/home/").content.decode()
    assert "督办在办 1 件" in shown
    assert "红 1" in shown
    assert "提请批示" in shown
    assert f"{page(row)}#instruct" in shown
    attention = signed_in(leader).get("/reports/orders/attention/").content.decode()
    assert row.title in attention


def test_office_is_told_on_its_home_what_it_has_to_feed_back(signed_in, city, office):
    row = order(city, office.organisation_id)
    with system_scope(reason="test"):
        row.offices.update(next_report_on=timezone.localdate())
    assert "1 件督办到反馈日" in signed_in(office).get("/home/").content.decode()


def test_statistics_open_for_a_month_and_go_out_as_a_file(signed_in, city, office):
    order(city, office.organisation_id)
    client = signed_in(city)
    path = "/reports/orders/statistics/"
    assert "新增 1 件" in client.get(path).content.decode()
    assert client.get(f"{path}?month=1999-01").status_code == 422
    month = f"{timezone.localdate():%Y-%m}"
    assert client.get(f"{path}?month={month}&export=xlsx").status_code == 200
    assert client.get(f"{path}?month={month}&chart=offices&format=xlsx").status_code == 200


def test_city_sets_the_rules_in_the_browser(signed_in, city):
    client, path = signed_in(city), "/reports/orders/rules/"
    values = {"blue_days": "5", "behind_points": "10", "escalate_days": "3", "return_days": "2"}
    assert client.post(path, {**values, "version": "0"}).status_code == 302
    assert 'value="5"' in client.get(path).content.decode()
    stale = client.post(path, {**values, "version": "0"})
    assert stale.status_code == 422


def test_what_is_over_comes_last_and_the_latest_first(signed_in, city, office):
    rows = [order(city, office.organisation_id, title=f"示例{n}") for n in range(3)]
    today = timezone.localdate()
    with system_scope(reason="test"):
        for row, days in zip(rows[:2], (-20, -5), strict=True):
            Order.objects.filter(pk=row.pk).update(due_on=today + timedelta(days=days))
    for row in rows[:2]:
        step(city, row, "cancel", "示例")
    shown = signed_in(city).get(ORDERS).content.decode()
    assert shown.index("示例2") < shown.index("示例1") < shown.index("示例0")


def test_city_urges_several_offices_at_once(signed_in, city, office):
    rows = [order(city, office.organisation_id) for _ in range(2)]
    client = signed_in(city)
    sent = {"bulk": "urge", "row": [row.pk for row in rows]}
    assert "已催办 2 件" in client.post(ORDERS, sent, follow=True).content.decode()
    again = client.post(ORDERS, sent, follow=True).content.decode()
    assert "已催办 0 件" in again
    assert "今天已经催办过" in again
