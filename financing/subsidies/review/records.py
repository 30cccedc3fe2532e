"""The terms of review: the city's own, one row for a scheme and one for all others."""

from accounts.duties import Duty
from financing.models import ReviewTerms
from financing.subsidies.policies import READERS
from pages.lists import Column, Empty
from pages.records import Record, RecordList, Section


class TermsRecord(Record[ReviewTerms]):
    """How claims of a scheme are reviewed: the city edits, the bureaus read."""

    model, name, listing = ReviewTerms, "financing:review_terms", "financing:review_terms_list"
    title, noun, counter = "审核规则", "规则", "条"
    readers, editors = READERS, (Duty.CITY_OFFICER,)
    empty = {"scheme": "没有单独规定的全部资金项目"}
    next_step = "以后审核的资金申报按新的规则；已经发出的函和告知不变。"
    sections = (
        Section("适用", ("scheme", "source")),
        Section("核对清单", ("checks",)),
        Section("期限", ("answer_days", "letter_days", "silence_days"), "都按工作日。"),
        Section("抽查", ("sample_percent", "large_from")),
    )


class TermsList(RecordList[ReviewTerms]):
    """The rules of review."""

    key, record = "review_terms", TermsRecord
    order = ("id",)
    columns = (
        Column("scheme", "资金项目", str, long=True, fixed=True, link=TermsRecord.url),
        Column("checks", "核对清单", lambda row: "、".join(row.checks), long=True),
        Column("letter_days", "函询期限", unit="工作日"),
        Column("silence_days", "逾期按无意见", unit="工作日"),
        Column("answer_days", "企业答复", unit="工作日"),
        Column("sample_percent", "抽查比例", unit="%"),
        Column("source", "依据", long=True),
    )
    empty = Empty(
        "还没有单独的审核规则",
        "没有规则时按通行的四项核对，期限 5 个工作日，逾期 3 个工作日按无意见。",
    )
