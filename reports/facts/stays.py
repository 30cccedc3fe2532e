"""Cutting the time in which something counted by where its enterprise stood: pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from pages.metrics import Stay
from reports.models import CountedStay

MOVED_IN, MOVED_OUT = CountedStay.MOVED_IN, CountedStay.MOVED_OUT
RECLASSIFIED = CountedStay.RECLASSIFIED


def known_at(moment: datetime) -> Q:
    """The stays as the portal knew them at `moment`."""
    return Q(known_from__lte=moment) & (Q(known_until=None) | Q(known_until__gt=moment))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an enterprise stood from the local day `since` on, known at `known_at`."""

    district_id: int
    industry: str
    size: str
    since: date
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a stay in which its enterprise stood in one place."""

    metric: str
    subject: int
    organisation_id: int
    district_id: int
    industry: str
    size: str
    starts_on: date
    ends_on: date | None
    came: str
    went: str


@dataclass(frozen=True, slots=True)
class KnownPiece:
    """A piece, and when the portal knew of it: up to and without `until`, None for now."""

    piece: Piece
    since: datetime
    until: datetime | None


def pieces_known(metric: str, stays: Sequence[Stay], places: Sequence[Place]) -> list[KnownPiece]:
    """All pieces of one subject's stays that were ever known; `places` are its enterprise's, in
    order, and the first of them holds for all time before it."""
    moments = {stay.known_from for stay in stays}
    moments |= {stay.known_until for stay in stays if stay.known_until is not None}
    if moments:
        moments |= {place.known_at for place in places if place.known_at > min(moments)}
    live: dict[Piece, datetime] = {}
    told: list[KnownPiece] = []
    for moment in sorted(moments):
        now = set(_pieces_at(metric, moment, stays, places))
        for piece in [one for one in live if one not in now]:
            told.append(KnownPiece(piece, live.pop(piece), moment))
        for piece in now:
            live.setdefault(piece, moment)
    told += [KnownPiece(piece, since, None) for piece, since in live.items()]
    return sorted(told, key=lambda one: (one.since, one.piece.starts_on))


def _pieces_at(
    metric: str, moment: datetime, stays: Iterable[Stay], places: Sequence[Place]
) -> Iterable[Piece]:
    known = [place for place in places if place.known_at <= moment] or list(places[:1])
    for stay in stays:
        if stay.known_from <= moment and (stay.known_until is None or moment < stay.known_until):
            yield from _cut(metric, stay, known)


def _cut(metric: str, stay: Stay, places: Sequence[Place]) -> Iterable[Piece]:
    """The stay in parts; each part but the first came by what changed at its beginning."""
    last = stay.ends_on or date.max
    parts = [
        (max(place.since, stay.starts_on) if number else stay.starts_on, place)
        for number, place in enumerate(places)
        if number == 0 or place.since < last
    ]
    # Of the places before the stay began, only the last one counts.
    parts = [
        part for part, after in zip(parts, [*parts[1:], None], strict=True)
        if after is None or after[0] > part[0]
    ]  # fmt: skip
    came = stay.came
    for number, (start, place) in enumerate(parts):
        end, went, next_came = stay.ends_on, stay.went, ""
        if number + 1 < len(parts):
            end, after = parts[number + 1]
            moves = after.district_id != place.district_id
            went, next_came = (MOVED_OUT, MOVED_IN) if moves else (RECLASSIFIED, RECLASSIFIED)
        yield Piece(
            metric, stay.subject, stay.organisation_id, place.district_id, place.industry,
            place.size, start, end, came, went,
        )  # fmt: skip
        came = next_came
