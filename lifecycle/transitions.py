"""The rows of a table of transitions, and a transition on its way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeAlias, TypeVar

from django.db import models

from accounts.tenancy import Actor
from lifecycle.models import TransitionEvent

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class TransitionInput:
    """What the one who carries a transition out says about it; machines that ask for more have a
    dataclass of their own that extends this one."""

    reason: str = ""
    reason_kind: str = ""


Input = TypeVar("Input", bound=TransitionInput)


@dataclass(frozen=True)
class ComputedTarget(Generic[Row]):
    """A target that depends on the row, such as whoever returned it.

    `of(row)` is asked before the change and names one of `among`; `label` says it in the docs.
    """

    of: Callable[[Row], str]
    among: frozenset[str]
    label: str


@dataclass
class Change(Generic[Row, Input]):
    """A transition that is being carried out; what effects and notifications are given.

    `actor` None is the portal itself. `key` is unique for this change of this row: the root of its
    notifications' keys. `facts` are kept with the event as JSON. `event` is None until effects have
    run.
    """

    row: Row
    transition: "Transition[Row, Input]"
    actor: Actor | None
    source: str
    target: str
    input: Input
    key: str
    events: Callable[[], models.QuerySet[TransitionEvent]]
    facts: dict[str, Any] = field(default_factory=dict)
    on_behalf_of: int | None = None
    event: TransitionEvent | None = None

    @property
    def earlier(self) -> models.QuerySet[TransitionEvent]:
        """The row's events so far, not loaded yet."""
        return self.events()


Permission: TypeAlias = Callable[[Actor | None, Row], bool]
Guard: TypeAlias = Callable[[Actor | None, Row], str]
Check: TypeAlias = Callable[[Input], dict[str, str]]
Confirmation: TypeAlias = Callable[[Row, Input], dict[str, str]]
Effect: TypeAlias = Callable[[Change[Row, Input]], None]
Deadline: TypeAlias = Callable[[Change[Row, Input]], date | None]


@dataclass(frozen=True)
class Transition(Generic[Row, Input]):
    """One thing that may happen to a row.

    - `sources`: the states it starts from; none for how a new row begins its life.
    - `target`: the state it leads to; None when the state stays.
    - `may`: whether the actor (None: the portal) may do it to the row, by duty and place.
    - `guards`: each gives a Chinese reason why it is not possible now, or "".
    - `checks`: each gives what is wrong with the input, by its field.
    - `confirmations`: each gives what the input must say about the row as it is, by its field.
    - `effects`: change further columns of the row, which is saved after them.
    - `consequences`: change other rows, once this one is saved with its event.
    - `notify`: owe people their notifications, in the same transaction.
    - `deadline`: the row's due date from now on; without one it stays as it is.
    - `reason_kinds`: of which the input names one. `reason_missing` asks for the reason.
    - `by_hand`: whether there is a button for it; `bulk`: also over many rows at once.
    - `history_label`: what the history says; the button's label where nothing is given.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str | ComputedTarget[Row] | None
    may: Permission[Row]
    guards: tuple[Guard[Row], ...] = ()
    checks: tuple[Check[Input], ...] = ()
    confirmations: tuple[Confirmation[Row, Input], ...] = ()
    effects: tuple[Effect[Row, Input], ...] = ()
    consequences: tuple[Effect[Row, Input], ...] = ()
    notify: tuple[Effect[Row, Input], ...] = ()
    deadline: Deadline[Row, Input] | None = None
    reason_kinds: tuple[models.TextChoices, ...] = ()
    reason_required: bool = False
    reason_missing: str = "请写明原因。"
    by_hand: bool = True
    bulk: bool = False
    tone: str = ""
    history_label: str = ""

    @property
    def targets(self) -> frozenset[str]:
        """The states that it may lead to from any of its sources; none when the state stays."""
        if isinstance(self.target, ComputedTarget):
            return self.target.among
        return frozenset() if self.target is None else frozenset({self.target})

    @property
    def in_history(self) -> str:
        return self.history_label or self.label

    def missing_in(self, given: Input) -> dict[str, str]:
        """What the input lacks or has wrong, by its field."""
        errors = {}
        if self.reason_kinds and given.reason_kind not in self.reason_kinds:
            errors["reason_kind"] = "请选择原因类别。"
        if self.reason_required and not given.reason.strip():
            errors["reason"] = self.reason_missing
        for check in self.checks:
            errors |= check(given)
        return errors


@dataclass(frozen=True)
class AvailableTransition(Generic[Row, Input]):
    """A transition that the actor may make now, or may not for the reasons given."""

    transition: Transition[Row, Input]
    reasons: tuple[str, ...]

    @property
    def is_possible(self) -> bool:
        return not self.reasons
