"""What happened to a row, in people's words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils import timezone

from lifecycle.models import TransitionEvent
from lifecycle.table import TransitionTable
from lifecycle.transitions import Input, Row

Event = TypeVar("Event", bound=TransitionEvent)


@dataclass(frozen=True)
class HistoryLine:
    """One line of a history: `when` in local time, `who` acted, `what` happened, and more."""

    when: datetime
    who: str
    what: str
    detail: str = ""


def lines_of(
    table: TransitionTable[Row, Input],
    events: Iterable[Event],
    details: Callable[[Event], Iterable[str]] | None,
) -> list[HistoryLine]:
    """The events, loaded with `user` and `on_behalf_of`, as lines, the latest first."""
    return [
        _line(table, event, details(event) if details else ())
        for event in sorted(events, key=lambda one: -one.pk)
    ]


def _line(
    table: TransitionTable[Row, Input], event: TransitionEvent, more: Iterable[str]
) -> HistoryLine:
    return HistoryLine(
        when=timezone.localtime(event.at),
        who=_who(event),
        what=table.in_history(event.transition),
        detail="\n".join(text for text in (_why(table, event), *more) if text),
    )


def _who(event: TransitionEvent) -> str:
    instead = f"（代{event.on_behalf_of}办理）" if event.on_behalf_of_id else ""
    return f"{event.organisation_name} {event.user or ''}".strip() + instead


def _why(table: TransitionTable[Row, Input], event: TransitionEvent) -> str:
    one = table.transitions.get(event.transition)
    kinds = {str(kind): str(kind.label) for kind in one.reason_kinds} if one else {}
    kind = f"{kinds[event.reason_kind]}。" if event.reason_kind in kinds else ""
    return f"{kind}{event.reason}"
