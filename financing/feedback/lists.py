"""The lists of credits that banks reported: the bank's, the bureaus', the enterprise's."""

from typing import Any, ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from accounts.duties import Duty
from documents.written.sql import found_in
from documents.written.text import code, half_width, one_line
from financing.feedback.actions.upload_feedback import Finding
from financing.feedback.shape import FIELDS
from financing.feedback.workbook import UNITS, width_of
from financing.list_filters import bank, bears_now
from financing.models import CreditFeedback, FeedbackUpload
from financing.models.feedback import FeedbackQuerySet
from financing.templatetags.rates import as_rate
from financing.whitelist.pulls import called
from pages.lists import Column, Empty, ListPage, On
from pages.lists.cells import NOTHING
from pages.lists.filters import Filters, choice, district, search

READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
TONES = {"declined": "bad", "granted": "calm", "paid_out": "ok", "settled": "calm"}
RUNNING_OUT, TO_FOLLOW_UP, OVERDUE = "running_out", "to_follow_up", "overdue"
TO_SETTLE, VOIDED = "to_settle", "voided"
STATES = [
    *CreditFeedback.State.choices,
    (RUNNING_OUT, "90 天内到期"),
    (TO_FOLLOW_UP, "90 天内到期，未反馈续贷"),
    (TO_SETTLE, "已续贷，未反馈结清"),
    (OVERDUE, "逾期"),
    (VOIDED, "已作废"),
]


def _by_text(rows: FeedbackQuerySet, value: str) -> FeedbackQuerySet:
    return (
        rows.filter(Q(credit_code=code(value)) | bears_now(code(value)))
        | rows.filter(reference__startswith=half_width(one_line(value)))
        | rows.filter(found_in("enterprise_name", value))
        | (rows.filter(called(value)) if len(value) > 1 else rows.none())
    )


def _by_state(rows: FeedbackQuerySet, value: str) -> FeedbackQuerySet:
    if value == RUNNING_OUT:
        return rows.running_out()
    if value == TO_FOLLOW_UP:
        return rows.to_follow_up()
    if value == TO_SETTLE:
        return rows.to_settle()
    if value == VOIDED:
        return rows.exclude(voided_at=None)
    return rows.filter(is_overdue=True) if value == OVERDUE else rows.filter(state=value)


def _state_html(row: CreditFeedback) -> SafeString:
    if row.voided_at:
        was, why = row.get_state_display(), row.void_reason
        return format_html('<span class="pill">已作废</span> <small>原{}，{}</small>', was, why)
    pill = format_html('<span class="pill {}">{}</span>', TONES[row.state], row.get_state_display())
    late = format_html(' <span class="pill bad">{}</span>', "逾期") if row.is_overdue else ""
    return format_html("{}{}{}", pill, late, _renewal_html(row))


def _renewal_html(row: CreditFeedback) -> SafeString:
    """That a loan renews another, and which."""
    if row.renewal == CreditFeedback.Renewal.NONE:
        return SafeString("")
    of = f"，原贷款 {row.renews}" if row.renews else ""
    return format_html(" <small>{}{}</small>", row.get_renewal_display(), of)


def _rate_html(row: CreditFeedback) -> SafeString:
    return format_html("{}", NOTHING if row.rate is None else as_rate(row.rate).rstrip("%"))


def report_page(row: CreditFeedback) -> str:
    """Of the credit; none of what was voided, whose number may stand for another report since."""
    if row.voided_at:
        return ""
    return reverse("financing:report_again", args=[row.reference])


def _columns(**shown: dict[str, Any]) -> tuple[Column[CreditFeedback], ...]:
    """The fields of a feedback as the workbook names them; those not `shown` are in files only."""
    usual: dict[str, dict[str, Any]] = {
        "state": {"html": _state_html}, "rate": {"html": _rate_html}, "due_on": {"number": True},
        "credit_line": {}, "balance": {}, **shown,
    }  # fmt: skip
    kept = {"demand": "demand__number"}
    fields = (
        Column(
            kept.get(name, name), label, unit=UNITS.get(name, ""), width=width_of(name),
            **usual.get(name, {"on": On.FILE}),
        )
        for name, label in FIELDS.items()
    )  # fmt: skip
    return (
        *fields,
        Column("reported_at", "反馈时间", hidden=True, sort="reported_at"),
        Column("voided_at", "作废时间", hidden=True),
        Column("void_reason", "作废原因", hidden=True),
    )


