"""Late is the same in words, filters, homes and reminders, and no home hides any of it."""

from datetime import date

import pytest

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import system_scope
from procedures.cases.due import is_late, time_left
from procedures.models import Application
from tests.procedures.test_pages import cases

LIST = "/procedures/worklist/"
FRIDAY, SUNDAY, TUESDAY = date(2026, 11, 27), date(2026, 11, 29), date(2026, 12, 1)
LONG_AGO = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("due_on", "today", "is_over", "words"),
    [
        (FRIDAY, date(2026, 11, 26), False, "还剩 1 个工作日"),
        (FRIDAY, FRIDAY, False, "今天到期"),
        (FRIDAY, SUNDAY, True, "已超期"),
        (FRIDAY, TUESDAY, True, "超期 2 个工作日"),
        (TUESDAY, SUNDAY, False, "还剩 2 个工作日"),
        (SUNDAY, date(2026, 11, 28), False, "11月29日到期"),
    ],
)
def test_time_left_counts_working_days_and_is_late_from_the_next_day_on(
    due_on, today, is_over, words
):
    assert is_late(due_on, today) is is_over
    assert time_left(due_on, today) == words


@pytest.fixture
def on_sunday(monkeypatch):
    monkeypatch.setattr("procedures.cases.due.timezone.localdate", lambda *_: SUNDAY)


def due(case, day):
    with system_scope(reason="test"):
        Application.objects.filter(pk=case.pk).update(stage_due_on=day)


def todo(client):
    rows = client.get("/home/").context["todo"]
    return {row.text: row.url for row in rows if row.kind != "节假日"}


def test_fridays_deadline_is_late_on_sunday_in_row_filter_home_and_case(
    as_actor, district, signed_in, on_sunday
):
    late, coming = cases(as_actor, district, 2)
    due(late, FRIDAY)
    due(coming, TUESDAY)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    listed = client.get(LIST, {"due": "late"})
    assert [case.pk for case in listed.context["page"].rows] == [late.pk]
    assert "已超期" in listed.context["list"].table
    assert "有 1 件审核已超期，共 2 件待办" in todo(client)
    assert "已超期" in client.get("/home/").context["table"]
    assert "<small>已超期</small>" in client.get(f"/procedures/cases/{late.pk}/").content.decode()


def test_city_home_names_three_late_districts_and_how_many_more_there_are(as_actor, signed_in):
    districts = list(District.objects.exclude(kind="city").order_by("sort")[:5])
    for number, one in enumerate(districts, 1):
        for case in cases(as_actor, one, number):
            due(case, LONG_AGO)
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    rows = todo(client)
    rest = "另有 2 个区市 3 件区市审核已超期，全市共 5 个区市 15 件"
    assert f"{districts[4].short_name} 5 件区市审核已超期" in rows
    assert len(client.get(rows[rest]).context["page"].rows) == 15


def test_citys_own_late_cases_are_on_its_home(as_actor, district, signed_in):
    for state, number in (("city_review", 2), ("expert_review", 1), ("returned", 3)):
        for case in cases(as_actor, district, number, state):
            due(case, LONG_AGO)
    cases(as_actor, district, 1, "city_review")
    for duty in (Duty.CITY_OFFICER, Duty.LEADER):
        client = signed_in(as_actor(duty))
        rows = todo(client)
        found = {text: len(client.get(url).context["page"].rows) for text, url in rows.items()}
        assert found == {
            "2 件市级审核已超期，共 3 件": 2,
            "1 件专家评审已超期，共 1 件": 1,
            "3 件退回修改的申报已过补正期限，企业还没有交回": 3,
        }


def test_district_home_says_of_how_many_the_ten_most_urgent_are(as_actor, district, signed_in):
    cases(as_actor, district, 12)
    page = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district)).get("/home/")
    assert "最急的 10 件申报" in " ".join(page.content.decode().split())
    assert "全部 12 件待办" in page.content.decode()
