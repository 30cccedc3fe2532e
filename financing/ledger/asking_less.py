"""What the bank returned is not the enterprise's to give back: recoveries follow it. Amounts in 元.

Source: domain facts A10 (示例): returned money reopens the claim and the reserve.
"""

from decimal import Decimal

from django.utils import timezone

from financing.ledger.demands import demand_of, paid_and_kept
from financing.ledger.posting import balances_by_year
from financing.ledger.recovery_machine import MACHINE, RecoveryInput
from financing.ledger.recovery_years import (
    lock_years_of,
    paid_in,
    post_by_year,
    receivable_by_year,
    receivable_in,
)
from financing.models import Account, EntryKind, Payable, Recovery

ZERO = Decimal(0)
CENT = Decimal("0.01")


def ask_less(payable: Payable, returned: Decimal) -> None:
    """After `returned` of a payment came back, before the ledger says so: no more is asked of its
    case than the enterprise still holds, what was only proposed goes first; and the payment's year
    has as much in 已付 as now leaves it."""
    application, year_id = payable.application, payable.fund_year_id
    rows = Recovery.objects.open().select_for_update(of=("self",)).filter(application=application)
    excess = -paid_and_kept(application)
    for row in rows.order_by("-state", "-pk"):  # proposed before noticed
        less = min(max(excess, ZERO), row.open_principal)
        if less:
            excess -= less
            _lower(row, less, year_id, f"银行退回 {returned:,.2f} 元（{payable.label}）")
    _make_room(payable, returned)


def _lower(row: Recovery, less: Decimal, year_id: int, reason: str) -> None:
    lock_years_of(row)
    is_demanded = row.state == Recovery.State.NOTICED
    parts = receivable_in(row, less, year_id) if is_demanded else {}
    left = row.amount - less
    if left:
        said = f"{reason}，由 {row.amount:,.2f} 元改为 {left:,.2f} 元"
        _set_amount(row, left)
        MACHINE.execute_locked(None, row, "lower", RecoveryInput(reason=said))
    else:
        MACHINE.execute_locked(None, row, "lapse", RecoveryInput(reason=reason))
    post_by_year(row, EntryKind.UNCLAIM, Account.RECEIVABLE, Account.PAID, parts, reason)


def _set_amount(row: Recovery, left: Decimal) -> None:
    """The sum is worked out anew; where the rule does not give one any more, interest goes down as
    the principal does, and what came in stays."""
    worked = demand_of(
        row.application, row.cause, amount=left, until=row.until,
        arose=timezone.localdate(row.proposed_at), besides=[row.pk],
    )  # fmt: skip
    if worked.refusals:
        interest = (row.interest * left / row.amount).quantize(CENT)
    else:
        interest, row.worked = worked.amount - worked.counted, worked.as_json()
    row.amount, row.interest = left, max(interest, row.interest_received)


def _make_room(payable: Payable, returned: Decimal) -> None:
    """Where the payment's own year is short of it, what is demanded there is demanded of payments
    of other years instead."""
    case, year_id = payable.application_id, payable.fund_year_id
    held = balances_by_year(case).get(year_id, {}).get(Account.PAID, ZERO)
    short = returned - held
    event, text = f"P{payable.pk}-V{payable.version}", f"银行退回（{payable.label}）"
    for row in Recovery.objects.demanded().filter(application=case).order_by("-pk"):
        part = min(max(short, ZERO), receivable_by_year(row).get(year_id, ZERO))
        if part > ZERO:
            short -= part
            paid, receivable = Account.PAID, Account.RECEIVABLE
            post_by_year(
                row, EntryKind.UNCLAIM, receivable, paid, {year_id: part}, text, event=event
            )
            elsewhere = paid_in(row, part, besides=year_id)
            post_by_year(row, EntryKind.CLAIM_BACK, paid, receivable, elsewhere, text, event=event)
