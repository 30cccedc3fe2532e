"""The life of a payment batch, declared once: made by one person, released and closed by others.

Source: domain facts A10 and A13 (示例): a second person releases, eligibility is checked again at
release, a second person closes after reconciliation.
"""

from typing import TypeAlias

from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import Actor
from financing.ledger import batch_checks as checks
from financing.ledger.batch_sending import send_orders
from financing.ledger.keepers import keeps_it
from financing.ledger.notices import tell_keepers
from financing.models import PaymentBatch, PaymentBatchEvent
from lifecycle.gathering import ends_work, gathered
from lifecycle.machine import Machine
from lifecycle.transitions import Change, Transition, TransitionInput

State = PaymentBatch.State
Step: TypeAlias = Transition[PaymentBatch, TransitionInput]
BatchChange: TypeAlias = Change[PaymentBatch, TransitionInput]


def was_made_by_another(actor: Actor | None, batch: PaymentBatch) -> str:
    if actor is None or actor.user_id != batch.made_by_id:
        return ""
    return "制单人不能放行、也不能关闭自己制的批次，请由另一位经办人办理。"


def note_release(change: BatchChange) -> None:
    assert change.actor is not None, "people release"
    change.row.released_by_id = change.actor.user_id


def forget_release(change: BatchChange) -> None:
    change.row.released_by = None


def note_sent(change: BatchChange) -> None:
    change.row.sent_at = timezone.now()


def ask_to_release(change: BatchChange) -> None:
    row, waiting = change.row, f"{reverse('financing:batches')}?state=made"
    tell_keepers(
        row.district_id, f"支付批次 {row.number} 等待放行",
        f"{row.orders_count} 笔，{row.total:,.2f} 元，由制单人以外的经办人核验后放行。",
        row.get_absolute_url(), change.key,
        gathered("payments", change, "{} 个支付批次等待放行", waiting),
    )  # fmt: skip


MACHINE = Machine(
    name="payment_batch",
    model=PaymentBatch,
    noun="个支付批次",
    rows=(
        Step(
            name="make", label="制单", sources=frozenset(), target=State.DRAFT, may=keeps_it,
            by_hand=False,
        ),
        Step(
            name="submit", label="提交放行", history_label="制单完成",
            sources=frozenset({State.DRAFT}), target=State.MADE, may=keeps_it,
            guards=(checks.has_orders, checks.all_may_be_paid), notify=(ask_to_release,),
            tone="go",
        ),
        Step(
            name="give_back", label="退回制单", sources=frozenset({State.MADE, State.RELEASED}),
            target=State.DRAFT, may=keeps_it, effects=(forget_release,), reason_required=True,
            reason_missing="请写明退回的原因，制单人会看到。", tone="no",
        ),
        Step(
            name="release", label="核验并放行", history_label="放行",
            sources=frozenset({State.MADE}), target=State.RELEASED, may=keeps_it,
            guards=(was_made_by_another, checks.none_is_own, checks.all_may_be_paid),
            effects=(note_release,), tone="go",
        ),
        Step(
            name="send", label="生成支付文件，送银行", history_label="送银行",
            sources=frozenset({State.RELEASED}), target=State.SENT, may=keeps_it,
            guards=(checks.payer_is_known, checks.all_may_be_paid), effects=(note_sent,),
            consequences=(send_orders,), tone="go",
        ),
        Step(
            name="receive", label="导入回单",
            # Money comes back weeks later, too: a closed batch is reconciled and closed again.
            sources=frozenset({State.SENT, State.RECONCILING, State.CLOSED}),
            target=State.RECONCILING, may=keeps_it, by_hand=False,
        ),
        Step(
            name="close", label="关闭批次", sources=frozenset({State.RECONCILING}),
            target=State.CLOSED, may=keeps_it,
            guards=(was_made_by_another, checks.all_is_cleared), tone="go",
        ),
        Step(
            name="cancel", label="作废批次", sources=frozenset({State.DRAFT}),
            target=State.CANCELLED, may=keeps_it, guards=(checks.is_empty,), tone="no",
        ),
    ),
    first=frozenset({State.DRAFT}),
    final=frozenset({State.CANCELLED}),
    tones={
        State.MADE: "wait",
        State.RELEASED: "wait",
        State.SENT: "wait",
        State.RECONCILING: "wait",
        State.CLOSED: "ok",
        State.CANCELLED: "",
    },
    events=PaymentBatchEvent,
    parent="batch",
    takes=TransitionInput,
    carried=("district_id",),
    other_events={"explain": "不在本批的凭证已向银行核实"},
    select_related=("fund_year__fund",),
)  # fmt: skip
ends_work(MACHINE, "payments", State.MADE)
