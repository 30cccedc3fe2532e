"""What the ledger brings to the portal: entries beside every page, to-do rows, words, lives."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from accounts.navigation import NavItem, register
from accounts.tenancy import Actor
from accounts.trail_words import amount_of, register_trail_words
from financing.ledger.bank_codes import BANKS
from financing.models import (
    BudgetChange,
    Payable,
    PayeeAccount,
    PaymentBatch,
    PaymentOrder,
    Recovery,
)
from pages.todo import TodoRow, todo_of

GROUP = "资金"
LATE = 30  # days after which an approved payment is shown to the city and the leaders


@register
def items(actor: Actor) -> list[NavItem]:
    if actor.is_enterprise:
        return [
            NavItem("资金到账", "financing:own_payments", group=GROUP, order=228),
            NavItem("收款账户", "financing:own_account", group=GROUP, order=229),
        ]
    if not (actor.is_city or actor.is_district or actor.is_leader or actor.is_auditor):
        return []
    entries = [
        NavItem("资金与预算", "financing:funds", group=GROUP, order=230),
        NavItem("应付款", "financing:payables", group=GROUP, order=231),
        NavItem("支付批次", "financing:batches", group=GROUP, order=232),
        NavItem("资金追回", "financing:recoveries", group=GROUP, order=233),
    ]
    if actor.is_city or actor.is_district:
        entries.append(NavItem("收款账户", "financing:accounts", group=GROUP, order=234))
    if actor.is_auditor:
        entries.append(NavItem("重算台账", "financing:ledger_replay", group=GROUP, order=235))
    return entries


def _mine(rows: QuerySet, actor: Actor) -> QuerySet:
    """Of rows of funds those that the actor's bureau keeps."""
    if actor.is_city:
        return rows.filter(district=None)
    return rows.filter(district_id__in=actor.district_ids)


def to_release(actor: Actor) -> QuerySet[PaymentBatch]:
    rows = PaymentBatch.objects.filter(state=PaymentBatch.State.MADE)
    return _mine(rows, actor).exclude(made_by_id=actor.user_id)


def to_approve(actor: Actor) -> QuerySet[BudgetChange]:
    rows = BudgetChange.objects.filter(state=BudgetChange.State.OPEN)
    return _mine(rows, actor).exclude(proposed_by_id=actor.user_id)


def to_clear(actor: Actor) -> QuerySet[PaymentOrder]:
    rows = PaymentOrder.objects.filter(handled_at=None, batch__state="reconciling")
    return rows.exclude(finding__in=("", PaymentOrder.Finding.MATCHED))


def to_decide(actor: Actor) -> QuerySet[Recovery]:
    rows = Recovery.objects.filter(state=Recovery.State.PROPOSED)
    return rows.exclude(proposed_by_id=actor.user_id)


def overdue(actor: Actor) -> QuerySet[Recovery]:
    rows: QuerySet[Recovery] = Recovery.objects.overdue()
    return rows


def unpaid(actor: Actor) -> QuerySet[Payable]:
    rows: QuerySet[Payable] = Payable.objects.unpaid_for(LATE)
    return rows


def own_to_confirm(actor: Actor) -> QuerySet[PayeeAccount]:
    rows = PayeeAccount.objects.to_confirm().filter(organisation_id=actor.organisation_id)
    return rows.exclude(entered_by_id=actor.user_id)


def own_owed(actor: Actor) -> QuerySet[Recovery]:
    rows: QuerySet[Recovery] = Recovery.objects.demanded().filter(
        organisation_id=actor.organisation_id
    )
    return rows


def own_stuck(actor: Actor) -> QuerySet[Payable]:
    stuck = (Payable.State.FAILED, Payable.State.RETURNED)
    return Payable.objects.filter(organisation_id=actor.organisation_id, state__in=stuck)


@todo_of(
    Duty.CITY_OFFICER, Duty.DISTRICT_REVIEWER,
    counts=(to_release, to_approve, to_clear, to_decide),
)  # fmt: skip
def keepers_todo(
    actor: Actor, batches: int, changes: int, orders: int, recoveries: int
) -> list[TodoRow]:
    """What waits for the officers who keep a fund."""
    rows = []
    if orders:
        where = f"{reverse('financing:batches')}?state=reconciling"
        rows.append(TodoRow("bad", "对账", f"{orders} 笔付款异常或退回，等待处理", where))
    if batches:
        where = f"{reverse('financing:batches')}?state=made"
        rows.append(TodoRow("wait", "放行", f"{batches} 个支付批次等待放行", where))
    if changes:
        rows.append(
            TodoRow("wait", "预算", f"{changes} 项预算变动等待批准", reverse("financing:funds"))
        )
    if recoveries:
        where = f"{reverse('financing:recoveries')}?state=proposed"
        rows.append(TodoRow("wait", "追回", f"{recoveries} 项资金追回等待决定", where))
    return rows


@todo_of(Duty.CITY_OFFICER, Duty.LEADER, counts=(unpaid, overdue))
def unpaid_todo(actor: Actor, payables: int, recoveries: int) -> list[TodoRow]:
    """Approved and not paid for long, and what is not paid back in time."""
    rows = []
    if payables:
        where = f"{reverse('financing:payables')}?late={LATE}"
        text = f"{payables} 笔资金审定超过 {LATE} 天还没有支付"
        rows.append(TodoRow("bad", "未付", text, where))
    if recoveries:
        where = f"{reverse('financing:recoveries')}?late=late"
        rows.append(TodoRow("bad", "追回", f"{recoveries} 项追回逾期未缴清", where))
    return rows


@todo_of(Duty.ENTERPRISE_STAFF, counts=(own_to_confirm, own_owed, own_stuck))
def own_todo(actor: Actor, accounts: int, owed: int, stuck: int) -> list[TodoRow]:
    """What an enterprise has to do for its money."""
    account, payments = reverse("financing:own_account"), reverse("financing:own_payments")
    rows = []
    if owed:
        rows.append(TodoRow("bad", "缴回", f"{owed} 笔资金须缴回", payments))
    if stuck:
        rows.append(TodoRow("bad", "账户", f"{stuck} 笔资金没有付成，请核对收款账户", account))
    if accounts:
        rows.append(TodoRow("wait", "确认", "收款账户等您确认", account))
    return rows


def _result(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the sum of a recovery comes to; the sum itself is shown on its page."""
    return [("应缴回合计", f"{value['amount']} 元")] if value else []


register_trail_words(
    tables={
        "financing_fund": "资金",
        "financing_budgetchange": "预算变动",
        "financing_payeeaccount": "收款账户",
        "financing_payable": "应付款",
        "financing_paymentbatch": "支付批次",
        "financing_paymentorder": "支付凭证",
        "financing_recovery": "资金追回",
    },
    columns={
        "fund_year_id": "资金年度",
        "proposed_by_id": "提出人",
        "entered_by_id": "录入人",
        "made_by_id": "制单人",
        "released_by_id": "放行人",
        "batch_id": "批次",
        "payable_id": "应付款",
        "account_id": "收款账户",
        "applications": "申报（编号）",
    },
    values={"financing_payeeaccount.bank": BANKS},
    tellers={
        "financing_budgetchange.applications": amount_of("件申报"),
        "financing_recovery.worked": _result,
    },
    reasons={
        "keep the ledger": "记资金台账",
        "replay the ledger": "重算资金台账",
        "ask money of a district back from who moved away": "企业迁出，提出追回",
    },
)
