"""The life of what is to be paid, declared once: from the promise to the account.

Source: domain facts A9 and A10 (示例): nothing is paid twice, returned money never goes out again
by itself, what is found wrong stays on its way until somebody has cleared it.
"""

from typing import TypeAlias

from accounts.tenancy import Actor
from financing.ledger import notices as notices
from financing.ledger.accounts import why_no_account
from financing.ledger.bars import why_barred
from financing.ledger.conditions import conditions_are_met
from financing.ledger.keepers import keeps_fund_of
from financing.ledger.posting import Move, lock_years, post
from financing.models import Account, EntryKind, Payable, PayableEvent, PaymentOrder
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import is_the_portal
from lifecycle.transitions import Change, ComputedTarget, Transition, TransitionInput

State = Payable.State
Step: TypeAlias = Transition[Payable, TransitionInput]
PayableChange: TypeAlias = Change[Payable, TransitionInput]
CANCELLABLE = (State.WAITING, State.DUE, State.STOPPED, State.FAILED, State.RETURNED)
STOPPABLE = frozenset({State.WAITING, State.DUE, State.ORDERED, State.FAILED, State.RETURNED})


# --- who may --------------------------------------------------------------------------------------


def keeps_its_fund(actor: Actor | None, payable: Payable) -> bool:
    return keeps_fund_of(actor, payable)


def keeps_its_fund_or_portal(actor: Actor | None, payable: Payable) -> bool:
    return actor is None or keeps_its_fund(actor, payable)


# --- when it is possible --------------------------------------------------------------------------


def has_an_account(actor: Actor | None, payable: Payable) -> str:
    return why_no_account(payable.organisation_id)


def is_not_barred(actor: Actor | None, payable: Payable) -> str:
    return why_barred(payable.organisation_id)


def is_not_stopped(actor: Actor | None, payable: Payable) -> str:
    """What was stopped on its way is looked at before it goes out again."""
    why = payable.stopped_because
    return f"这笔款项已要求止付：{why}请先止付，核实后再恢复支付。" if why else ""


# --- what it does ---------------------------------------------------------------------------------


def move(
    change: PayableChange, kind: EntryKind, source: Account, target: Account,
    batch_id: int | None = None,
) -> None:  # fmt: skip
    """The payable's amount from one account to another; the change's own key makes it unique."""
    row = change.row
    lock_years([row.fund_year_id])
    post(
        row.fund_year_id,
        [
            Move(
                key=f"P{row.pk}-V{row.version}-{kind.value}".upper(), kind=kind, source=source,
                target=target, amount=row.amount, application_id=row.application_id,
                organisation_id=row.organisation_id, payable_id=row.pk, batch_id=batch_id,
                text=change.input.reason.strip() or str(row),
            )
        ],
    )  # fmt: skip


def back_to_committed(change: PayableChange) -> None:
    """An entry of the batch that did not pay it: the batch's own sums end at nothing in transit."""
    orders = PaymentOrder.objects.filter(payable=change.row).order_by("-pk")
    batch_id = orders.values_list("batch_id", flat=True).first()
    move(change, EntryKind.FAIL, Account.IN_TRANSIT, Account.COMMITTED, batch_id)


def promise_again(change: PayableChange) -> None:
    """Returned money is reserved for its case; it is promised anew before it can be paid."""
    if change.source == State.RETURNED:
        move(change, EntryKind.AGAIN, Account.RESERVED, Account.COMMITTED)


def give_back(change: PayableChange) -> None:
    if change.source == State.RETURNED:
        move(change, EntryKind.UNRESERVE, Account.RESERVED, Account.AVAILABLE)
    else:
        move(change, EntryKind.UNCOMMIT, Account.COMMITTED, Account.AVAILABLE)


def note_why(change: PayableChange) -> None:
    stopped = change.target == State.STOPPED
    change.row.stopped_because = change.input.reason.strip()[:300] if stopped else ""


def waits_still(payable: Payable) -> str:
    """Where a stopped payment goes on: one whose condition nobody has confirmed waits for it."""
    if not payable.condition:
        return State.DUE
    met = PayableEvent.objects.filter(payable=payable, transition="fulfil").exists()
    return State.DUE if met else State.WAITING


AS_BEFORE = ComputedTarget(waits_still, frozenset({State.DUE, State.WAITING}), "应付，或等待条件")

