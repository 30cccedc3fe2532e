"""The exhaustive test of a machine: every actor × every state × every transition."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor, acting_as, system_scope
from lifecycle.machine import Event, Machine
from lifecycle.transitions import Input, Row


def states_that_allow(
    machine: Machine[Row, Input, Event],
    name: str,
    actor: Actor,
    make: Callable[[str], Row],
    given: Input | None = None,
) -> list[str]:
    """Try the transition `name` as `actor` in every state, and return those that allowed it.

    `make(state)` makes a row in that state; it is called in a scope that sees all, and what it
    made is undone after the try. Fails where the executor does what the table does not allow,
    refuses what neither the table nor a guard nor a check forbids, or leads elsewhere than the
    table says.
    """
    transition, allowed = machine.transitions[name], []
    for state in machine.states:
        with _undone():
            with system_scope(reason="test"):
                row = make(state)
            with acting_as(actor):
                seen = machine.model._default_manager.filter(pk=row.pk).first()
                against = machine.obstacles(actor, seen, name) if seen else ("not seen",)
                wrong = transition.missing_in(given or machine.takes())
            outcome = _outcome(machine, name, actor, row, given)
            if against or wrong:
                assert outcome is None, f"{name} from {state} was carried out"
            else:
                assert outcome in (transition.targets or {state}), f"{name} led to {outcome}"
            if seen and state in transition.sources and transition.may(actor, seen):
                allowed.append(state)
    return allowed


def _outcome(
    machine: Machine[Row, Input, Event], name: str, actor: Actor, row: Row, given: Input | None
) -> str | None:
    """The state to which the transition led; None where it was refused and changed nothing."""
    try:
        with acting_as(actor):
            return machine.state_of(machine.execute(actor, row.pk, name, given))
    except (NotPermitted, RuleViolation, machine.model.DoesNotExist):
        with system_scope(reason="test"):
            same = machine.model._default_manager.get(pk=row.pk)
            assert machine.state_of(same) == machine.state_of(row)
        return None


class _Undo(Exception):
    """Rolls a block back."""


@contextmanager
def _undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass
