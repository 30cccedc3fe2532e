"""The one executor: it carries transitions out, and nothing else assigns a state.

Lock the row → expected version → source → may → all guards and checks → change → effects → event →
save → consequences → subscribers → notifications, in one transaction. The trail is written by the
database, notifications are outbox rows. A trigger (`lifecycle.state_guard`) makes the database
refuse a change of state without its event.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, StaleVersion, refuse
from accounts.outbox import posted_together
from accounts.tenancy import Actor, TenantModel, TenantQuerySet
from lifecycle.history import HistoryLine, lines_of
from lifecycle.models import TransitionEvent
from lifecycle.table import TransitionTable
from lifecycle.transitions import (
    AvailableTransition,
    Change,
    ComputedTarget,
    Effect,
    Guard,
    Input,
    Row,
    Transition,
)

Event = TypeVar("Event", bound=TransitionEvent)
THE_PORTAL = "平台"
TENANT = ("organisation_id", "district_id")


@dataclass(kw_only=True, eq=False)
class Machine(TransitionTable[Row, Input], Generic[Row, Input, Event]):
    """A table of transitions together with the events that it writes.

    - `events`: the model of the events, which know the row by their foreign key `parent`.
    - `takes`: the kind of input that its transitions are given.
    - `carried`: further columns of a row that its events repeat, such as "bank_id"; a tenant's
      keys are repeated always, as they were before the change.
    - `event_fields`: values for columns that the event model has beyond those of its base.
    - `details`: what the history adds to a line, from those columns.
    - `stands_in_for`: the absent colleague in whose place an actor acts on a row, or None.
    - `due_field`: the date column that transitions with a `deadline` set.
    - `select_related`: what guards and effects read of the row.
    - `bulk_page`: the name of the page that shows a bulk run, which takes its id.
    - `worded`: a refusal in the row's own words, where rows of one life are called differently.
    """

    events: type[Event]
    parent: str
    takes: type[Input]
    carried: tuple[str, ...] = ()
    event_fields: Callable[[Change[Row, Input]], dict[str, object]] | None = None
    details: Callable[[Event], Iterable[str]] | None = None
    stands_in_for: Callable[[Actor, Row], int | None] | None = None
    due_field: str = ""
    version_field: str = "version"
    select_related: tuple[str, ...] = ()
    bulk_page: str = ""
    worded: Callable[[Row, str], str] = lambda row, text: text
    subscribers: list[Effect[Row, Input]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        if issubclass(self.model, TenantModel):
            self.carried = (*TENANT, *self.carried)
        if not self.due_field and any(one.deadline for one in self.rows):
            raise ValueError(f"{self.name}: deadlines without a column for them")

    # --- what is possible -----------------------------------------------------------------------

    def available(self, actor: Actor, row: Row) -> list[AvailableTransition[Row, Input]]:
        """What the actor may do by hand with the row as it is, with all that forbids it now."""
        state = self.state_of(row)
        asked: dict[Guard[Row], str] = {}  # several transitions share a guard
        return [
            AvailableTransition(one, _reasons(one, actor, row, asked))
            for one in self.rows
            if one.by_hand and state in one.sources and one.may(actor, row)
        ]

    def obstacles(
        self,
        actor: Actor | None,
        row: Row,
        name: str,
        asked: dict[Guard[Row], str] | None = None,
    ) -> tuple[str, ...]:
        """Everything that keeps the actor from carrying the transition `name` out on the row now;
        nothing when it can be done. `asked` has what guards have answered already."""
        one = self.transitions[name]
        if self.state_of(row) not in one.sources:
            return (self.worded(row, f"现在是“{self._name_of(row)}”，不能{one.label}。"),)
        if not one.may(actor, row):
            return (f"您的职责不能进行“{one.label}”。",)
        return _reasons(one, actor, row, asked)

    # --- carrying out ---------------------------------------------------------------------------

    def execute(
        self,
        actor: Actor | None,
        pk: object,
        name: str,
        given: Input | None = None,
        *,
        expected_version: int | None = None,
    ) -> Row:
        """Carry out the transition `name` on one row and return the row.

        `actor` None is the portal itself. `expected_version` is the version that the page showed;
        None skips that check. Raises the model's `DoesNotExist` for a row outside the scope,
        `StaleVersion` when somebody else changed it meanwhile, `NotPermitted`, or `RuleViolation`
        with every reason, those about the input at their fields.
        """
        with transaction.atomic():
            row = self.locked(actor, pk)
            self._refuse_stale(row, expected_version)
            self._execute(actor, row, name, given)
            return row

    def execute_locked(
        self, actor: Actor | None, row: Row, name: str, given: Input | None = None
    ) -> Row:
        """Carry out the transition `name` on a row of `locked`, for an act that looks at the row
        first. Raises as `execute`; a refused row is to be read again."""
        with transaction.atomic():
            self._execute(actor, row, name, given)
            return row

    def locked(self, actor: Actor | None, pk: object) -> Row:
        """The row that the actor sees, locked until the transaction ends, with what guards and
        effects read of it. Raises the model's `DoesNotExist`."""
        rows: QuerySet[Row] = self.model._default_manager.all()
        if actor is not None and isinstance(rows, TenantQuerySet):
            rows = rows.visible_to(actor)
        rows = rows.select_related(*self.select_related) if self.select_related else rows
        return rows.select_for_update(of=("self",)).get(pk=pk)

    def change_many(
        self, actor: Actor | None, rows: Iterable[Row], name: str, given: Input | None = None
    ) -> list[Event]:
        """Make the transition `name` on rows that the caller has locked, and give their events.

        The caller saves both in bulk, the events first. Raises as `execute` at the first row that
        is refused, and `ValueError` for a transition that more follows from than effects.
        """
        one, given = self.transitions[name], given or self.takes()
        if one.consequences or one.notify or self.subscribers:
            raise ValueError(f"{self.name}: {name} is carried out row by row")
        events = []
        for row in rows:
            self._refuse_source(one, row)
            self._refuse(one, actor, row, given)
            setattr(row, self.version_field, self._version_of(row) + 1)
            events.append(self._change_made(one, actor, row, given)[1])
        return events

    def begin(self, actor: Actor | None, row: Row, name: str, given: Input | None = None) -> Row:
        """Record how a row that was created just now, in the transition's target, began its life.

        Raises as `execute`. Needs a transaction that is open already.
        """
        one, given = self.transitions[name], given or self.takes()
        if one.sources or self.state_of(row) not in one.targets:
            raise ValueError(f"{self.name}: {name} does not begin in {self.state_of(row)}")
        with transaction.atomic():
            self._refuse(one, actor, row, given)
            self._carry_out(one, actor, row, given)
            return row

    def record(self, actor: Actor | None, row: Row, name: str, reason: str = "") -> Event:
        """Write an event of `other_events`, which leaves the row as it is, into its history."""
        if name not in self.other_events:
            raise ValueError(f"{self.name}: no event is called {name}")
        state = self.state_of(row)
        values = self._carried(row)
        event = self._event(
            actor, row, transition=name, source=state, target=state, reason=reason, **values
        )
        event.save(force_insert=True)
        return event

    def subscribe(self, subscriber: Effect[Row, Input]) -> None:
        """Let an app above call `subscriber` with each change once it is made, in the change's own
        transaction and scope: what it raises undoes the change."""
        self.subscribers.append(subscriber)

    def _refuse_source(self, one: Transition[Row, Input], row: Row) -> None:
        if self.state_of(row) not in one.sources:
            raise RuleViolation(
                self.worded(row, f"“{row}”现在是“{self._name_of(row)}”，不能{one.label}。")
            )

    def _name_of(self, row: Row) -> str:
        return self.states[self.state_of(row)]

    def _refuse(
        self, one: Transition[Row, Input], actor: Actor | None, row: Row, given: Input
    ) -> None:
        if not one.may(actor, row):
            raise NotPermitted(f"您的职责不能对这{self.noun}进行“{one.label}”。")
        errors = one.missing_in(given)
        for confirmation in one.confirmations:
            errors |= confirmation(row, given)
        if reasons := _reasons(one, actor, row):
            errors[""] = "".join((errors.get("", ""), *reasons))
        refuse(errors)

    def _execute(self, actor: Actor | None, row: Row, name: str, given: Input | None) -> None:
        one, given = self.transitions[name], given or self.takes()
        self._refuse_source(one, row)
        self._refuse(one, actor, row, given)
        setattr(row, self.version_field, self._version_of(row) + 1)
        self._carry_out(one, actor, row, given)

    def _carry_out(
        self, one: Transition[Row, Input], actor: Actor | None, row: Row, given: Input
    ) -> None:
        change, event = self._change_made(one, actor, row, given)
        event.save(force_insert=True)
        change.event = event
        row.save()
        with posted_together():
            for step in (*one.consequences, *self.subscribers, *one.notify):
                step(change)

    def _change_made(
        self, one: Transition[Row, Input], actor: Actor | None, row: Row, given: Input
    ) -> tuple[Change[Row, Input], Event]:
        """Change the row and give its event; neither is saved."""
        # A row that an effect gives to another tenant takes its events along when it is saved.
        carried = self._carried(row)
        change = self._change(one, actor, row, given)
        if one.deadline is not None:
            setattr(row, self.due_field, one.deadline(change))
        setattr(row, self.state_field, change.target)
        for effect in one.effects:
            effect(change)
        return change, self._event(actor, row, **self._said(change), **carried)

    def _change(
        self, one: Transition[Row, Input], actor: Actor | None, row: Row, given: Input
    ) -> Change[Row, Input]:
        source = self.state_of(row)
        target = one.target.of(row) if isinstance(one.target, ComputedTarget) else one.target
        if target is not None and target not in one.targets:
            raise ValueError(f"{self.name}: {one.name} may not lead to {target}")
        return Change(
            row=row,
            transition=one,
            actor=actor,
            source=source if one.sources else "",
            target=str(target or source),
            input=given,
            key=f"{self.name}:{row.pk}:{self._version_of(row)}:{one.name}",
            events=lambda: self.events_of(row),
            on_behalf_of=self.stands_in_for(actor, row) if actor and self.stands_in_for else None,
        )

    # --- rows and events ------------------------------------------------------------------------

    def _version_of(self, row: Row) -> int:
        return int(getattr(row, self.version_field))

    def _refuse_stale(self, row: Row, expected: int | None) -> None:
        if expected is None or expected == self._version_of(row):
            return
        last = self.events_of(row).select_related("user").order_by("-id").first()
        if last is None:
            raise StaleVersion(f"这{self.noun}刚刚有改动，请刷新后再操作。")
        who = last.user or last.organisation_name
        when = timezone.localtime(last.at)
        done = self.event_label(last.transition)
        raise StaleVersion(f"{who} 已于 {when:%m月%d日 %H:%M} 进行了“{done}”，请查看后再操作。")

    def events_of(self, row: Row) -> QuerySet[Event]:
        return self.events._default_manager.filter(**{self.parent: row})

    def history(self, row: Row) -> list[HistoryLine]:
        """What happened to the row, the latest first, as components/timeline.html takes it."""
        return self.history_of(self.events_of(row).select_related("user", "on_behalf_of"))

    def history_of(self, events: Iterable[Event]) -> list[HistoryLine]:
        """Events that are loaded with their people, as `history`."""
        return lines_of(self, events, self.details)

    def _carried(self, row: Row) -> dict[str, object]:
        return {column: getattr(row, column) for column in self.carried}

    def _said(self, change: Change[Row, Input]) -> dict[str, object]:
        return {
            "transition": change.transition.name,
            "source": change.source,
            "target": change.target,
            "on_behalf_of_id": change.on_behalf_of,
            "reason_kind": change.input.reason_kind,
            "reason": change.input.reason.strip(),
            "facts": change.facts,
            **(self.event_fields(change) if self.event_fields else {}),
        }

    def _event(self, actor: Actor | None, row: Row, **values: object) -> Event:
        return self.events(
            **{self.parent: row},
            user_id=actor.user_id if actor else None,
            organisation_name=actor.organisation_name if actor else THE_PORTAL,
            at=timezone.now(),
            **values,
        )


def _reasons(
    one: Transition[Row, Input],
    actor: Actor | None,
    row: Row,
    asked: dict[Guard[Row], str] | None = None,
) -> tuple[str, ...]:
    """`asked` has what guards have answered already, and takes the others' answers."""
    asked = {} if asked is None else asked
    for guard in one.guards:
        if guard not in asked:
            asked[guard] = guard(actor, row)
    return tuple(asked[guard] for guard in one.guards if asked[guard])
