"""The life of a change of a budget, declared once: proposed by one person, approved by another.

Source: domain facts A10 (示例): a budget is never lowered below what is reserved, committed or
spent; what is open at the year's end is carried or released by decision.
"""

from typing import TypeAlias

from django.urls import reverse

from accounts.tenancy import Actor
from financing.ledger.budgets import carry_out, why_not
from financing.ledger.keepers import keeps_it
from financing.ledger.notices import tell_keepers
from financing.models import BudgetChange, BudgetChangeEvent
from lifecycle.gathering import ends_work, gathered
from lifecycle.machine import Machine
from lifecycle.transitions import Change, Transition, TransitionInput

State = BudgetChange.State
Step: TypeAlias = Transition[BudgetChange, TransitionInput]
OPEN = frozenset({State.OPEN})


def is_the_proposer(actor: Actor | None, change: BudgetChange) -> bool:
    return keeps_it(actor, change) and actor is not None and actor.user_id == change.proposed_by_id


def is_another_person(actor: Actor | None, change: BudgetChange) -> str:
    if actor is None or actor.user_id != change.proposed_by_id:
        return ""
    return "提出人不能批准自己提出的预算变动，请由另一位经办人批准。"


def is_possible_now(actor: Actor | None, change: BudgetChange) -> str:
    return why_not(change)


def enter_it(changed: Change[BudgetChange, TransitionInput]) -> None:
    carry_out(changed.row)


def ask_another(changed: Change[BudgetChange, TransitionInput]) -> None:
    row = changed.row
    tell_keepers(
        row.district_id, f"等您批准：{row.fund_year} {row.get_kind_display()}",
        f"{row.amount:,.2f} 元，依据 {row.document}。须由提出人以外的经办人批准。",
        reverse("financing:fund_year", args=[row.fund_year_id]), changed.key,
        gathered("budgets", changed, "等您批准：{} 项预算变动", reverse("financing:funds")),
    )  # fmt: skip


MACHINE = Machine(
    name="budget_change",
    model=BudgetChange,
    noun="项预算变动",
    rows=(
        Step(
            name="propose", label="提出", sources=frozenset(), target=State.OPEN, may=keeps_it,
            notify=(ask_another,), by_hand=False,
        ),
        Step(
            name="approve", label="批准并入账", history_label="批准", sources=OPEN,
            target=State.CARRIED_OUT, may=keeps_it, guards=(is_another_person, is_possible_now),
            consequences=(enter_it,), tone="go",
        ),
        Step(
            name="refuse", label="不批准", sources=OPEN, target=State.REFUSED, may=keeps_it,
            guards=(is_another_person,), reason_required=True,
            reason_missing="请写明不批准的原因，提出人会看到。", tone="no",
        ),
        Step(
            name="withdraw", label="撤回", sources=OPEN, target=State.WITHDRAWN,
            may=is_the_proposer, tone="no",
        ),
    ),
    first=OPEN,
    final=frozenset({State.CARRIED_OUT, State.REFUSED, State.WITHDRAWN}),
    tones={State.OPEN: "wait", State.CARRIED_OUT: "ok", State.REFUSED: "bad"},
    events=BudgetChangeEvent,
    parent="change",
    takes=TransitionInput,
    carried=("district_id",),
    select_related=("fund_year__fund", "proposed_by"),
)  # fmt: skip
ends_work(MACHINE, "budgets", State.OPEN)
