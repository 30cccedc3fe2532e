"""Lives of rows as tables of transitions, and the one executor that carries them out.

Lock the row, then: expected version, source, may, all guards, change, event, notifications. A
trigger (accounts/state_guard.py) makes the database refuse a change without its event.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import connection, models, transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import Actor

R = TypeVar("R", bound=models.Model)
May = Callable[[Actor | None, Any], bool]
Guard = Callable[[Actor | None, Any], str]


@dataclass(frozen=True)
class Said:
    """What the one who carries a transition out says about it; `values` by the row's own names."""

    reason: str = ""
    reason_kind: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Change(Generic[R]):
    """A transition that is being carried out. `actor` None is the portal itself. `facts` are kept
    with the event."""

    row: R
    transition: "Transition[R]"
    actor: Actor | None
    source: str
    said: Said
    facts: dict[str, Any] = field(default_factory=dict)
    event: Any = None


Effect = Callable[[Any], None]


@dataclass(frozen=True)
class Transition(Generic[R]):
    """One thing that may happen to a row. `target` None: its state stays. `told` is what the
    timeline says. `by_hand`: there is a button for it."""

    name: str
    label: str
    told: str
    sources: frozenset[str]
    target: str | None
    may: May
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    notify: tuple[Effect, ...] = ()
    reason_kinds: tuple[Any, ...] = ()
    reason_required: bool = False
    by_hand: bool = True
    tone: str = ""


@dataclass(frozen=True)
class Offer(Generic[R]):
    """A transition that the actor may make now, or may not for the reasons given."""

    transition: Transition[R]
    reasons: tuple[str, ...]

    @property
    def is_possible(self) -> bool:
        return not self.reasons


