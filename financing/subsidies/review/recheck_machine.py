"""The life of a re-check of a paid claim, declared once. Source: domain file A7 (抽查, 追回)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.utils import timezone

from financing.models import Recheck, RecheckEvent
from financing.subsidies.review.budget import propose_recovery
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, Transition, TransitionInput

State = Recheck.State


@dataclass(frozen=True)
class RecheckInput(TransitionInput):
    """`to_recover`: what is to come back, in 元."""

    to_recover: Decimal | None = None


RecheckChange: TypeAlias = Change[Recheck, RecheckInput]
RecheckTransition: TypeAlias = Transition[Recheck, RecheckInput]


def names_an_amount(given: RecheckInput) -> dict[str, str]:
    positive = given.to_recover is not None and given.to_recover > 0
    return {} if positive else {"to_recover": "请填写应追回的金额。"}


def not_more_than_paid(row: Recheck, given: RecheckInput) -> dict[str, str]:
    if given.to_recover is not None and given.to_recover > row.paid:
        return {"to_recover": f"不能超过已付的 {row.paid:,.2f} 元。"}
    return {}


def keep_finding(change: RecheckChange) -> None:
    change.row.finding = change.input.reason.strip()[:1000]
    change.row.found_at = timezone.now()
    change.row.to_recover = change.input.to_recover or Decimal(0)


def start_recovery(change: RecheckChange) -> None:
    propose_recovery(change.row)


OPEN = frozenset({State.OPEN})
TRANSITIONS = (
    RecheckTransition(
        name="clear",
        label="没有问题",
        sources=OPEN,
        target=State.CLEAR,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        effects=(keep_finding,),
        reason_required=True,
        reason_missing="请写明看了什么。",
        tone="go",
    ),
    RecheckTransition(
        name="problem",
        label="发现问题，提出追回",
        sources=OPEN,
        target=State.PROBLEM,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        checks=(names_an_amount,),
        confirmations=(not_more_than_paid,),
        effects=(keep_finding,),
        consequences=(start_recovery,),
        reason_required=True,
        reason_missing="请写明发现的问题和依据。",
        tone="no",
    ),
)

MACHINE = Machine(
    name="recheck",
    model=Recheck,
    noun="件复查",
    rows=TRANSITIONS,
    first=OPEN,
    final=frozenset({State.CLEAR, State.PROBLEM}),
    tones={State.OPEN: "wait", State.CLEAR: "ok", State.PROBLEM: "bad"},
    events=RecheckEvent,
    parent="recheck",
    takes=RecheckInput,
)
