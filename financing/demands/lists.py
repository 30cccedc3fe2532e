"""The lists of loan demands: the bank's desk, the bureaus' watch, the enterprise's own."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.duties import Duty
from documents.written.sql import found_in
from documents.written.text import code
from financing.demands.machine import MACHINE
from financing.list_filters import NAME_OR_CODE, PLACEHOLDER, bank, bears_now
from financing.models import DemandHandling, LoanDemand, WhitelistEntry
from financing.models.demand import HandlingQuerySet
from financing.models.feedback import awaiting_credit
from financing.templatetags.rates import due_html
from financing.whitelist.pulls import called
from pages.lists import Cell, Column, Empty, ListPage, On
from pages.lists.filters import amount_range, choice, district, search

READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
WAITING, OVERDUE, TO_REPORT, ALL = "waiting", "overdue", "to_report", "all"
DESK = [(WAITING, "等待银行答复"), (OVERDUE, "超过办结期限"), *DemandHandling.State.choices]


def _by_text(rows: HandlingQuerySet, value: str) -> HandlingQuerySet:
    wanted = code(value)
    by_code = rows.filter(Q(demand__credit_code=wanted) | bears_now(wanted))
    named = found_in("demand__enterprise_name", value)
    if len(value) > 1:
        named |= Q(demand__in=LoanDemand.objects.filter(called(value)).order_by().values("pk"))
    return by_code | rows.filter(named)


def _at_desk(rows: HandlingQuerySet, value: str) -> HandlingQuerySet:
    if value == WAITING:
        return rows.waiting_for_bank()
    if value == OVERDUE:
        return rows.overdue()
    if value == TO_REPORT:
        return awaiting_credit(rows)
    return rows if value == ALL else rows.filter(state=value)


def _purpose_html(row: DemandHandling) -> SafeString:
    if row.demand.renews_id:
        return format_html('<span class="pill calm">{}</span>', "无还本续贷")
    return format_html("{}", row.demand.get_purpose_display())


def _place_and_code(row: DemandHandling) -> SafeString:
    return format_html(
        '{} · <span class="num">{}</span>', row.district.short_name, row.demand.credit_code
    )


def _guarantees(row: DemandHandling) -> str:
    return "、".join(row.demand.guarantee_labels)


def _in_file(
    key: str,
    heading: str,
    value: Callable[[DemandHandling], Cell] | None = None,
    *,
    unit: str = "",
    width: int = 0,
) -> Column[DemandHandling]:
    return Column(f"demand__{key}", heading, value, on=On.FILE, unit=unit, width=width)


# Programs may rely on names and order: a new column goes to the end.
COLUMNS: tuple[Column[DemandHandling], ...] = (
    _in_file("number", "编号", width=16),
    Column("demand__enterprise_name", "企业名称", fixed=True, long=True, below=_place_and_code),
    _in_file("credit_code", "统一社会信用代码", width=22),
    Column("district__short_name", "区市", on=On.FILE),
    Column("bank__name", "银行"),
    Column(
        "demand__amount", "金额", unit="万元", below=lambda row: f"{row.demand.term_months} 个月"
    ),
    _in_file("term_months", "期限", unit="月"),
    Column("demand__purpose", "用途", html=_purpose_html, below=lambda row: row.demand.number),
    _in_file("explanation", "用途说明", width=40),
    _in_file("guarantee_labels", "可以提供的担保", _guarantees),
    _in_file("highest_rate", "可接受的年利率", unit="%"),
    _in_file("needed_by", "希望到账日期"),
    _in_file("renews_id", "无还本续贷", lambda row: row.demand.renews_id is not None),
    _in_file("renews__reference", "原业务编号"),
    _in_file("contact_name", "联系人"),
    _in_file("contact_phone", "联系电话"),
    Column("state", "状态", pill=lambda row: MACHINE.tone_of(row.state)),
    Column("sent_at", "送达时间", on=On.FILE),
    Column("due_on", "办结期限", number=True, html=due_html),
    Column("decided_at", "答复时间", on=On.FILE),
    Column("declined_because", "未通过原因", on=On.FILE),
)  # fmt: skip
# What an enterprise says to the banks that it has chosen.
FOR_THE_BANK = frozenset(
    f"demand__{name}"
    for name in (
        "explanation", "guarantee_labels", "highest_rate", "needed_by", "renews_id",
        "renews__reference", "contact_name", "contact_phone",
    )
)  # fmt: skip


def _columns(
    page: Callable[[DemandHandling], str], without: Collection[str]
) -> tuple[Column[DemandHandling], ...]:
    """The columns but those named `without`; the name leads to `page`."""
    return tuple(
        replace(one, link=page) if one.fixed else one for one in COLUMNS if one.key not in without
    )


class Handlings(ListPage[DemandHandling]):
    """Loan demands at banks."""

    noun, counter = "需求", "项"

    def rows(self) -> HandlingQuerySet:
        return DemandHandling.objects.select_related("demand__renews", "district", "bank")

    @property
    def desk(self) -> str:
        return self.request.GET.get("desk", "")

    def usual_order(self) -> tuple[str, ...]:
        """The soonest last day first where all rows have one, or the latest demand."""
        return ("due_on", "id") if self.desk in (WAITING, OVERDUE) else ("-id",)

    @cached_property
    def waiting(self) -> int:
        return int(DemandHandling.objects.waiting_for_bank().count())

    @cached_property
    def overdue(self) -> int:
        return int(DemandHandling.objects.overdue().count())


class BankDemands(Handlings):
    """Demands that were put to the bank: what it has to decide, the most urgent first."""

    key, title = "bank_demands", "融资需求"
    intro = "资料齐全之日起 30 天内答复；请企业补充的，自企业补充之日起重新计算，拒绝须说明原因。"
    readers = (Duty.BANK_OFFICER,)
    columns = _columns(lambda row: reverse("financing:bank_demand", args=[row.pk]), {"bank__name"})
    filters = (
        search(NAME_OR_CODE, _by_text, placeholder=PLACEHOLDER),
        choice(
            "desk", "进度", [*DESK, (TO_REPORT, "企业已选定，待反馈授信"), (ALL, "全部")],
            by=lambda rows, value: rows, empty=None,
        ),
        amount_range("demand__amount", "金额"),
        district(),
    )  # fmt: skip
    empty = Empty(
        "没有符合条件的融资需求", "名单库中的企业向贵行提出需求后，会出现在这里并通知贵行。"
    )

    def rows(self) -> HandlingQuerySet:
        return _at_desk(super().rows(), self.desk)

    @property
    def desk(self) -> str:
        """A bank that has not said what it looks for has come to see what it is to decide."""
        return super().desk or WAITING

    def heading(self) -> str:
        if self.is_filtered:
            return super().heading()
        late = f"，{self.overdue} 项已超期" if self.overdue else ""
        if self.waiting:
            return f"{self.waiting} 项融资需求等待贵行答复{late}"
        return "没有等待答复的融资需求"


class DemandWatch(Handlings):
    """Every demand at every bank, the latest first: who waits for which bank, which bank is
    late."""

    key, title = "demands", "融资需求"
    intro = (
        "审批绿色通道：银行在资料齐全之日起 30 天内答复，请企业补充的，自企业补充之日起重新计算。"
    )
    readers = READERS
    template = "financing/demands.html"
    columns = _columns(lambda row: reverse("financing:demand", args=[row.demand_id]), FOR_THE_BANK)
    filters = (
        search(NAME_OR_CODE, _by_text, placeholder=PLACEHOLDER),
        choice("desk", "进度", DESK, by=_at_desk),
        amount_range("demand__amount", "金额"),
        bank(),
        district(),
    )
    empty = Empty("没有符合条件的融资需求", "名单库中的企业向银行提出融资需求后，会出现在这里。")

    def all_columns(self) -> Sequence[Column[DemandHandling]]:
        """The city is led to the bank's page, which is its own to keep."""
        if not self.actor.is_city:
            return self.columns

        def bank_page(row: DemandHandling) -> str:
            return reverse("financing:bank", args=[row.bank_id])

        return [
            replace(one, link=bank_page) if one.key == "bank__name" else one for one in self.columns
        ]

    def heading(self) -> str:
        if self.is_filtered:
            return super().heading()
        late = f"，{self.overdue} 项已超期" if self.overdue else ""
        if self.waiting:
            return f"{self.waiting} 项需求等待银行答复{late}"
        return "没有等待银行答复的需求"