NAME: Column[CreditFeedback] = Column(
    "enterprise_name", "企业名称", fixed=True, long=True, below=lambda row: row.credit_code
)
BANK: Column[CreditFeedback] = Column(
    "bank__name", "银行", fixed=True, below=lambda row: row.reference
)


class Credits(ListPage[CreditFeedback]):
    """Credits as banks last reported them, the latest first; what runs out by its date."""

    noun, counter = "授信", "笔"
    order = ("-reported_at", "-id")
    filters: ClassVar[tuple[Filters, ...]] = (
        search("企业、信用代码或业务编号开头", _by_text),
        choice("state", "状态", STATES, by=_by_state),
    )
    not_found = Empty("没有符合条件的反馈", "换一个筛选条件，或清空筛选。")

    def rows(self) -> FeedbackQuerySet:
        is_of_voided = self.request.GET.get("state") == VOIDED
        of = CreditFeedback.with_voided if is_of_voided else CreditFeedback.objects
        return of.select_related("bank", "district", "demand")

    def usual_order(self) -> tuple[str, ...]:
        runs_out = self.request.GET.get("state") in (RUNNING_OUT, TO_FOLLOW_UP, TO_SETTLE)
        return ("due_on", "id") if runs_out else self.order


class FeedbackList(Credits):
    """What the bank has reported. Its file is read back by the import of workbooks."""

    key, title = "feedback", "授信反馈"
    intro = "企业能看到贵行对本企业的反馈；也可由接口程序批量反馈。"
    readers = (Duty.BANK_OFFICER,)
    template = "financing/feedback.html"
    columns = (NAME, *_columns(reference={"link": report_page}))
    empty = Empty(
        "还没有反馈", "授信、放款、续贷和结清后在这里逐笔反馈，或用表格、接口批量反馈。",
        "financing:report_credit", "反馈一笔",
    )  # fmt: skip

    def heading(self) -> str:
        if self.is_filtered:
            return super().heading()
        if number := CreditFeedback.objects.to_follow_up().count():
            return f"授信反馈：{number} 笔贷款 90 天内到期，未反馈续贷或结清"
        if number := CreditFeedback.objects.to_settle().count():
            return f"授信反馈：{number} 笔贷款已续贷，原贷款未反馈结清"
        return "授信反馈"


class CreditList(Credits):
    """Every credit that banks have reported, as bureaus see it."""

    key, title = "credits", "授信反馈"
    intro = "每笔授信的最新状态，由银行按自己的业务编号反馈。"
    readers = READERS
    template = "financing/credits.html"
    columns = (
        BANK, NAME, Column("district__short_name", "区市", many_districts=True), *_columns()
    )  # fmt: skip
    filters = (*Credits.filters, bank(), district())
    empty = Empty("还没有银行反馈", "银行通过接口、表格或页面反馈授信后，会列在这里。")

    def heading(self) -> str:
        return super().heading() if self.is_filtered else "银行的授信反馈"


def _outcome(upload: FeedbackUpload) -> tuple[str, str]:
    if upload.applied_at:
        return "ok", "已导入"
    return ("wait", "待确认") if upload.good_count else ("bad", "没有可导入的行")


OWN_COLUMNS = (BANK, *_columns(paid_out={}))
UPLOADS: tuple[Column[FeedbackUpload], ...] = (
    Column(
        "name", "文件", long=True,
        link=lambda one: reverse("financing:feedback_upload", args=[one.pk]),
    ),
    Column("uploaded_by", "上传", lambda one: str(one.uploaded_by)),
    Column("uploaded_at", "上传时间"),
    Column(
        "row_count", "行数",
        lambda one: (
            f"共 {one.row_count} 行，{'已' if one.applied_at else '可'}导入 {one.good_count} 行"
        ),
        number=True,
    ),
    Column("state", "状态", lambda one: _outcome(one)[1], pill=lambda one: _outcome(one)[0]),
)  # fmt: skip
FINDINGS: tuple[Column[Finding], ...] = (
    Column("row", "行", lambda one: one["row"] or "", number=True),
    Column("reference", "业务编号", lambda one: one["reference"]),
    Column("column", "列", lambda one: one["column"] or ("整行" if one["row"] else "整个文件")),
    Column("cell", "单元格内容", lambda one: Truncator(one["cell"] or "（空）").chars(40)),
    Column("text", "原因", lambda one: one["text"], long=True),
)
