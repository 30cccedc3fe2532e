"""The pages where the city enters the holidays of a year (节假日安排)."""

from accounts.duties import Duty
from pages.lists import Column, Empty
from pages.records import Record, RecordList, Section
from procedures.models import HolidayYear

READERS = (Duty.CITY_OFFICER, Duty.DISTRICT_REVIEWER, Duty.LEADER)


class HolidayRecord(Record[HolidayYear]):
    """The arrangement of one year: the city enters it, the bureaus read it."""

    model, name, listing = HolidayYear, "procedures:holiday", "procedures:holidays"
    title, noun, counter = "节假日安排", "年度安排", "个"
    readers, editors = READERS, (Duty.CITY_OFFICER,)
    fixed = ("year",)
    empty = {"days_on": "没有"}
    next_step = "以后计算的审核和公示期限按这个安排；已经定下的期限不变。"
    sections = (
        Section("依据", ("year", "document_number")),
        Section("日期", ("days_off", "days_on"), "写错的日期会在保存时指出。"),
    )


class HolidayList(RecordList[HolidayYear]):
    """The years that were entered, the newest first."""

    key, record = "holidays", HolidayRecord
    order = ("-year", "-id")
    columns = (
        Column("year", "年度", fixed=True, link=HolidayRecord.url),
        Column("document_number", "通知文号", long=True),
        Column("rest", "放假", lambda row: f"{len(row.rest)} 天"),
        Column("work", "调休上班", lambda row: f"{len(row.work)} 天"),
    )
    empty = Empty(
        "还没有录入节假日安排",
        "系统自带的年度不用录入；国务院办公厅公布下一年的安排后，请在这里录入。",
    )
