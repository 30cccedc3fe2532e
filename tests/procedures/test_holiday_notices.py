"""The holidays of a year come in by a pasted notice or a workbook."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import acting_as
from documents.written.holidays import read_days, read_notice
from pages.imports.actions import apply_import, check_file
from procedures.batches.holidays import HolidayImport
from procedures.batches.working_days import calendar_is_complete, is_working_day
from tests.cases.test_days import OFF, ON, sent, unknown

__all__ = ["unknown"]

NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
经国务院批准，现将2027年元旦、春节等放假调休日期的具体安排通知如下。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历腊月二十九、周五）至11日（农历正月初六、周四）放假调休。
1月31日（周日）、2月13日（周六）上班。
三、劳动节：5月1日（周六）至5日（周三）放假调休,共5天；5月8日（周六）上班。
四、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日），10月9日（周六）上班。
国务院办公厅
2026年11月4日"""


def test_notice_is_taken_apart():
    said = read_notice(NOTICE)
    assert (said.year, said.number) == (2027, "国办发明电〔2026〕9号")
    assert said.off == (
        "元旦：1月1日至3日", "春节：2月5日至11日", "劳动节：5月1日至5日", "国庆节：10月1日至7日",
    )  # fmt: skip
    assert {(day.month, day.day) for day in read_days("\n".join(said.on), 2027)} == {
        (1, 31), (2, 13), (5, 8), (9, 26), (10, 9),
    }  # fmt: skip


@pytest.mark.parametrize("line", ["元旦：1月1日放假，与周末连休。", "1月1日休息"])
def test_single_line_is_taken_for_days_off(line):
    said = read_notice(line)
    assert read_days("\n".join(said.off), 2027) == {date(2027, 1, 1)} and not said.on


def test_city_pastes_a_notice_and_saves_what_was_read(as_actor, signed_in, unknown):
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    answer = client.post(reverse("procedures:holiday_paste"), {"notice": NOTICE, "year": ""})
    form = client.get(answer["Location"]).context["form"]
    read = {name: form[name].value() for name in form.fields}
    assert read["year"] == "2027" and read["document_number"] == "国办发明电〔2026〕9号"
    assert client.post(reverse("procedures:holiday_new"), read).status_code == 302
    assert calendar_is_complete(date(2027, 6, 1))
    assert is_working_day(date(2027, 1, 31)) and not is_working_day(date(2027, 2, 8))


@pytest.mark.parametrize(
    ("notice", "year", "field"),
    [("放假", "2027", "notice"), ("1月1日放假", "", "year"), ("", "2027", "notice")],
)
def test_notice_that_says_too_little_is_told(as_actor, signed_in, unknown, notice, year, field):
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    sent_ = {"notice": notice, "year": year}
    answer = client.post(reverse("procedures:holiday_paste"), sent_)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]


def test_year_that_stands_already_is_not_pasted_again(as_actor, signed_in, unknown):
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    client.post(reverse("procedures:holiday_new"), sent())
    answer = client.post(reverse("procedures:holiday_paste"), {"notice": NOTICE, "year": ""})
    assert "已经录入" in answer.context["form"].errors["year"][0]


def test_year_comes_in_from_a_workbook(as_actor, unknown):
    officer = as_actor(Duty.CITY_OFFICER)
    book = openpyxl.Workbook()
    book.active.append(["年度", "通知文号", "放假日期", "调休上班日期"])
    book.active.append([2027, "示例〔2026〕1号", OFF, ON])
    target = io.BytesIO()
    book.save(target)
    with acting_as(officer):
        staged = check_file(
            officer, HolidayImport, SimpleUploadedFile("节假日.xlsx", target.getvalue())
        )
        assert staged.problems == []
        apply_import(officer, HolidayImport, staged.pk)
    assert calendar_is_complete(date(2027, 6, 1))
