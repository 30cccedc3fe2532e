"""The life of a registration, declared once: an entry of the registry until it is confirmed."""

from dataclasses import dataclass, field
from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor
from enterprises.actions.entry_values import EntryValues, fill
from enterprises.actions.telling import tell_enterprise
from enterprises.models import Enterprise, RegistrationEvent, RegistrationState
from enterprises.policies import may_decide
from enterprises.rules.credit_code import check_problem
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import is_its_enterprise
from lifecycle.transitions import Change, Transition, TransitionInput

State = RegistrationState


@dataclass(frozen=True)
class RegistrationInput(TransitionInput):
    """What is entered with a transition: corrected values by field, or the code of a claim."""

    values: EntryValues = field(default_factory=EntryValues)


RegistrationTransition: TypeAlias = Transition[Enterprise, RegistrationInput]
RegistrationChange: TypeAlias = Change[Enterprise, RegistrationInput]


# --- who may --------------------------------------------------------------------------------------


def is_its_bureau(actor: Actor | None, enterprise: Enterprise) -> bool:
    return actor is not None and may_decide(actor, enterprise)


def is_its_bureau_or_the_portal(actor: Actor | None, enterprise: Enterprise) -> bool:
    """The portal's own command line imports lists too."""
    return actor is None or may_decide(actor, enterprise)


# --- what it does ---------------------------------------------------------------------------------


def note_decision(change: RegistrationChange) -> None:
    enterprise = change.row
    enterprise.confirmed_by_id = change.actor.user_id if change.actor else None
    enterprise.confirmed_at = timezone.now()
    enterprise.refusal_reason = change.input.reason.strip()[:500]


def note_confirmation(change: RegistrationChange) -> None:
    """The reason of a confirmation says why a code whose check fails was let pass."""
    note_decision(change)
    change.row.refusal_reason = ""
    if check_problem(change.row.credit_code or ""):
        change.row.code_note = change.input.reason.strip()[:500]


def enter_values(change: RegistrationChange) -> None:
    fill(change.row, change.input.values)


def enter_code(change: RegistrationChange) -> None:
    change.row.credit_code = change.input.values["credit_code"]


def _bureau(change: RegistrationChange) -> str:
    """Who signs a decision: the bureau, not the person."""
    assert change.actor is not None, "people decide about registrations"
    return change.actor.organisation_name


def tell_confirmed(change: RegistrationChange) -> None:
    tell_enterprise(
        change.row,
        "企业登记已确认",
        f"{_bureau(change)}已确认 {change.row.name} 的登记，现在可以填报年度数据和申报项目。",
        change.key,
    )


def tell_refused(change: RegistrationChange) -> None:
    tell_enterprise(
        change.row,
        "企业登记未通过，请更正",
        f"{_bureau(change)}：{change.row.refusal_reason}",
        change.key,
    )


TRANSITIONS = (
    RegistrationTransition(
        name="confirm",
        label="确认登记",
        sources=frozenset({State.PENDING}),
        target=State.CONFIRMED,
        may=is_its_bureau,
        guards=(is_not_own_enterprise,),
        effects=(note_confirmation,),
        notify=(tell_confirmed,),
        tone="go",
    ),
    RegistrationTransition(
        name="refuse",
        label="登记不予通过",
        sources=frozenset({State.PENDING}),
        target=State.REFUSED,
        may=is_its_bureau,
        guards=(is_not_own_enterprise,),
        effects=(note_decision,),
        notify=(tell_refused,),
        reason_required=True,
        reason_missing="请写明未通过的原因，企业据此更正。",
        tone="no",
    ),
    RegistrationTransition(
        name="correct",
        label="更正登记",
        sources=frozenset({State.PENDING, State.REFUSED}),
        target=State.PENDING,
        may=is_its_enterprise,
        effects=(enter_values,),
        by_hand=False,  # has a page of its own
    ),
    RegistrationTransition(
        name="claim",
        label="认领并确认",
        history_label="企业认领，登记确认",
        sources=frozenset({State.UNCLAIMED}),
        target=State.CONFIRMED,
        may=is_its_bureau,
        guards=(is_not_own_enterprise,),
        effects=(enter_code, note_confirmation),
        by_hand=False,  # follows from a claim that is granted
    ),
    RegistrationTransition(
        name="import",
        label="导入并确认",
        history_label="随名单导入，登记确认",
        sources=frozenset({State.UNCLAIMED}),
        target=State.CONFIRMED,
        may=is_its_bureau_or_the_portal,
        effects=(note_decision,),
        by_hand=False,  # follows from a list that is imported
    ),
    RegistrationTransition(
        name="unclaim",
        label="撤回导入",
        history_label="导入撤回，恢复待认领",
        sources=frozenset({State.CONFIRMED}),
        target=State.UNCLAIMED,
        may=is_its_bureau_or_the_portal,
        effects=(enter_values,),
        by_hand=False,  # follows from a list that is taken back
    ),
)

MACHINE = Machine(
    name="registration",
    model=Enterprise,
    noun="家企业",
    rows=TRANSITIONS,
    # What a bureau brings in with a code is confirmed from the beginning.
    first=frozenset({State.PENDING, State.UNCLAIMED, State.CONFIRMED}),
    final=frozenset(),
    tones={State.PENDING: "wait", State.CONFIRMED: "ok", State.REFUSED: "bad"},
    other_events={"place": "确定区市"},
    state_field="registration_state",
    events=RegistrationEvent,
    parent="enterprise",
    takes=RegistrationInput,
)
