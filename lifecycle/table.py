"""A life as a table of transitions: its states, their words, and the check of the whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic

from django.db import models

from accounts.tenancy import Actor
from lifecycle.transitions import Input, Row, Transition


@dataclass(kw_only=True, eq=False)
class TransitionTable(Generic[Row, Input]):
    """The declared life of the rows of `model`; checked when it is made.

    - `name`: short and unique among all machines, such as "certificate".
    - `noun`: what people call a row, with its measure word, such as "张证书".
    - `first`: the states in which rows are made; `final`: those that nothing leaves.
    - `tones`: state to the tone of its pill, "calm" where none is named.
    - `owner_labels`: states as the enterprise that owns the row reads them, where it reads other
      words than a reviewer.
    - `other_events`: names of events that are no transitions, with what the history says.

    Raises `ValueError` for states that are unknown, that nothing reaches or that nothing leaves,
    and for final states that something leaves.
    """

    name: str
    model: type[Row]
    noun: str
    rows: tuple[Transition[Row, Input], ...]
    first: frozenset[str]
    final: frozenset[str]
    tones: Mapping[str, str] = field(default_factory=dict)
    owner_labels: Mapping[str, str] = field(default_factory=dict)
    other_events: Mapping[str, str] = field(default_factory=dict)
    state_field: str = "state"

    def __post_init__(self) -> None:
        if len(self.transitions) != len(self.rows):
            raise ValueError(f"{self.name}: two transitions have one name")
        states = set(self.states)
        left = {source for one in self.rows for source in one.sources}
        used = self.first | self.final | left | {to for one in self.rows for to in one.targets}
        if unknown := (used | set(self.tones) | set(self.owner_labels)) - states:
            raise ValueError(f"{self.name}: unknown states: {sorted(unknown)}")
        if unreachable := states - self._reached():
            raise ValueError(f"{self.name}: unreachable states: {sorted(unreachable)}")
        if dead_ends := states - left - self.final:
            raise ValueError(f"{self.name}: dead-end states: {sorted(dead_ends)}")
        if alive := self.final & left:
            raise ValueError(f"{self.name}: final states that can be left: {sorted(alive)}")

    @cached_property
    def transitions(self) -> dict[str, Transition[Row, Input]]:
        """The transitions by name, in the table's order."""
        return {one.name: one for one in self.rows}

    @cached_property
    def states(self) -> dict[str, str]:
        """Every state with its label, in the model's order."""
        column = self.model._meta.get_field(self.state_field)
        assert isinstance(column, models.CharField)
        return {str(value): str(label) for value, label in column.flatchoices}

    @property
    def counter(self) -> str:
        """The measure word of its rows, such as "张"."""
        return self.noun[:1]

    def _reached(self) -> set[str]:
        """The states to which some way leads from the beginning of a life."""
        reached = set(self.first)
        while True:
            further = {
                target
                for one in self.rows
                if not one.sources or one.sources & reached
                for target in one.targets
            } - reached
            if not further:
                return reached
            reached |= further

    def state_of(self, row: Row) -> str:
        return str(getattr(row, self.state_field))

    def tone_of(self, state: str) -> str:
        """The tone of the state's pill."""
        return self.tones.get(state, "calm")

    def label_for(self, actor: Actor | None, state: str) -> str:
        """The name of `state` for the one who reads it."""
        if actor is not None and actor.is_enterprise and state in self.owner_labels:
            return self.owner_labels[state]
        return self.states[state]

    def event_label(self, name: str) -> str:
        """What an event is called, also one that is no transition or that is no longer made."""
        one = self.transitions.get(name)
        return one.label if one else self.other_events.get(name, name)

    def in_history(self, name: str) -> str:
        """What the history says of an event."""
        one = self.transitions.get(name)
        return one.in_history if one else self.other_events.get(name, name)
