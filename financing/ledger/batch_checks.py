"""What keeps a batch from going on: each answers with a Chinese reason, or ""."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.conflicts import own_enterprises
from accounts.tenancy import Actor
from financing.ledger.accounts import accounts_of
from financing.ledger.bars import barred_among
from financing.ledger.reconciling import UNKNOWN
from financing.models import (
    Payable,
    PaymentBatch,
    PaymentBatchEvent,
    PaymentOrder,
    ReceiptRow,
)

MOST_TOLD = 5
CLEARED = (PaymentOrder.Finding.MATCHED,)


def orders_of(batch: PaymentBatch) -> list[PaymentOrder]:
    """The orders of a batch by their vouchers, with what they pay and where."""
    rows = PaymentOrder.objects.filter(batch=batch).select_related("payable", "account")
    return list(rows.order_by("pk"))


def why_not_payable(payables: Sequence[Payable]) -> dict[int, str]:
    """Of what falls due, why it cannot be paid today, by its id; with a fixed number of queries."""
    enterprises = {one.organisation_id for one in payables}
    _, without = accounts_of(enterprises)
    barred = barred_among(enterprises)
    today = timezone.localdate()
    found: dict[int, str] = {}
    for one in payables:
        why = without.get(one.organisation_id) or barred.get(one.organisation_id, "")
        if not why and one.stopped_because:
            why = f"已止付：{one.stopped_because}"
        if not why and one.due_on > today:
            why = f"{one.due_on:%Y-%m-%d} 才到应付日期。"
        if why:
            found[one.pk] = why
    return found


def _told(problems: Sequence[str], what: str) -> str:
    if not problems:
        return ""
    more = f"；另有 {len(problems) - MOST_TOLD} 笔" if len(problems) > MOST_TOLD else ""
    return f"{what}{'；'.join(problems[:MOST_TOLD])}{more}。"


def has_orders(actor: Actor | None, batch: PaymentBatch) -> str:
    return "" if batch.orders_count else "批次里还没有款项。"


def is_empty(actor: Actor | None, batch: PaymentBatch) -> str:
    return "请先把款项移出批次。" if batch.orders_count else ""


def all_may_be_paid(actor: Actor | None, batch: PaymentBatch) -> str:
    """Each line is looked at anew: still to be paid, not barred, the account still the same."""
    orders = orders_of(batch)
    why = why_not_payable([one.payable for one in orders])
    accounts, _ = accounts_of(one.organisation_id for one in orders)
    problems = []
    for one in orders:
        reason = why.get(one.payable_id, "").rstrip("。")
        if one.payable.state != Payable.State.ORDERED:
            reason = f"现在是“{one.payable.get_state_display()}”"
        elif not reason and accounts[one.organisation_id].pk != one.account_id:
            reason = "收款账户已变更"
        if reason:
            problems.append(f"{one.voucher} {one.payable.payee_name}：{reason}")
    return _told(problems, "以下款项现在不能支付，请退回制单后移出：")


def none_is_own(actor: Actor | None, batch: PaymentBatch) -> str:
    """Nobody releases money to an enterprise that they work for."""
    own = own_enterprises(actor) if actor else frozenset()
    rows = PaymentOrder.objects.filter(batch=batch, organisation_id__in=own)
    return "批次里有您任职或离职不满一年的企业，请由其他经办人放行。" if rows.exists() else ""


def payer_is_known(actor: Actor | None, batch: PaymentBatch) -> str:
    fund = batch.fund_year.fund
    if fund.payer_name and fund.payer_account and fund.payer_bank:
        return ""
    return f"“{fund.name}”还没有填写付款人全称、账号和开户行，请先在资金里补全。"


def all_is_cleared(actor: Actor | None, batch: PaymentBatch) -> str:
    """Every order has its receipt, and whatever was wrong with one was handled."""
    rows = PaymentOrder.objects.filter(batch=batch, handled_at=None)
    waiting = rows.filter(finding="").count()
    wrong = rows.exclude(finding__in=("", *CLEARED)).count()
    parts = [f"{waiting} 笔还没有回单"] if waiting else []
    parts += [f"{wrong} 笔异常或退回还没有处理"] if wrong else []
    strange = unknown_open(batch)
    parts += [f"{strange} 行回单的凭证不在本批，还没有向银行核实"] if strange else []
    return f"须先办完：{'，'.join(parts)}。" if parts else ""


def unknown_open(batch: PaymentBatch) -> int:
    """How many of the bank's rows are of no voucher of the batch, since somebody last noted what
    the bank answered about such rows."""
    rows = ReceiptRow.objects.filter(file__batch=batch, finding=UNKNOWN)
    told = PaymentBatchEvent.objects.filter(batch=batch, transition="explain").order_by("-id")
    last = told.values_list("at", flat=True).first()
    return (rows.filter(file__imported_at__gt=last) if last else rows).count()