class StateMachine(Generic[R]):
    """The life of the rows of one model.

    The model has `state`, `version` and its tenant's keys; `events` is its `TransitionEvent`,
    which knows the row as `parent`. `noun` is what people call a row.
    """

    def __init__(
        self,
        model: type[R],
        events: type[models.Model],
        parent: str,
        noun: str,
        transitions: tuple[Transition[R], ...],
        *,
        first: frozenset[str],
        final: frozenset[str],
        carried: tuple[str, ...] = (),
    ) -> None:
        """`carried` are further columns of a row that its events repeat, such as "bank_id".

        Raises `ValueError` for states that nothing reaches or nothing leaves.
        """
        self.model, self.events, self.parent, self.noun = model, events, parent, noun
        self.transitions = {one.name: one for one in transitions}
        self.first, self.final, self.carried = first, final, carried
        field: Any = model._meta.get_field("state")
        self._check({value for value, _ in field.choices})

    def _check(self, states: set[str]) -> None:
        reached = self.first | {one.target for one in self.transitions.values() if one.target}
        left = {source for one in self.transitions.values() for source in one.sources}
        if unknown := (reached | left) - states:
            raise ValueError(f"unknown states: {unknown}")
        if unreachable := states - reached:
            raise ValueError(f"unreachable states: {unreachable}")
        if dead_ends := states - left - self.final:
            raise ValueError(f"dead-end states: {dead_ends}")

    def offers(self, actor: Actor, row: R) -> list[Offer[R]]:
        """What the actor may do by hand with the row as it is, with all that forbids it."""
        state: str = row.state  # type: ignore[attr-defined]
        return [
            Offer(one, self._reasons(one, actor, row))
            for one in self.transitions.values()
            if one.by_hand and state in one.sources and one.may(actor, row)
        ]

    def execute(
        self,
        actor: Actor | None,
        pk: int,
        name: str,
        said: Said | None = None,
        *,
        expected_version: int | None = None,
    ) -> R:
        """Carry out the transition `name` on one row and return it; `actor` None is the portal.

        `expected_version` is the version that the page showed; None skips that check. Raises the
        model's `DoesNotExist` for a row outside the scope, `StaleVersion` when somebody else
        changed it meanwhile, `NotPermitted`, or `RuleViolation` with every reason at its field.
        """
        one, said = self.transitions[name], said or Said()
        with transaction.atomic():
            row: Any = self._locked(actor, pk)
            self._refuse_stale(row, expected_version)
            if row.state not in one.sources:
                raise RuleViolation(
                    f"这{self.noun}现在是“{row.get_state_display()}”，不能{one.label}。"
                )
            if not one.may(actor, row):
                raise NotPermitted(f"您的职责不能对这{self.noun}进行“{one.label}”。")
            errors = _missing(one, said)
            if reasons := self._reasons(one, actor, row):
                errors[""] = "".join(reasons)
            if errors:
                raise RuleViolation(errors)
            change = Change(row, one, actor, row.state, said)
            row.state = one.target or row.state
            row.version += 1
            for effect in one.effects:
                effect(change)
            change.event = self._record(change)
            row.save()
            for tell in one.notify:
                tell(change)
            return row  # type: ignore[no-any-return]

    def timeline(self, row: R) -> list[dict[str, Any]]:
        """What happened to the row, the latest first, as components/timeline.html takes it."""
        manager: Any = self.events._default_manager
        return self.told(manager.filter(**{self.parent: row}).select_related("user"))

    def told(self, events: Iterable[Any]) -> list[dict[str, Any]]:
        """Events with their users, as `timeline`."""
        return [self._told(event) for event in sorted(events, key=lambda one: -one.pk)]

    def _told(self, event: Any) -> dict[str, Any]:
        one = self.transitions.get(event.transition)
        kinds = {str(kind): kind.label for kind in one.reason_kinds} if one else {}
        kind = f"{kinds[event.reason_kind]}。" if event.reason_kind in kinds else ""
        return {
            "when": timezone.localtime(event.at),
            "who": f"{event.organisation_name} {event.user or ''}".strip(),
            "what": one.told if one else event.transition,
            "detail": f"{kind}{event.reason}",
        }

    def _locked(self, actor: Actor | None, pk: int) -> R:
        manager: Any = self.model._default_manager
        rows = manager.all() if actor is None else manager.visible_to(actor)
        return rows.select_for_update(of=("self",)).get(pk=pk)  # type: ignore[no-any-return]

    def _reasons(self, one: Transition[R], actor: Actor | None, row: R) -> tuple[str, ...]:
        return tuple(reason for guard in one.guards if (reason := guard(actor, row)))

    def _refuse_stale(self, row: Any, expected: int | None) -> None:
        if expected is None or expected == row.version:
            return
        manager: Any = self.events._default_manager
        last = manager.filter(**{self.parent: row}).select_related("user").order_by("-id").first()
        if last is None:
            raise StaleVersion(f"这{self.noun}刚刚有改动，请刷新后再操作。")
        who = last.user or last.organisation_name
        done = self.transitions[last.transition].label
        when = timezone.localtime(last.at)
        raise StaleVersion(f"{who} 已于 {when:%m月%d日 %H:%M} 进行了“{done}”，请查看后再操作。")

    def _record(self, change: Change[R]) -> Any:
        row: Any = change.row
        actor, said = change.actor, change.said
        manager: Any = self.events._default_manager
        return manager.create(
            **{self.parent: row},
            **{column: getattr(row, column) for column in self.carried},
            organisation_id=row.organisation_id,
            district_id=row.district_id,
            transition=change.transition.name,
            source=change.source,
            target=row.state,
            user_id=actor.user_id if actor else None,
            organisation_name=actor.organisation_name if actor else "平台",
            reason_kind=said.reason_kind,
            reason=said.reason.strip(),
            facts=change.facts,
            at=timezone.now(),
            xid=present_transaction(),
        )


def present_transaction() -> int:
    """The number of the present transaction, by which a guard finds the event of a change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])


def _missing(one: Transition[Any], said: Said) -> dict[str, str]:
    errors = {}
    if one.reason_kinds and said.reason_kind not in one.reason_kinds:
        errors["reason_kind"] = "请选择原因类别。"
    if one.reason_required and not said.reason.strip():
        errors["reason"] = "请写明原因。"
    return errors
