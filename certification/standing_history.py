"""When certificates were in force, and which rung that made: pure functions over dates.

A day on which a certificate is suspended, revoked or runs out no longer counts; the day on which
it is issued, lifted or renewed does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

OPENING = frozenset({"lift", "renew", "reinstate"})
CLOSING = frozenset({"suspend", "revoke", "expire"})


@dataclass(frozen=True)
class Step:
    """An event of a certificate; `valid_to` is the last day of validity that held before it."""

    name: str
    on: date
    valid_to: date


@dataclass(frozen=True)
class Span:
    """From `start` up to and without `end`; the names of the events that opened and closed it."""

    start: date
    end: date
    opened_by: str = field(default="issue", compare=False)
    closed_by: str = field(default="expire", compare=False)


@dataclass(frozen=True)
class RungSpan:
    """The enterprise stood on the rung `level` from `since` up to and without `until`; None while
    it still does."""

    level: int
    since: date
    until: date | None


def spans_in_force(valid_from: date, valid_to: date, steps: Iterable[Step]) -> list[Span]:
    """When a certificate with these events, in their order, was in force, and will be."""
    spans: list[Span] = []
    start: date | None = valid_from
    opened_by = "issue"
    for step in steps:
        end = min(step.on, step.valid_to + timedelta(days=1))
        if start is not None and (step.name in CLOSING or end < step.on):
            if start < end:
                closed_by = step.name if step.name in CLOSING else "expire"
                spans.append(Span(start, end, opened_by, closed_by))
            start = None
        if start is None and step.name in OPENING:
            start, opened_by = step.on, step.name
    if start is not None and start <= valid_to:
        spans.append(Span(start, valid_to + timedelta(days=1), opened_by))
    return spans


def rung_spans(held: Iterable[tuple[int, Span]], today: date) -> list[RungSpan]:
    """The highest rung of every time up to today, the earliest first; level 0 only between two
    rungs and after the last."""
    known = [(level, span) for level, span in held if level and span.start <= today]
    tomorrow = today + timedelta(days=1)
    edges = {day for _, span in known for day in (span.start, span.end) if day < tomorrow}
    told: list[RungSpan] = []
    for day in sorted(edges):
        level = max((rung for rung, span in known if span.start <= day < span.end), default=0)
        if told and told[-1].level == level:
            continue
        if told:
            told[-1] = RungSpan(told[-1].level, told[-1].since, day)
        told.append(RungSpan(level, day, None))
    return told
