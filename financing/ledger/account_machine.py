"""The life of an enterprise's account, declared once: one enters it, another confirms it.

Source: domain facts A9 (示例): two-person entry, cooling-off of three working days after a change,
all managers told, never changed inside a paying batch.
"""

from typing import TypeAlias

from django.utils import timezone

from accounts.models import Membership
from accounts.tenancy import Actor
from financing.ledger.notices import tell_account
from financing.models import Payable, PayeeAccount, PayeeAccountEvent
from lifecycle.machine import Machine
from lifecycle.policies import (
    is_city_officer,
    is_its_enterprise,
    is_reviewer_of_its_district,
    is_the_portal,
)
from lifecycle.transitions import Change, Transition, TransitionInput
from procedures.batches.working_days import add_working_days

State = PayeeAccount.State
Step: TypeAlias = Transition[PayeeAccount, TransitionInput]
AccountChange: TypeAlias = Change[PayeeAccount, TransitionInput]
COOLING_OFF = 3  # working days
IN_A_BATCH = (Payable.State.ORDERED, Payable.State.SENT)


# --- who may --------------------------------------------------------------------------------------


def may_confirm(actor: Actor | None, account: PayeeAccount) -> bool:
    """Its own people; its district's bureau and the city for an enterprise of one person."""
    return (
        is_its_enterprise(actor, account)
        or is_reviewer_of_its_district(actor, account)
        or is_city_officer(actor, account)
    )


def has_one_person(organisation_id: int) -> bool:
    rows = Membership.objects.working().filter(organisation_id=organisation_id)
    return rows.values("user_id").distinct().count() < 2


# --- when it is possible --------------------------------------------------------------------------


def was_entered_by_another(actor: Actor | None, account: PayeeAccount) -> str:
    if actor is None or actor.user_id != account.entered_by_id:
        return ""
    return "录入人不能确认自己录入的账户，请由另一位同事确认；企业只有一人的，由区市主管部门确认。"


def is_for_bureaus(actor: Actor | None, account: PayeeAccount) -> str:
    """Bureaus stand in as the second person where there is none, and ask by telephone."""
    if actor is None or actor.is_enterprise or has_one_person(account.organisation_id):
        return ""
    return "这家企业有两位以上人员，由企业的另一位同事确认。"


def is_in_no_batch(actor: Actor | None, account: PayeeAccount) -> str:
    rows = Payable.objects.filter(organisation_id=account.organisation_id, state__in=IN_A_BATCH)
    return "有款项正在支付，等这一批次回单后才能更换账户。" if rows.exists() else ""


# --- what it does ---------------------------------------------------------------------------------


def replace_the_former(change: AccountChange) -> None:
    """The first account can be paid into at once, a changed one after its cooling-off."""
    row, today = change.row, timezone.localdate()
    former = PayeeAccount.objects.in_force().filter(organisation_id=row.organisation_id).first()
    if former is None:
        row.usable_on = today
        return
    MACHINE.execute(None, former.pk, "replace")
    row.usable_on = add_working_days(today, COOLING_OFF)


def tell_entered(change: AccountChange) -> None:
    row = change.row
    tell_account(
        row.organisation_id, "收款账户待确认",
        f"{row.entered_by} 录入了收款账户 {row.masked}，请另一位同事核对后确认。"
        "如果不是本企业的安排，请立即退回并联系主管部门。",
        change.key,
    )  # fmt: skip


def tell_confirmed(change: AccountChange) -> None:
    row = change.row
    tell_account(
        row.organisation_id, "收款账户已确认",
        f"{row.masked} 自 {row.usable_on:%Y-%m-%d} 起用于支付。", change.key,
    )  # fmt: skip


def tell_refused(change: AccountChange) -> None:
    row, why = change.row, change.input.reason.strip()
    tell_account(row.organisation_id, "收款账户未确认", f"{row.masked}：{why}", change.key)


MACHINE = Machine(
    name="payee_account",
    model=PayeeAccount,
    noun="个收款账户",
    rows=(
        Step(
            name="enter", label="录入", sources=frozenset(), target=State.ENTERED,
            may=is_its_enterprise, notify=(tell_entered,), by_hand=False,
        ),
        Step(
            name="confirm", label="确认账户", sources=frozenset({State.ENTERED}),
            target=State.CONFIRMED, may=may_confirm,
            guards=(was_entered_by_another, is_for_bureaus, is_in_no_batch),
            effects=(replace_the_former,), notify=(tell_confirmed,), tone="go",
        ),
        Step(
            name="refuse", label="退回", sources=frozenset({State.ENTERED}),
            target=State.REFUSED, may=may_confirm, guards=(is_for_bureaus,), notify=(tell_refused,),
            reason_required=True, tone="no",
        ),
        Step(
            name="replace", label="停用", sources=frozenset({State.CONFIRMED}),
            target=State.REPLACED, may=is_the_portal, by_hand=False,
        ),
    ),
    first=frozenset({State.ENTERED}),
    final=frozenset({State.REFUSED, State.REPLACED}),
    tones={State.ENTERED: "wait", State.CONFIRMED: "ok", State.REFUSED: "bad"},
    events=PayeeAccountEvent,
    parent="account",
    takes=TransitionInput,
    select_related=("entered_by",),
)  # fmt: skip
