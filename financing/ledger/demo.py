"""Money of the demo city: four funds with budgets and, once claims are granted, payment batches.

All invented. What is granted comes from the claims: `financing.demo.funds` calls these when they
stand.
"""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from accounts.demo.people import actor_of
from accounts.models import Membership
from accounts.tenancy import Actor, acting_as, system_scope
from enterprises.models import Enterprise
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.actions.import_receipts import reconcile
from financing.ledger.actions.keep_funds import propose_change, save_fund
from financing.ledger.actions.make_batch import make_batch
from financing.ledger.batch_checks import orders_of
from financing.ledger.batch_machine import MACHINE as BATCH
from financing.ledger.budget_machine import MACHINE as BUDGET
from financing.ledger.files import ReceiptLine, Receipts, hash_of_receipts
from financing.ledger.posting import entered_late
from financing.models import BudgetChange, FundYear, Payable, PayeeAccount, PaymentBatch
from lifecycle.transitions import TransitionInput

# Code as the shipped rules name it, name, document.
FUNDS = (
    ("advanced_manufacturing", "先进制造业发展资金（示例）", "青财预〔示例〕1号"),
    ("sme_development", "中小企业发展专项资金（示例）", "青财预〔示例〕2号"),
    ("direct_financing", "直接融资奖补资金（示例）", "青财预〔示例〕3号"),
    ("brand_quality", "品牌质量与市场开拓资金（示例）", "青财预〔示例〕4号"),
)
PAYER = {
    "payer_name": "示例市财政国库支付中心", "payer_account": "37010199990000001",
    "payer_bank": "示例银行营业部", "unit_code": "157001", "function_code": "2150805",
    "economic_code": "31205", "project_code": "P-2026-0001",
}  # fmt: skip
EXCEPTIONS = 3


def found_funds(budgets: Mapping[tuple[str, int], Decimal]) -> None:
    """Four funds with budgets by code and year, in 元: proposed by one officer, approved by
    another."""
    first, second = actor_of("city"), actor_of("city2")
    for code, name, document in FUNDS:
        with acting_as(first):
            fund = save_fund(first, {"code": code, "name": name, "source": document, **PAYER})
            changes = [
                propose_change(
                    first, fund.pk, year, BudgetChange.Kind.APPROPRIATE, amount, document
                )
                for (of, year), amount in budgets.items()
                if of == code
            ]
        with acting_as(second):
            for change in changes:
                with entered_late(budget_day(change.fund_year.year)):
                    carry_out(BUDGET, second, change.pk, "approve", TransitionInput())


def budget_day(year: int) -> date:
    """The local day on which the budgets of a year were told."""
    return min(date(year, 1, 15), timezone.localdate())


def account_for(organisation_id: int) -> None:
    """A confirmed account of an enterprise that has none, with an invented number."""
    with system_scope(reason="seed the demo city"):
        entry = Enterprise.objects.get(pk=organisation_id)
        if PayeeAccount.objects.filter(organisation_id=organisation_id).exists():
            return
        staff = Membership.objects.filter(organisation_id=organisation_id).first()
        PayeeAccount.objects.create(
            organisation_id=entry.pk, district_id=entry.district_id, holder=entry.name,
            bank="102", branch="青岛分行营业部（示例）", cnaps="102452000010",
            number=f"8020{organisation_id:011d}", state=PayeeAccount.State.CONFIRMED,
            entered_by_id=staff.user_id if staff else actor_of("city").user_id,
            usable_on=date(timezone.localdate().year, 1, 1),
        )  # fmt: skip


def pay_what_is_due(
    code: str, year: int, batches: Sequence[tuple[int, str]], first: int = 0,
    *, on: date | None = None,
) -> None:  # fmt: skip
    """Pay what is due in a year of a fund of the city, in batches of so many orders, each brought
    as far as its word says: "closed", "exceptions" (the bank's answers disagree), "submitted" (a
    second officer has to release it). What is due to the organisation `first` goes first. `on` is
    the local day of the payment, where it is entered long after."""
    maker, second = actor_of("city"), actor_of("city2")
    with acting_as(maker):
        fund_year = FundYear.objects.get(fund__code=code, year=year)
        rows = Payable.objects.filter(fund_year=fund_year, state=Payable.State.DUE)
        due = list(rows.filter(due_on__lte=timezone.localdate()).order_by("due_on", "pk"))
        due.sort(key=lambda one: one.organisation_id != first)
    for size, end in batches:
        part, due = due[:size], due[size:]
        if not part:
            return
        for one in part:
            account_for(one.organisation_id)
        batch = _made(maker, fund_year, part, "补录上年支付" if on else "项目资金")
        if end != "submitted":
            with entered_late(on) if on else nullcontext():
                _answered(maker, second, batch, end, on)


def _answered(
    maker: Actor, second: Actor, batch: PaymentBatch, end: str, on: date | None = None
) -> None:
    with acting_as(second):
        for name in ("release", "send"):
            batch = carry_out(BATCH, second, batch.pk, name, TransitionInput())
        if on:
            sent_at = timezone.make_aware(datetime.combine(on, time(10)))
            PaymentBatch.objects.filter(pk=batch.pk).update(sent_at=sent_at)
    with acting_as(maker):
        lines = answers(batch, exceptions=end == "exceptions", on=on)
        reconcile(maker, batch.pk, read(batch, lines), f"回单-{batch.number}.txt")
    if end == "closed":
        with acting_as(second):
            carry_out(BATCH, second, batch.pk, "close", TransitionInput())


def _made(maker: Actor, year: FundYear, payables: Sequence[Payable], note: str) -> PaymentBatch:
    with acting_as(maker):
        batch = make_batch(maker, year.pk, [one.pk for one in payables], note)
        carry_out(BATCH, maker, batch.pk, "submit", TransitionInput())
    return batch


def answers(
    batch: PaymentBatch, *, exceptions: bool = False, on: date | None = None
) -> list[ReceiptLine]:
    """The bank's answers: all as asked or, of the first three, another name, two digits swapped,
    and one that came back."""
    today = on or timezone.localdate()
    lines = []
    for row, one in enumerate(orders_of(batch), 2):
        line = ReceiptLine(
            row, one.voucher, "O", one.account.holder, one.amount, "000", "",
            f"{today:%m%d}-{row:06d}", today,
        )  # fmt: skip
        lines.append(line)
    if exceptions and len(lines) >= EXCEPTIONS:
        first, second, third = lines[:EXCEPTIONS]
        lines[0] = ReceiptLine(
            first.row, first.voucher, "O", "示例阀门厂（旧名）", Decimal(0), "001",
            "账号户名不符", first.serial, today,
        )  # fmt: skip
        less = max(second.amount - Decimal(9000), Decimal("0.01"))
        lines[1] = ReceiptLine(
            second.row, second.voucher, "O", second.payee, less, "000",
            "回单金额两位数字颠倒", second.serial, today,
        )  # fmt: skip
        lines.append(
            ReceiptLine(
                len(lines) + 2, third.voucher, "R", third.payee, third.amount, "000",
                "收款账户已销户", f"{third.serial}R", today,
            )
        )  # fmt: skip
    return lines


def read(batch: PaymentBatch, lines: Sequence[ReceiptLine]) -> Receipts:
    """The lines as a file of the bank, read."""
    total = sum((one.amount for one in lines), Decimal(0))
    return Receipts(batch.number, tuple(lines), total, hash_of_receipts(batch.number, lines))
