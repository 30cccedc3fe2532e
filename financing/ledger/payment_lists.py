"""The bureaus' lists of what is to be paid, of batches and of their orders. Amounts in 元."""

from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse

from financing.ledger import batch_machine, payable_machine
from financing.ledger.bank_codes import bank_name
from financing.ledger.columns import DISTRICT, UNIT, funds, money, state_column, years
from financing.ledger.keepers import keeps
from financing.ledger.views.acting import READERS
from financing.ledger.views.making import make_from_list
from financing.models import (
    FundYear,
    Payable,
    PayeeAccount,
    PaymentBatch,
    PaymentOrder,
)
from financing.money import yuan
from pages.lists import BulkAct, Column, Empty, ListPage
from pages.lists.filters import (
    amount_range,
    choice,
    contains,
    district,
    search,
)

LATE = (30, 60, 90)  # days


def _late(rows: QuerySet[Payable], value: str) -> QuerySet[Payable]:
    return rows.filter(pk__in=Payable.objects.unpaid_for(int(value)).values("pk"))


def _open(rows: QuerySet[Payable], value: str) -> QuerySet[Payable]:
    return rows.filter(pk__in=Payable.objects.open().values("pk"))


def _account(rows: QuerySet[Payable], value: str) -> QuerySet[Payable]:
    """Those whose enterprise has an account that payments may go to one day, or has none."""
    confirmed = PayeeAccount.objects.in_force().filter(organisation=OuterRef("organisation"))
    return rows.filter(Exists(confirmed) if value == "ready" else ~Exists(confirmed))


class PayableList(ListPage[Payable]):
    """What is to be paid and was paid: the earliest due first."""

    key, title, noun, counter = "payables", "应付款", "应付款", "笔"
    intro = f"项目审定后承诺的每一期款项。{UNIT}"
    readers = READERS
    order = ("due_on", "id")
    about = "enterprise"
    template = "financing/ledger/payables.html"
    columns = (
        Column(
            "payee_name", "企业", fixed=True, long=True,
            link=lambda row: reverse("financing:payable", args=[row.pk]),
            below=lambda row: row.label,
        ),
        Column("scheme_title", "项目", long=True),
        DISTRICT,
        Column("fund_name", "资金", lambda row: f"{row.fund_name} {row.fiscal_year}"),
        money("amount", "金额"),
        Column(
            "due_on", "应付日期", sort="due_on",
            below=lambda row: f"已 {row.days_unpaid} 天" if _is_late(row) else None,
        ),
        state_column(payable_machine.MACHINE.tones),
        Column("stopped_because", "止付原因", hidden=True),
        Column("condition", "付款条件", hidden=True),
        Column("paid_on", "到账日期"),
    )  # fmt: skip
    filters = (
        search("企业或项目", contains("payee_name", "scheme_title")),
        choice("state", "状态", Payable.State.choices),
        choice("open", "是否到账", [("open", "还没有到账")], by=_open),
        choice(
            "account", "收款账户", [("ready", "已确认"), ("lacking", "还没有经确认的")], by=_account
        ),
        choice("late", "审定未付", [(str(n), f"超过 {n} 天") for n in LATE], by=_late),
        choice("fund", "资金", funds, by="fund_year__fund_id"),
        choice("year", "资金年度", years, by="fiscal_year"),
        district(),
        amount_range("amount", "金额", "元"),
    )
    empty = Empty("还没有应付款", "项目审定后，承诺的款项列在这里。")
    not_found = Empty("没有符合条件的款项", "换一个筛选条件，或清空筛选。")
    bulk = (
        BulkAct(
            "batch", "制成支付批次", make_from_list,
            may=lambda actor: actor.is_city or actor.is_district,
            selectable=lambda actor, row: (
                row.state == Payable.State.DUE and keeps(actor, row.fund_district)
            ),
            confirm="把选中的款项制成一个支付批次？须是同一资金、同一年度，制单后由另一人放行。",
            css="go",
        ),
    )  # fmt: skip

    def rows(self) -> QuerySet[Payable]:
        # A city's fund is none that a district sees; to the city it has no district.
        years = FundYear.objects.filter(pk=OuterRef("fund_year_id")).values("district_id")
        rows: QuerySet[Payable] = Payable.objects.visible_to(self.actor)
        return rows.annotate(fund_district=Subquery(years[:1])).select_related("district")

    def context(self) -> dict[str, object]:
        if not self.filter.form.is_valid():
            return {}
        return {"sums": _sums_of(self.filter.qs)}


