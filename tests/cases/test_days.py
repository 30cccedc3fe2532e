"""Terms: holidays of years that the city enters, and the ends of months."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import system_scope
from certification.validity import last_day
from documents.written.holidays import NoDays, read_days
from procedures.batches import working_days
from procedures.batches.working_days import (
    add_working_days,
    calendar_doubt,
    calendar_is_complete,
    is_working_day,
)
from procedures.models import HolidayYear
from tests.procedures.notices import proposed

# A year that the package does not know; a made-up arrangement in the words of the notices.
OFF = """元旦：1月1日（周五）至3日（周日）放假调休，共3天。
劳动节：5月1日至5日放假调休，共5天。
国庆节：2027-10-01 至 2027-10-07"""
ON = "10月9日（周六）上班。"


@pytest.fixture
def unknown(monkeypatch):
    """2027 as the package will know it: not at all."""
    known = frozenset(year for year in working_days.KNOWN_YEARS if year < 2027)
    monkeypatch.setattr(working_days, "KNOWN_YEARS", known)
    working_days.forget_entered_years()
    yield
    working_days.forget_entered_years()


@pytest.fixture
def entered(db, unknown):
    with system_scope(reason="test"):
        return HolidayYear.objects.create(
            year=2027, document_number="示例〔2026〕1号", days_off=OFF, days_on=ON
        )


def test_case_47_year_that_was_entered_counts(entered):
    assert add_working_days(date(2026, 12, 28), 5) == date(2027, 1, 5)
    assert is_working_day(date(2027, 10, 9)) and not is_working_day(date(2027, 10, 6))
    assert calendar_is_complete(date(2027, 6, 1)) and calendar_doubt(date(2027, 6, 1)) == ""


def test_case_47_year_that_nobody_entered_is_told(db, unknown):
    assert "2027 年的节假日安排还没有录入" in calendar_doubt(date(2027, 1, 4))


def test_year_that_was_retired_counts_no_more(entered):
    with system_scope(reason="test"):
        entered.retired_at = "2026-12-01T00:00:00+08:00"
        entered.save()
    assert not calendar_is_complete(date(2027, 6, 1))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("元旦：1月1日（周五）至3日（周日）放假，共3天。", [(1, 1), (1, 2), (1, 3)]),
        ("2027-05-01 至 2027-05-02", [(5, 1), (5, 2)]),
        ("2月14日（周日）、2月20日（周六）上班。", [(2, 14), (2, 20)]),
        ("6月30日至7月1日", [(6, 30), (7, 1)]),
    ],
)
def test_days_are_read_as_notices_write_them(text, days):
    assert read_days(text, 2027) == {date(2027, *day) for day in days}


@pytest.mark.parametrize(
    ("text", "said"),
    [("元旦放假", "没有日期"), ("2月30日", "不存在的日期"), ("5月5日至1日", "起止日期不对"),
     ("3日放假", "没有写月份")],
)  # fmt: skip
def test_days_that_cannot_be_are_told(text, said):
    with pytest.raises(NoDays, match=said):
        read_days(text, 2027)


def sent(**changes):
    return {
        "year": "2027", "document_number": "示例〔2026〕1号", "days_off": OFF, "days_on": ON,
        **changes,
    }  # fmt: skip


def test_city_enters_a_year(as_actor, signed_in, unknown):
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    answer = client.post(reverse("procedures:holiday_new"), sent())
    assert answer.status_code == 302
    assert calendar_is_complete(date(2027, 6, 1))
    assert "示例〔2026〕1号" in client.get(reverse("procedures:holidays")).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"days_off": "1月1日"}, "days_off"),
        ({"days_off": OFF.replace("1月1日", "一月一日")}, "days_off"),
        ({"days_on": "10月8日"}, "days_on"),
        ({"days_on": "10月3日"}, "days_on"),
    ],
)
def test_mistyped_year_is_told_beside_its_field(as_actor, signed_in, unknown, changes, field):
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    answer = client.post(reverse("procedures:holiday_new"), sent(**changes))
    assert answer.status_code == 422 and field in answer.context["form"].errors


@pytest.mark.parametrize(
    ("year", "said"), [("", "必填"), ("2027年", "应为数字，不要带单位"), ("abc", "应为数字")]
)
def test_year_that_is_none_is_told_at_its_field(as_actor, signed_in, unknown, year, said):
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    answer = client.post(reverse("procedures:holiday_new"), sent(year=year))
    errors = answer.context["form"].errors
    assert answer.status_code == 422 and list(errors) == ["year"] and said in errors["year"][0]


def test_districts_read_the_years_and_do_not_enter_them(as_actor, signed_in, district):
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    assert client.get(reverse("procedures:holidays")).status_code == 200
    assert client.get(reverse("procedures:holiday_new")).status_code == 403


def test_case_47_notice_says_before_it_is_published_that_its_end_is_not_sure(
    people, signed_in, monkeypatch
):
    case = proposed(people)
    monkeypatch.setattr(working_days, "KNOWN_YEARS", frozenset({2020}))
    page = signed_in(people.city).get(reverse("procedures:compose_notice", args=[case.batch_id]))
    assert "节假日安排还没有录入" in page.content.decode()


def test_case_47_home_of_the_city_asks_for_the_year(as_actor, signed_in, monkeypatch):
    monkeypatch.setattr(working_days, "KNOWN_YEARS", frozenset({2020}))
    page = signed_in(as_actor(Duty.CITY_OFFICER)).get("/home/").content.decode()
    assert "节假日安排还没有录入" in page


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 5, 31), 12, date(2027, 5, 30)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 28), 36, date(2027, 2, 27)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2023, 2, 28), 12, date(2024, 2, 27)),
    ],
)
def test_case_48_term_of_months_ends_before_the_same_day_or_with_the_month(first, months, last):
    assert last_day(first, months) == last