TRANSITIONS = (
    Step(
        name="arise", label="承诺", sources=frozenset(), target=State.DUE, may=is_the_portal,
        by_hand=False,
    ),
    Step(
        name="await", label="承诺，等待条件", sources=frozenset(), target=State.WAITING,
        may=is_the_portal, by_hand=False,
    ),
    Step(
        name="split", label="部分退回", sources=frozenset(), target=State.RETURNED,
        may=is_the_portal, by_hand=False,
    ),
    Step(
        name="again_paid", label="重复付出", sources=frozenset(), target=State.PAID,
        may=is_the_portal, by_hand=False,
    ),
    Step(
        name="fulfil", label="条件已满足", sources=frozenset({State.WAITING}), target=State.DUE,
        may=keeps_its_fund_or_portal, guards=(is_not_own_enterprise, conditions_are_met),
        reason_required=True, reason_missing="请写明条件满足的依据。", tone="go",
    ),
    Step(
        name="order", label="列入批次", sources=frozenset({State.DUE}), target=State.ORDERED,
        may=keeps_its_fund, guards=(conditions_are_met,), by_hand=False,
    ),
    Step(
        name="unorder", label="移出批次", sources=frozenset({State.ORDERED}), target=State.DUE,
        may=keeps_its_fund, by_hand=False,
    ),
    Step(
        name="send", label="送银行", sources=frozenset({State.ORDERED}), target=State.SENT,
        may=keeps_its_fund, by_hand=False,
    ),
    Step(
        name="pay", label="付款相符", history_label="已到账",
        sources=frozenset({State.SENT, State.EXCEPTION}), target=State.PAID, may=keeps_its_fund,
        by_hand=False,
    ),
    Step(
        name="pay_late", label="核实已付出", history_label="已到账",
        sources=frozenset({State.DUE, State.FAILED, State.STOPPED}), target=State.PAID,
        may=keeps_its_fund, by_hand=False,
    ),
    Step(
        name="question", label="回单异常", sources=frozenset({State.SENT}),
        target=State.EXCEPTION, may=keeps_its_fund, by_hand=False,
    ),
    Step(
        name="fail", label="确认未付成", history_label="确认未付成，请企业核对账户",
        sources=frozenset({State.EXCEPTION}), target=State.FAILED, may=keeps_its_fund,
        consequences=(back_to_committed,), notify=(notices.ask_for_account,),
        reason_required=True, by_hand=False,
    ),
    Step(
        name="bounce", label="银行退回",
        sources=frozenset({State.SENT, State.EXCEPTION, State.PAID}),
        target=State.RETURNED, may=keeps_its_fund, by_hand=False,
    ),
    Step(
        name="again", label="重新列入应付", sources=frozenset({State.FAILED, State.RETURNED}),
        target=State.DUE, may=keeps_its_fund,
        guards=(is_not_own_enterprise, has_an_account, is_not_barred, is_not_stopped),
        consequences=(promise_again,), tone="go",
    ),
    Step(
        name="stop", label="止付", sources=STOPPABLE, target=State.STOPPED,
        may=keeps_its_fund_or_portal, effects=(note_why,), consequences=(promise_again,),
        notify=(notices.tell_stopped,), reason_required=True,
        reason_missing="请写明止付的原因，企业会看到。", tone="no",
    ),
    Step(
        name="resume", label="恢复支付", sources=frozenset({State.STOPPED}), target=AS_BEFORE,
        may=keeps_its_fund, guards=(is_not_own_enterprise, is_not_barred), effects=(note_why,),
        reason_required=True, reason_missing="请写明恢复支付的依据。", tone="go",
    ),
    Step(
        name="cancel", label="取消", history_label="取消承诺", sources=frozenset(CANCELLABLE),
        target=State.CANCELLED, may=keeps_its_fund_or_portal, consequences=(give_back,),
        reason_required=True, by_hand=False,
    ),
)  # fmt: skip

MACHINE = Machine(
    name="payable",
    model=Payable,
    noun="笔应付",
    rows=TRANSITIONS,
    first=frozenset({State.DUE, State.WAITING, State.RETURNED, State.PAID}),
    final=frozenset({State.CANCELLED}),
    tones={
        State.ORDERED: "wait",
        State.SENT: "wait",
        State.EXCEPTION: "bad",
        State.FAILED: "bad",
        State.RETURNED: "wait",
        State.PAID: "ok",
        State.STOPPED: "bad",
        State.CANCELLED: "",
    },
    owner_labels={
        State.DUE: "待支付",
        State.ORDERED: "支付办理中",
        State.SENT: "支付办理中",
        State.EXCEPTION: "支付办理中",
        State.FAILED: "未付成，请核对收款账户",
        State.RETURNED: "银行退回，请核对收款账户",
        State.PAID: "已到账",
    },
    other_events={"inquire": "向银行查询", "part_returned": "银行退回一部分"},
    events=PayableEvent,
    parent="payable",
    takes=TransitionInput,
)