def _sums_of(rows: QuerySet[Payable]) -> list[tuple[str, Decimal]]:
    """What is still to be paid, was paid and was cancelled, in 元, as far as there is any. One
    query."""
    paid, cancelled = Payable.State.PAID, Payable.State.CANCELLED
    by_state = dict(rows.order_by().values_list("state").annotate(Sum("amount")))
    sums = {
        "待支付": sum(by_state[one] for one in by_state if one not in (paid, cancelled)),
        paid.label: by_state.get(paid),
        cancelled.label: by_state.get(cancelled),
    }
    return [(words, amount) for words, amount in sums.items() if amount]


def _is_late(row: Payable) -> bool:
    settled = (Payable.State.PAID, Payable.State.CANCELLED, Payable.State.WAITING)
    return row.state not in settled and row.days_unpaid > 0


class BatchList(ListPage[PaymentBatch]):
    """Payment batches, the latest first."""

    key, title, noun, counter = "payment_batches", "支付批次", "批次", "个"
    intro = f"一人制单，另一人放行；导入银行回单逐笔核对后，由制单人以外的人关闭。{UNIT}"
    readers = READERS
    columns = (
        Column(
            "number", "批次号", fixed=True,
            link=lambda row: reverse("financing:batch", args=[row.pk]),
            below=lambda row: row.note,
        ),
        Column("fund_year", "资金", lambda row: str(row.fund_year), long=True),
        Column("orders_count", "笔数", unit="笔"),
        money("total", "合计"),
        state_column(batch_machine.MACHINE.tones),
        Column("made_by__name", "制单人"),
        Column("released_by__name", "放行人"),
        Column("sent_at", "送银行时间"),
    )  # fmt: skip
    filters = (
        search("批次号或用途", contains("number", "note")),
        choice("state", "状态", PaymentBatch.State.choices),
        choice("fund", "资金", funds, by="fund_year__fund_id"),
        choice("year", "资金年度", years, by="fund_year__year"),
    )
    empty = Empty("还没有支付批次", "在应付款里选中到期的款项，制成支付批次。")
    not_found = Empty("没有符合条件的批次", "换一个筛选条件，或清空筛选。")

    def rows(self) -> QuerySet[PaymentBatch]:
        return PaymentBatch.objects.select_related("fund_year__fund", "made_by", "released_by")


FINDING_TONES = {
    "matched": "ok", "amount": "bad", "name": "bad", "failed": "bad", "returned": "wait",
}  # fmt: skip


class OrderList(ListPage[PaymentOrder]):
    """The orders of one batch by their vouchers, with what the bank said."""

    key, title, noun, counter = "payment_orders", "批次明细", "款项", "笔"
    readers = READERS
    order = ("id",)
    about = "enterprise"
    columns = (
        Column("voucher", "凭证", fixed=True),
        Column(
            "payable__payee_name", "收款人", long=True,
            link=lambda row: reverse("financing:payable", args=[row.payable_id]),
            below=lambda row: f"{bank_name(row.account.bank)} {row.account.masked}",
        ),
        money("amount", "请求"),
        money("actual", "实付净额"),
        Column("finding", "核对", pill=FINDING_TONES),
        Column("told", "银行说明", long=True),
        Column("bank_serial", "银行流水号", hidden=True),
        Column("paid_on", "付款日期"),
        Column("handled_note", "处理", long=True),
    )  # fmt: skip
    filters = (
        search("凭证或收款人", contains("voucher", "payable__payee_name")),
        choice("finding", "核对", [("none", "无回单"), *PaymentOrder.Finding.choices[1:]],
               by=lambda rows, value: rows.filter(finding="" if value == "none" else value)),
    )  # fmt: skip
    empty = Empty("批次里还没有款项", "在应付款里选中后加入。")

    @cached_property
    def batch(self) -> PaymentBatch:
        return PaymentBatch.objects.get(pk=self.arguments["pk"])

    def rows(self) -> QuerySet[PaymentOrder]:
        rows = PaymentOrder.objects.visible_to(self.actor).filter(batch=self.batch)
        return rows.select_related("payable", "account")

    def heading(self) -> str:
        return f"支付批次 {self.batch.number} 明细，共 {self.batch.orders_count} 笔"

    def subheading(self) -> str:
        return f"合计 {yuan(self.batch.total)}。{UNIT}"
