"""Lists of recoveries, of accounts, and of what an enterprise was paid. Amounts in 元."""

from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from financing.ledger import account_machine, payable_machine, recovery_machine
from financing.ledger.bank_codes import bank_name
from financing.ledger.columns import DISTRICT, UNIT, money, state_column, years
from financing.ledger.views.acting import READERS
from financing.models import (
    Payable,
    PayeeAccount,
    Recovery,
    RecoveryCause,
)
from financing.money import yuan
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import (
    choice,
    contains,
    district,
    due_within,
    search,
)


def _overdue(rows: QuerySet[Recovery], value: str) -> QuerySet[Recovery]:
    return rows.filter(state=Recovery.State.NOTICED, due_on__lt=timezone.localdate())


class RecoveryList(ListPage[Recovery]):
    """Money that is asked back, the latest first."""

    key, title, noun, counter = "recoveries", "资金追回", "追回", "项"
    intro = f"缴清前，企业不能申报新的资金。{UNIT}"
    readers = READERS
    about = "enterprise"
    columns = (
        Column(
            "payee_name", "企业", fixed=True, long=True,
            link=lambda row: reverse("financing:recovery", args=[row.pk]),
            below=lambda row: row.scheme_title,
        ),
        DISTRICT,
        Column("cause", "事由"),
        money("total", "应缴回", lambda row: row.total),
        money("amount", "其中本金", hidden=True),
        money("interest", "其中利息"),
        money("received", "已缴回", lambda row: row.total_received),
        money("open", "未缴回", lambda row: row.open_amount),
        Column("due_on", "缴回期限", sort="due_on"),
        state_column(recovery_machine.MACHINE.tones),
        Column("notice_number", "通知书文号", hidden=True),
        Column("proposed_at", "提出时间", hidden=True),
    )  # fmt: skip
    filters = (
        search("企业或项目", contains("payee_name", "scheme_title")),
        choice("state", "状态", Recovery.State.choices),
        choice("cause", "事由", RecoveryCause.choices),
        choice("late", "期限", [("late", "已逾期")], by=_overdue),
        due_within("due_on"),
        district(),
    )
    empty = Empty("没有追回事项", "证书被撤销、企业迁出、目标未完成时，平台会自动提出。")
    not_found = Empty("没有符合条件的追回", "换一个筛选条件，或清空筛选。")

    def rows(self) -> QuerySet[Recovery]:
        return Recovery.objects.visible_to(self.actor).select_related("district")


class AccountList(ListPage[PayeeAccount]):
    """Enterprises' accounts, masked; those that wait first, which a bureau may have to confirm."""

    key, title, noun, counter = "payee_accounts", "收款账户", "账户", "个"
    intro = "企业两人录入和确认；只有一人的企业，由主管部门电话核实后确认。账号只显示末四位。"
    readers = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
    columns = (
        Column(
            "holder", "户名", fixed=True, long=True,
            link=lambda row: reverse("financing:account", args=[row.pk]),
        ),
        DISTRICT,
        Column("bank", "开户银行", lambda row: f"{bank_name(row.bank)} {row.branch}", long=True),
        Column("number", "账号", lambda row: row.masked),
        state_column(account_machine.MACHINE.tones),
        Column("usable_on", "可用于支付"),
        Column("entered_at", "录入时间"),
    )  # fmt: skip
    filters = (
        search("户名", contains("holder")),
        choice("state", "状态", PayeeAccount.State.choices),
        district(),
    )
    empty = Empty("企业还没有录入收款账户")

    def rows(self) -> QuerySet[PayeeAccount]:
        return PayeeAccount.objects.visible_to(self.actor).select_related("district")


class OwnPayments(ListPage[Payable]):
    """What an enterprise was granted and paid: by which clause, how much, when."""

    key, title, noun, counter = "own_payments", "资金到账", "款项", "笔"
    intro = f"每一笔从哪个项目、依据哪一条、什么时候到账。{UNIT}"
    readers = (Duty.ENTERPRISE_STAFF,)
    template = "financing/ledger/own_payments.html"
    columns = (
        Column("scheme_title", "项目", fixed=True, long=True, below=lambda row: row.label),
        Column("clause", "依据条款", long=True),
        Column("fund_name", "资金", lambda row: f"{row.fund_name} {row.fiscal_year} 年度"),
        money("amount", "金额"),
        Column("due_on", "应付日期"),
        Column(
            "state", "状态", lambda row: payable_machine.MACHINE.owner_labels.get(
                row.state, row.get_state_display()
            ), pill=payable_machine.MACHINE.tones, below=lambda row: row.stopped_because or None,
        ),
        Column("paid_on", "到账日期"),
    )  # fmt: skip
    filters = (
        choice("state", "状态", [("paid", "已到账"), ("open", "还没有到账")],
               by=lambda rows, value: rows.filter(state="paid") if value == "paid"
               else rows.exclude(state__in=("paid", "cancelled"))),
        choice("year", "资金年度", years, by="fiscal_year"),
    )  # fmt: skip
    empty = Empty("还没有审定的资金", "申报审定后，应付和到账的款项列在这里。")
    not_found = Empty("没有符合条件的款项", "换一个筛选条件，或清空筛选。")

    def rows(self) -> QuerySet[Payable]:
        return Payable.objects.visible_to(self.actor)

    def heading(self) -> str:
        settled = (Payable.State.PAID, Payable.State.CANCELLED)
        sums = Payable.objects.visible_to(self.actor).aggregate(
            paid=Sum("amount", filter=Q(state=Payable.State.PAID), default=Decimal(0)),
            open=Sum("amount", filter=~Q(state__in=settled), default=Decimal(0)),
        )
        paid, open_ = sums["paid"], sums["open"]
        back = sum((one.received for one in self.recoveries), Decimal(0))
        said = f"已到账 {yuan(paid)} 元"
        said += f"，已缴回 {yuan(back)} 元" if back else ""
        said += f"，还有 {yuan(open_)} 元待支付" if open_ else ""
        return said if paid or open_ else "还没有审定的资金"

    @cached_property
    def recoveries(self) -> list[Recovery]:
        rows = Recovery.objects.visible_to(self.actor).order_by("-pk")
        return list(rows.prefetch_related("receipts"))

    def context(self) -> dict[str, object]:
        return {"recoveries": self.recoveries}
