"""The pages where the city enters the holidays of a year (节假日安排)."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.written.holidays import Notice, read_notice
from pages.acts import page_with_form
from pages.imports.declaration import RecordImport
from pages.lists import Column, Empty
from pages.records import Record, RecordList, Section
from pages.written_fields import WrittenInteger
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

    def suggested(self, asked: QueryDict) -> dict[str, object]:
        """What was read from a notice that was pasted."""
        names = ("year", "document_number", "days_off", "days_on")
        return {name: asked[name] for name in names if name in asked}


class HolidayList(RecordList[HolidayYear]):
    """The years that were entered, the newest first."""

    key, record, imports = "holidays", HolidayRecord, "procedures:holiday_import"
    template = "procedures/holidays.html"
    order = ("-year", "-id")
    columns = (
        Column("year", "年度", fixed=True, link=HolidayRecord.url),
        Column("document_number", "通知文号", long=True),
        Column("rest", "放假", lambda row: f"{len(row.rest)} 天"),
        Column("work", "调休上班", lambda row: f"{len(row.work)} 天"),
    )
    empty = Empty(
        "还没有录入节假日安排",
        "系统自带的年度不用录入；国务院办公厅公布下一年的安排后，请在这里粘贴通知全文、导入或逐项录入。",
    )


class HolidayImport(RecordImport):
    """Years from a workbook, one a row."""

    name, record, key = "procedures:holiday_import", HolidayRecord, ("year",)


class NoticeForm(forms.Form):
    """The text of a notice on holidays, as it was published."""

    notice = forms.CharField(
        label="通知全文",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="从国务院办公厅《关于部分节假日安排的通知》复制全文，或只复制各节日的几行。",
    )
    year = WrittenInteger(
        label="年度", required=False, min_value=2020, max_value=2100,
        help_text="粘贴的文字里没有年度时填写。",
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if self.errors:
            return data
        said = read_notice(data["notice"])
        if not said.off:
            self.add_error(
                "notice", "没有读到放假的日期。每个节日一行，例如：元旦：1月1日至3日放假。"
            )
        year = data["year"] or said.year
        if year is None:
            self.add_error("year", "请填写年度，粘贴的文字里没有写明。")
        elif HolidayYear.objects.filter(year=year).exists():
            self.add_error("year", f"{year} 年的安排已经录入，请在列表中打开修改。")
        return data | {"year": year, "said": said}


@for_duties(Duty.CITY_OFFICER)
def paste(request: ActorRequest) -> HttpResponse:
    """Read a notice, and go on to the form of its year with what was read."""
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said: Notice = form.cleaned_data["said"]
        read = {
            "year": form.cleaned_data["year"],
            "document_number": said.number,
            "days_off": "\n".join(said.off),
            "days_on": "\n".join(said.on),
        }
        messages.info(request, "已从通知中读出，请逐项核对后保存。")
        return redirect(f"{reverse('procedures:holiday_new')}?{urlencode(read)}")
    return page_with_form(request, "procedures/holiday_paste.html", {"form": form}, form)