def _banks(row: Any) -> list[tuple[str, int]]:
    """How many banks it was put to, and how many of them came to what."""
    state = DemandHandling.State
    words = [
        ("{} 家已报方案", row.at_banks[state.OFFERED]),
        ("{} 家请您补充", row.at_banks[state.ASKED]),
        ("{} 家未通过", row.at_banks[state.DECLINED]),
    ]
    return [("送达 {} 家", row.at_banks.total()), *((text, n) for text, n in words if n)]


def _banks_html(row: Any) -> SafeString:
    first, *others = (text.format(number) for text, number in _banks(row))
    return format_html("{}{}", first, format_html_join("", "，<b>{}</b>", ((o,) for o in others)))


class OwnDemands(ListPage[LoanDemand]):
    """The enterprise's demands, the newest first."""

    key, title, noun, counter = "own_demands", "融资需求", "融资需求", "项"
    intro = "向所选银行提出需求，银行在 30 天内答复；各家方案放在一起比较后再选。"
    readers = (Duty.ENTERPRISE_STAFF,)
    size = 30
    template = "financing/own_demands.html"
    columns = (
        Column("number", "编号", on=On.FILE),
        Column(
            "purpose", "需求", fixed=True,
            link=lambda row: reverse("financing:own_demand", args=[row.pk]),
            below=lambda row: row.number,
        ),
        Column("amount", "金额", unit="万元"),
        Column("term_months", "期限", unit="月"),
        Column("posted_at", "提出时间", sort="id"),
        Column("state", "状态", pill={"open": "wait", "settled": "ok", "closed": "calm"}),
        Column(
            "banks", "银行", lambda row: "，".join(text.format(n) for text, n in _banks(row)),
            html=_banks_html,
        ),
    )  # fmt: skip
    empty = Empty(
        "还没有提出融资需求",
        "说明需要多少、用多久、用在哪里，选好银行，银行会在 30 天内答复。",
        "financing:new_demand",
        "提出融资需求",
    )

    def rows(self) -> QuerySet[LoanDemand]:
        return LoanDemand.objects.filter(organisation_id=self.actor.organisation_id)

    def prepare(self, rows: list[Any]) -> None:
        states: dict[int, Counter[str]] = {row.pk: Counter() for row in rows}
        handlings = DemandHandling.objects.filter(demand__in=list(states))
        for demand_id, state in handlings.values_list("demand_id", "state"):
            states[demand_id][state] += 1
        for row in rows:
            row.at_banks = states[row.pk]

    @cached_property
    def is_listed(self) -> bool:
        own = WhitelistEntry.objects.listed().filter(organisation_id=self.actor.organisation_id)
        return bool(own.exists())

    def empty_words(self) -> Empty:
        return self.empty if self.is_listed else NOT_LISTED


NOT_LISTED = Empty(
    "企业还不在名单库",
    "列入重点融资支持企业名单库后，可以通过银企专线向银行提出融资需求。",
    "financing:own",
    "查看入库条件",
)
