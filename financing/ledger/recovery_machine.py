"""The life of a recovery (追回), declared once: proposed, noticed, paid back or written off.

Source: domain facts A7; 国务院令第427号第14条 (财政违法行为处罚处分条例).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor
from financing.ledger import notices as notices
from financing.ledger.keepers import keeps_fund_of
from financing.ledger.recovery_years import lock_years_of, paid_in, post_by_year, receivable_in
from financing.models import Account, EntryKind, Recovery, RecoveryEvent, RecoveryReceipt
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import is_the_portal
from lifecycle.transitions import Change, Transition, TransitionInput
from schemes.amounts.recovering import settled

State = Recovery.State


@dataclass(frozen=True)
class RecoveryInput(TransitionInput):
    """`number` is that of the notice, or of the treasury's receipt for an instalment; `day` when
    it is due or came in (local); `amount` in 元."""

    number: str = ""
    day: date | None = None
    amount: Decimal | None = None


Step: TypeAlias = Transition[Recovery, RecoveryInput]
RecoveryChange: TypeAlias = Change[Recovery, RecoveryInput]


# --- who may --------------------------------------------------------------------------------------


def keeps_its_fund(actor: Actor | None, recovery: Recovery) -> bool:
    return keeps_fund_of(actor, recovery)


def keeps_its_fund_or_portal(actor: Actor | None, recovery: Recovery) -> bool:
    return actor is None or keeps_its_fund(actor, recovery)


# --- when it is possible --------------------------------------------------------------------------


def was_proposed_by_another(actor: Actor | None, recovery: Recovery) -> str:
    """Two persons: who proposes to ask money back, or to give it up, does not decide it."""
    if actor is None or recovery.proposed_by_id != actor.user_id:
        return ""
    return "提出人不能决定自己提出的追回，请由另一位经办人办理。"


def was_noticed_by_another(actor: Actor | None, recovery: Recovery) -> str:
    rows = RecoveryEvent.objects.filter(recovery=recovery, transition="notice")
    notice = rows.order_by("-id").first()
    if actor is None or notice is None or notice.user_id != actor.user_id:
        return ""
    return "发出通知的人不能核销，请由另一位经办人办理。"


def is_paid_up(actor: Actor | None, recovery: Recovery) -> str:
    if not recovery.open_amount:
        return ""
    return f"还有 {recovery.open_amount:,.2f} 元没有缴回。"


# --- what the input must say ----------------------------------------------------------------------


def says_the_notice(given: RecoveryInput) -> dict[str, str]:
    errors = {}
    if not given.number.strip():
        errors["number"] = "请填写追回通知书的文号。"
    if given.day is None:
        errors["day"] = "请选择缴回期限。"
    elif given.day <= timezone.localdate():
        errors["day"] = "缴回期限应在今天以后。"
    return errors


def says_the_receipt(given: RecoveryInput) -> dict[str, str]:
    errors = {}
    if not given.number.strip():
        errors["number"] = "请填写缴款书号。"
    if given.day is None:
        errors["day"] = "请选择到账日期。"
    elif given.day > timezone.localdate():
        errors["day"] = "到账日期不能晚于今天。"
    if given.amount is None or given.amount <= 0:
        errors["amount"] = "请填写到账金额，应大于零。"
    return errors


def fits(recovery: Recovery, given: RecoveryInput) -> dict[str, str]:
    """An instalment is not more than what is open, not before the notice, and told once."""
    errors = {}
    if given.amount is not None and (more := given.amount - recovery.open_amount) > 0:
        errors["amount"] = (
            f"超过了还未缴回的 {recovery.open_amount:,.2f} 元，多出 {more:,.2f} 元。"
            "确实多缴的，多出的部分退回企业，这里只登记应缴的。"
        )
    if given.day and recovery.noticed_on and given.day < recovery.noticed_on:
        errors["day"] = f"到账日期早于通知日期 {recovery.noticed_on:%Y-%m-%d}，请核对。"
    rows = RecoveryReceipt.objects.filter(number=given.number.strip())
    before = rows.select_related("recovery").first() if given.number.strip() else None
    if before is not None:
        errors["number"] = "这张缴款书已经登记过。"
        if before.recovery_id != recovery.pk:
            errors["number"] = (
                f"这张缴款书已登记在“{before.recovery}”。一张缴款书分抵几笔追回的，"
                f"请在书号后加序号，如 {given.number.strip()}-2。"
            )
    return errors


# --- what it does ---------------------------------------------------------------------------------


def set_the_notice(change: RecoveryChange) -> None:
    row, given = change.row, change.input
    row.notice_number, row.due_on = given.number.strip()[:60], given.day
    row.noticed_on = timezone.localdate()


def add_the_receipt(change: RecoveryChange) -> None:
    row = change.row
    parts = settled(
        change.input.amount or Decimal(0), row.open_principal, row.open_interest,
        interest_first=row.interest_first,
    )  # fmt: skip
    row.received += parts.principal
    row.interest_received += parts.interest
    change.facts |= {
        "amount": str(change.input.amount), "principal": str(parts.principal),
        "interest": str(parts.interest),
    }  # fmt: skip


def keep_the_receipt(change: RecoveryChange) -> None:
    row, given = change.row, change.input
    assert change.actor is not None, "people enter receipts"
    assert given.day is not None, "a check asks for it"
    RecoveryReceipt.objects.create(
        **row.home, recovery=row, amount=principal_in(change),
        interest=Decimal(change.facts["interest"]), received_on=given.day,
        number=given.number.strip()[:60], entered_by_id=change.actor.user_id,
    )  # fmt: skip


def principal_in(change: RecoveryChange) -> Decimal:
    """What of the instalment settles principal, as `add_the_receipt` divided it."""
    return Decimal(change.facts["principal"])


def posted(
    kind: EntryKind, source: Account, target: Account, amount: Callable[[RecoveryChange], Decimal]
) -> Callable[[RecoveryChange], None]:
    """A consequence that moves the amount in the ledger, in the years in which it was paid; none
    where it moves nothing, as an instalment that settles interest alone: interest is no money of
    the fund."""

    def moved(change: RecoveryChange) -> None:
        row, moving = change.row, amount(change)
        if not moving:
            return
        text = f"{row.get_cause_display()} {change.input.number}".strip()
        day = change.input.day if kind == EntryKind.RECOVER else None
        lock_years_of(row)
        where = paid_in(row, moving) if source == Account.PAID else receivable_in(row, moving)
        post_by_year(row, kind, source, target, where, text, day)

    moved.__name__ = f"post_{kind.value}"
    return moved


claim_back = posted(
    EntryKind.CLAIM_BACK, Account.PAID, Account.RECEIVABLE, lambda change: change.row.amount
)
take_in = posted(
    EntryKind.RECOVER, Account.RECEIVABLE, Account.RECOVERED, principal_in
)  # fmt: skip
write_off = posted(
    EntryKind.WRITE_OFF, Account.RECEIVABLE, Account.PAID,
    lambda change: change.row.open_principal,
)  # fmt: skip


def settle_when_paid_up(change: RecoveryChange) -> None:
    """The last instalment ends it; the portal says so, under its own event."""
    if change.row.state == State.NOTICED and not change.row.open_amount:
        MACHINE.execute_locked(None, change.row, "settle", replace(change.input, reason=""))


PROPOSED, NOTICED = frozenset({State.PROPOSED}), frozenset({State.NOTICED})

MACHINE = Machine(
    name="recovery",
    model=Recovery,
    noun="项追回",
    rows=(
        Step(
            name="propose", label="提出追回", sources=frozenset(), target=State.PROPOSED,
            may=keeps_its_fund_or_portal, notify=(notices.ask_to_decide_recovery,), by_hand=False,
        ),
        Step(
            name="raise", label="提高追回金额", sources=PROPOSED, target=None,
            may=keeps_its_fund_or_portal, guards=(is_not_own_enterprise,),
            notify=(notices.ask_to_decide_recovery,), reason_required=True, by_hand=False,
        ),
        Step(
            name="lower", label="减少追回金额", sources=PROPOSED | NOTICED, target=None,
            may=is_the_portal, consequences=(settle_when_paid_up,),
            notify=(notices.tell_recovery,), reason_required=True, by_hand=False,
        ),
        Step(
            name="lapse", label="款项已退回，不再追回", sources=PROPOSED | NOTICED,
            target=State.DROPPED, may=is_the_portal, notify=(notices.tell_recovery,),
            reason_required=True, by_hand=False,
        ),
        Step(
            name="notice", label="发出追回通知", sources=PROPOSED, target=State.NOTICED,
            may=keeps_its_fund, guards=(is_not_own_enterprise, was_proposed_by_another),
            checks=(says_the_notice,), effects=(set_the_notice,), consequences=(claim_back,),
            notify=(notices.tell_recovery,), tone="go",
        ),
        Step(
            name="drop", label="不予追回", sources=PROPOSED, target=State.DROPPED,
            may=keeps_its_fund, guards=(is_not_own_enterprise, was_proposed_by_another),
            reason_required=True, reason_missing="请写明不追回的理由和依据。", tone="no",
        ),
        Step(
            name="receive", label="登记缴款", sources=NOTICED, target=None,
            may=keeps_its_fund, guards=(is_not_own_enterprise,), checks=(says_the_receipt,),
            confirmations=(fits,), effects=(add_the_receipt,),
            consequences=(keep_the_receipt, take_in, settle_when_paid_up),
            notify=(notices.tell_recovery,), tone="go",
        ),
        Step(
            name="settle", label="缴清办结", sources=NOTICED, target=State.CLOSED,
            may=keeps_its_fund_or_portal, guards=(is_paid_up,), notify=(notices.tell_recovery,),
            by_hand=False,
        ),
        Step(
            name="write_off", label="核销余款", sources=NOTICED, target=State.WRITTEN_OFF,
            may=keeps_its_fund, guards=(is_not_own_enterprise, was_noticed_by_another),
            consequences=(write_off,), notify=(notices.tell_recovery,), reason_required=True,
            reason_missing="请写明核销的依据文件。", tone="no",
        ),
    ),
    first=PROPOSED,
    final=frozenset({State.CLOSED, State.WRITTEN_OFF, State.DROPPED}),
    tones={State.PROPOSED: "wait", State.NOTICED: "bad", State.CLOSED: "ok", State.DROPPED: ""},
    events=RecoveryEvent,
    parent="recovery",
    takes=RecoveryInput,
)  # fmt: skip
