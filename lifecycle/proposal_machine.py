"""The life of a proposal for an act that takes two persons, declared once."""

from typing import TypeAlias

from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import Gathered, Kind, notify, people_of, work_is_done
from accounts.tenancy import Actor
from lifecycle.machine import Machine
from lifecycle.models import ActProposal, ActProposalEvent
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, Transition, TransitionInput
from lifecycle.two_persons import act_named, carrying_out

State, SORT = ActProposal.State, "proposals"
ProposalTransition: TypeAlias = Transition[ActProposal, TransitionInput]
ProposalChange: TypeAlias = Change[ActProposal, TransitionInput]


def is_the_proposer(actor: Actor | None, proposal: ActProposal) -> bool:
    return actor is not None and actor.is_city and actor.user_id == proposal.proposed_by_id


def is_another_person(actor: Actor | None, proposal: ActProposal) -> str:
    """Who proposes an act does not approve it."""
    if actor is None or actor.user_id != proposal.proposed_by_id:
        return ""
    return "提出人不能批准自己提出的办理，请由另一位经办人批准。"


def carry_it_out(change: ProposalChange) -> None:
    """Do what was proposed, as the one who approves; what forbids it undoes the approval."""
    assert change.actor is not None, "people approve"
    proposal = change.row
    with carrying_out(proposal):
        proposal.led_to = act_named(proposal.act).carry_out(change.actor, proposal.content)


def ask_colleagues(change: ProposalChange) -> None:
    _tell(
        [one for one in people_of(duty=Duty.CITY_OFFICER) if one != change.row.proposed_by_id],
        change,
        f"等您批准：{change.row.label}",
        f"{change.row.proposed_by}提出，须由另一位经办人批准。",
        Kind.WORK,
        Gathered(SORT, str(change.row.pk), "等您批准：{} 项办理", reverse("people:proposals")),
    )


def tell_proposer(change: ProposalChange) -> None:
    said = f"{State(change.target).label}：{change.row.label}"
    reason = change.input.reason.strip()
    _tell([change.row.proposed_by_id], change, said, f"原因：{reason}" if reason else "")


def no_longer_asked(change: ProposalChange) -> None:
    work_is_done(SORT, str(change.row.pk))


def _tell(
    people: list[int], change: ProposalChange, title: str, body: str,
    kind: Kind = Kind.CASES, gathered: Gathered | None = None,
) -> None:  # fmt: skip
    link = reverse("people:proposal", args=[change.row.pk])
    notify(
        people, title=title, body=body, link=link, dedupe_key=change.key, kind=kind,
        gathered=gathered,
    )  # fmt: skip


MACHINE = Machine(
    name="act_proposal",
    model=ActProposal,
    noun="项办理",
    rows=(
        ProposalTransition(
            name="propose",
            label="提出",
            sources=frozenset(),
            target=State.OPEN,
            may=is_city_officer,
            notify=(ask_colleagues,),
            by_hand=False,
        ),
        ProposalTransition(
            name="approve",
            label="批准并办理",
            history_label="批准",
            sources=frozenset({State.OPEN}),
            target=State.CARRIED_OUT,
            may=is_city_officer,
            guards=(is_another_person,),
            consequences=(carry_it_out,),
            notify=(tell_proposer, no_longer_asked),
            tone="go",
        ),
        ProposalTransition(
            name="refuse",
            label="不批准",
            sources=frozenset({State.OPEN}),
            target=State.REFUSED,
            may=is_city_officer,
            guards=(is_another_person,),
            notify=(tell_proposer, no_longer_asked),
            reason_required=True,
            reason_missing="请写明不批准的原因，提出人会看到。",
            tone="no",
        ),
        ProposalTransition(
            name="withdraw",
            label="撤回",
            sources=frozenset({State.OPEN}),
            target=State.WITHDRAWN,
            may=is_the_proposer,
            notify=(no_longer_asked,),
            tone="no",
        ),
    ),
    first=frozenset({State.OPEN}),
    final=frozenset({State.CARRIED_OUT, State.REFUSED, State.WITHDRAWN}),
    tones={State.OPEN: "wait", State.CARRIED_OUT: "ok", State.REFUSED: "bad"},
    events=ActProposalEvent,
    parent="proposal",
    takes=TransitionInput,
    select_related=("proposed_by",),
)
