"""The history of a row from the trail, in people's words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models

from accounts.models import User
from accounts.tenancy import system_scope
from accounts.trail_words import reason_word
from audit.models import TrailEntry
from pages.words import from_json, pair, value_word

MOST = 50
WORDS = {"I": "新建", "U": "修改", "D": "删除"}
VERSION, RETIRED, REASON = "version", "retired_at", "retirement_reason"
_UNTOLD = (VERSION, RETIRED, REASON)


@dataclass(frozen=True)
class Change:
    """One field of a revision in words, long texts cut around the difference."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Revision:
    """One change of a row: when, by whom, what was done, why (if it says so), and the fields.

    `before` holds what the changed columns held until then, as the trail has it.
    """

    at: datetime
    who: str
    what: str
    changes: tuple[Change, ...] = ()
    reason: str = ""
    before: dict[str, object] = field(default_factory=dict)


def history_of(row: models.Model, *, since: int | None = None, most: int = MOST) -> list[Revision]:
    """The last `most` changes of `row`, the newest first; with `since`, those after the version of
    that number: after 0, its beginning too.

    Whoever may see the row's history is the caller's affair: the trail is read past its own wall.
    """
    with system_scope(reason="show the history of a record"):
        entries = _entries(row, since, most)
        people = User.objects.in_bulk({one.user_id for one in entries if one.user_id})
        names = _names(row, entries)
    told = []
    for one in entries:
        person = people.get(one.user_id) if one.user_id else None
        # What the portal did on the way is not the act of whoever happened to ask for it.
        portal = reason_word(one.scope_reason) or "平台"
        who = str(person) if person and not one.scope_reason else portal
        told.append(_revision(row, one, who, names))
    return told


def _entries(row: models.Model, since: int | None, most: int) -> list[TrailEntry]:
    entries = TrailEntry.objects.filter(table_name=row._meta.db_table, object_id=str(row.pk))
    found = list(entries.order_by("-id")[:most])
    if since is None:
        return found
    return [one for one in found if _version_made(one) > since]


def _version_made(entry: TrailEntry) -> int:
    """The version that a change of the row made; 0 for one that made none."""
    if entry.operation == TrailEntry.Operation.INSERT:
        return 1
    return int(entry.changes[VERSION][1]) if VERSION in entry.changes else 0


def _revision(
    row: models.Model, entry: TrailEntry, who: str, names: dict[str, dict[object, str]]
) -> Revision:
    if entry.operation != TrailEntry.Operation.UPDATE:
        nothing: dict[str, object] = {str(one.column): None for one in row._meta.concrete_fields}
        return Revision(entry.at, who, WORDS[entry.operation], before=nothing)
    changes = entry.changes
    what, reason = WORDS["U"], ""
    if RETIRED in changes:
        what = "停用" if changes[RETIRED][1] else "恢复"
        reason = str(getattr(row, REASON, ""))
        reason = str(changes[REASON][1]) if REASON in changes else reason
    told = []
    for model_field in _told_fields(row):
        if (values := changes.get(str(model_field.column))) is None:
            continue
        before, after = (
            value_word(model_field, from_json(model_field, one), names.get(model_field.name))
            for one in values
        )
        old, new = pair(before, after)
        told.append(Change(str(model_field.verbose_name), old, new))
    held = {column: values[0] for column, values in changes.items()}
    return Revision(entry.at, who, what, tuple(told), reason, held)


def _told_fields(row: models.Model) -> list[models.Field]:
    """The fields whose changes mean something to people: those with a name of their own."""
    return [
        one
        for one in row._meta.concrete_fields
        if one.name not in _UNTOLD and one.editable and not str(one.verbose_name).isascii()
    ]


def _names(row: models.Model, entries: Iterable[TrailEntry]) -> dict[str, dict[object, str]]:
    """What the related rows of the changed foreign keys are called, by field and key."""
    found: dict[str, dict[object, str]] = {}
    for one in row._meta.concrete_fields:
        if not isinstance(one, models.ForeignKey):
            continue
        updates = (
            entry.changes.get(str(one.column))
            for entry in entries
            if entry.operation == TrailEntry.Operation.UPDATE
        )
        keys = {from_json(one, raw) for values in updates if values for raw in values} - {None}
        if keys:
            related = one.related_model._base_manager.in_bulk(keys)
            found[one.name] = {key: str(other) for key, other in related.items()}
    return found
