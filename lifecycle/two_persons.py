"""Acts that cannot be undone take two persons: one proposes, another one approves.

Each act is registered with what it needs to be carried out later. The act itself asks
`refuse_one_person`, so that no way leads around the second person; `ACTS_BY_ONE_PERSON` of the
settings names the acts for which a city wants it otherwise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.safestring import SafeString

from accounts.actors import home_of
from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from lifecycle.models import ActProposal

Content = Mapping[str, Any]
ALREADY = "已由{}提出，正在等待另一位经办人批准。"


@dataclass(frozen=True)
class TwoPersonAct:
    """An act that takes two persons.

    - `name`: unique, such as "certificate.revoke"; `label`: what people call it.
    - `carry_out`: does it as the one who approves, and gives the address to go on to.
    - `told`: what the one who approves reads of its content, as labels and texts.
    - `page`: the address of what it is about.
    - `effects`: what it would bring about for the actor, as headings and tables: the same that
      the one who proposes was shown.
    - `printed`: the texts that it puts into an official document, where it makes one.
    """

    name: str
    label: str
    carry_out: Callable[[Actor, Content], str]
    told: Callable[[Content], list[tuple[str, str]]]
    page: Callable[[Content], str]
    effects: Callable[[Actor, Content], list[tuple[str, SafeString]]]
    printed: Callable[[Content], Iterable[str]] = lambda content: ()


_acts: dict[str, TwoPersonAct] = {}
_approved: ContextVar[ActProposal | None] = ContextVar("approved", default=None)


def register_act(act: TwoPersonAct) -> None:
    """Make the act known. Raises `ValueError` for a name that another one has."""
    if _acts.setdefault(act.name, act) is not act:
        raise ValueError(f"two acts are called {act.name}")


def all_acts() -> list[TwoPersonAct]:
    return list(_acts.values())


def act_named(name: str) -> TwoPersonAct:
    """Raises `KeyError` for a name that no act has."""
    return _acts[name]


def needs_two(name: str) -> bool:
    """Whether the act takes two persons in this city."""
    return name not in settings.ACTS_BY_ONE_PERSON


def approval() -> ActProposal | None:
    """The approved proposal that is being carried out now."""
    return _approved.get()


@contextmanager
def carrying_out(proposal: ActProposal) -> Iterator[None]:
    """While what was approved is done."""
    token = _approved.set(proposal)
    try:
        yield
    finally:
        _approved.reset(token)


def only_one_person(name: str, subject: str) -> str:
    """Why the act is not to be carried out now, or "": nobody else has proposed it."""
    approved = approval()
    if not needs_two(name):
        return ""
    if approved is not None and (approved.act, approved.subject) == (name, subject):
        return ""
    return f"{_acts[name].label}须由两人办理：一人提出，另一位经办人批准。"


def refuse_one_person(name: str, subject: str) -> None:
    """Raises `RuleViolation` where the act takes two persons and no other has proposed it."""
    if why := only_one_person(name, subject):
        raise RuleViolation(why)


def open_proposal(name: str, subject: str) -> ActProposal | None:
    """What waits for the second person, with the first."""
    rows = ActProposal.objects.filter(act=name, subject=subject, state=ActProposal.State.OPEN)
    return rows.select_related("proposed_by").first()


def propose(actor: Actor, name: str, subject: str, label: str, content: Content) -> ActProposal:
    """Propose an act whose content the caller has checked; a colleague is told to decide.

    Raises `RuleViolation` where it is proposed already, and as the machine of proposals.
    """
    from lifecycle.proposal_machine import MACHINE

    with transaction.atomic():
        if waiting := open_proposal(name, subject):
            raise RuleViolation(ALREADY.format(waiting.proposed_by))
        try:
            with transaction.atomic():
                proposal = ActProposal.objects.create(
                    **home_of(actor),
                    act=name,
                    subject=subject,
                    label=label[:300],
                    content=dict(content),
                    proposed_by_id=actor.user_id,
                )
        except IntegrityError as twice:
            # Somebody proposed it in the same moment.
            waiting = open_proposal(name, subject)
            if waiting is None:
                raise
            raise RuleViolation(ALREADY.format(waiting.proposed_by)) from twice
        return MACHINE.begin(actor, proposal, "propose")
