"""The life of a certificate, declared once: what may happen to it, by whom, and what follows.

Nothing but `certification.executor` carries a transition out.
Source: 工信部企业〔2022〕63号 (validity, re-check, cancellation), domain.md 1.1.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.tenancy import Actor
from certification import effects, guards, policies
from certification.changes import CertificateChange
from certification.models import Certificate, CertificateEvent

State = Certificate.State
ReasonKind = CertificateEvent.ReasonKind
May = Callable[[Actor | None, Certificate], bool]
Guard = Callable[[Actor | None, Certificate], str]
Effect = Callable[[CertificateChange], None]


@dataclass(frozen=True)
class Transition:
    """One thing that may happen to a certificate. `target` None: its state stays. `told` is what
    the timeline says. `by_hand`: the city has a page for it."""

    name: str
    label: str
    told: str
    sources: frozenset[State]
    target: State | None
    may: May
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    notify: tuple[Effect, ...] = ()
    reason_kinds: tuple[ReasonKind, ...] = ()
    reason_required: bool = False
    document_required: bool = False
    by_hand: bool = False
    tone: str = ""


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


MISCONDUCT = (
    ReasonKind.FRAUD, ReasonKind.ACCIDENT, ReasonKind.DISHONESTY, ReasonKind.TAX_EVASION,
)  # fmt: skip

TRANSITIONS: dict[str, Transition] = {
    transition.name: transition
    for transition in (
        Transition(
            name="fall_due",
            label="转入待复核",
            told="进入待复核",
            sources=_from(State.VALID),
            target=State.RECHECK_DUE,
            may=policies.is_the_portal,
            guards=(guards.has_not_run_out,),
            notify=(effects.tell_recheck_due,),
        ),
        Transition(
            name="expire",
            label="到期",
            told="有效期届满",
            sources=_from(State.VALID, State.RECHECK_DUE, State.SUSPENDED),
            target=State.EXPIRED,
            may=policies.is_the_portal,
            guards=(guards.has_run_out,),
            notify=(effects.tell_expired,),
        ),
        Transition(
            name="suspend",
            label="暂停证书",
            told="暂停",
            sources=_from(State.VALID, State.RECHECK_DUE),
            target=State.SUSPENDED,
            may=policies.is_city_officer,
            guards=(guards.is_not_own_enterprise,),
            notify=(effects.tell_suspended,),
            reason_kinds=(*MISCONDUCT, ReasonKind.NO_UPDATE, ReasonKind.OTHER),
            reason_required=True,
            by_hand=True,
            tone="no",
        ),
        Transition(
            name="lift",
            label="解除暂停",
            told="解除暂停，恢复有效",
            sources=_from(State.SUSPENDED),
            target=State.VALID,
            may=policies.is_city_officer,
            guards=(guards.is_not_own_enterprise, guards.has_not_run_out),
            notify=(effects.tell_lifted,),
            reason_required=True,
            by_hand=True,
            tone="go",
        ),
        Transition(
            name="revoke",
            label="撤销证书",
            told="撤销",
            sources=_from(State.VALID, State.RECHECK_DUE, State.SUSPENDED),
            target=State.REVOKED,
            may=policies.is_city_officer,
            guards=(guards.is_not_own_enterprise,),
            notify=(effects.tell_revoked,),
            reason_kinds=(
                *MISCONDUCT, ReasonKind.NO_UPDATE, ReasonKind.CORRECTION, ReasonKind.OTHER,
            ),
            reason_required=True,
            by_hand=True,
            tone="no",
        ),
        Transition(
            name="renew",
            label="复核通过",
            told="复核通过，延长有效期",
            sources=_from(State.VALID, State.RECHECK_DUE, State.EXPIRED),
            target=State.VALID,
            may=policies.decides_its_case,
            guards=(guards.is_not_own_enterprise,),
            effects=(effects.extend_validity, effects.typeset_again),
            notify=(effects.tell_renewed,),
        ),
        Transition(
            name="rename",
            label="企业更名",
            told="企业更名",
            sources=_from(State.VALID, State.RECHECK_DUE, State.SUSPENDED),
            target=None,
            may=policies.is_city_officer,
            guards=(guards.is_not_own_enterprise,),
            effects=(effects.change_holder, effects.typeset_again),
            notify=(effects.tell_holder_changed,),
            reason_required=True,
            document_required=True,
            by_hand=True,
            tone="go",
        ),
        Transition(
            name="merge",
            label="企业合并，转由另一企业持有",
            told="企业合并，证书由合并后的企业持有",
            sources=_from(State.VALID, State.RECHECK_DUE, State.SUSPENDED),
            target=None,
            may=policies.is_city_officer,
            guards=(guards.is_not_own_enterprise,),
            effects=(effects.change_holder, effects.typeset_again),
            notify=(effects.tell_holder_changed, effects.tell_former_holder),
            reason_required=True,
            document_required=True,
            by_hand=True,
            tone="go",
        ),
    )
}  # fmt: skip

FINAL_STATES = frozenset({State.REVOKED, State.EXPIRED})
TONES = {
    State.VALID: "ok",
    State.RECHECK_DUE: "calm",
    State.SUSPENDED: "wait",
    State.REVOKED: "bad",
    State.EXPIRED: "bad",
}


def tone_of(state: str) -> str:
    return TONES[State(state)]


def check_machine() -> None:
    """Raise `ValueError` for states that nothing reaches or nothing leaves."""
    reached = {State.VALID} | {t.target for t in TRANSITIONS.values() if t.target}
    left = {source for t in TRANSITIONS.values() for source in t.sources}
    if unreachable := set(State) - reached:
        raise ValueError(f"unreachable states: {unreachable}")
    if dead_ends := set(State) - left - FINAL_STATES:
        raise ValueError(f"dead-end states: {dead_ends}")


check_machine()
