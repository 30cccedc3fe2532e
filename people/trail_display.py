"""Entries of the trail in people's words: fields, values, and who and what they name."""

import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple

from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.models import District, Organisation, User
from accounts.trail_words import column_word
from audit.models import TrailEntry
from pages.words import EMPTY, from_json, value_word

# What foreign keys are told by their names; any other by its number.
NAMED: tuple[type[models.Model], ...] = (User, Organisation)
LONGEST_VALUE = 500
Names = Mapping[type[models.Model], Mapping[object, str]]


class Told(NamedTuple):
    """One changed column in words; `value` is "old → new" for a change."""

    label: str
    value: str


def names_in(entries: Iterable[TrailEntry]) -> Names:
    """What people, organisations and districts in the entries are called: a query for each of the
    first two."""
    wanted: dict[type[models.Model], set[object]] = {model: set() for model in NAMED}
    for entry in entries:
        wanted[Organisation].add(entry.organisation_id)
        wanted[User].add(entry.user_id)
        for column, raw in entry.changes.items():
            field = _field(entry.table_name, column)
            if isinstance(field, models.ForeignKey) and field.related_model in NAMED:
                values = raw if _is_change(entry, raw) else [raw]
                wanted[field.related_model].update(from_json(field, one) for one in values)
    found: dict[type[models.Model], Mapping[object, str]] = {
        model: {key: str(row) for key, row in model._base_manager.in_bulk(keys - {None}).items()}
        for model, keys in wanted.items()
    }
    return found | {District: _districts_in_minute(int(time.monotonic() // 60))}


@lru_cache(maxsize=1)
def _districts_in_minute(minute: int) -> Mapping[object, str]:
    return {row.pk: str(row) for row in District.objects.all()}


def told(entry: TrailEntry, names: Names) -> list[Told]:
    """The entry's columns and values in words."""
    lines = []
    for column, raw in entry.changes.items():
        field = _field(entry.table_name, column)
        values = raw if _is_change(entry, raw) else [raw]
        words = [_word(field, one, names) for one in values]
        lines.append(Told(column_word(entry.table_name, column), " → ".join(words)))
    return lines


def _is_change(entry: TrailEntry, raw: object) -> bool:
    return entry.operation == TrailEntry.Operation.UPDATE and isinstance(raw, list)


def _word(field: models.Field | None, raw: object, names: Names) -> str:
    if field is None:
        return EMPTY if raw in (None, "") else str(raw)[:LONGEST_VALUE]
    value = from_json(field, raw)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    known = names.get(field.related_model, {}) if field.related_model else None
    return value_word(field, value, known)[:LONGEST_VALUE] or EMPTY


@cache
def _fields(table: str) -> Mapping[str, models.Field]:
    for model in apps.get_models():
        if model._meta.db_table == table:
            return {str(field.column): field for field in model._meta.concrete_fields}
    return {}


def _field(table: str, column: str) -> models.Field | None:
    return _fields(table).get(column)
