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
from accounts.trail_words import Words, column_word, teller_of, value_words
from audit.models import TrailEntry
from pages.lists.cells import shown
from pages.words import EMPTY, from_json, value_word

# What foreign keys are told by their names; any other by its number.
NAMED: tuple[type[models.Model], ...] = (User, Organisation)
LONGEST_VALUE = 500
# What the triggers write in place of a value that is not to be known.
HIDDEN, UNRECORDED = "***", "（不记录内容）"
UNSPOKEN = "内容有改动，请到对应的页面查看"
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
    """The entry's columns and values in words; of a mapping that changed, only what differs."""
    lines = []
    for column, raw in entry.changes.items():
        label = column_word(entry.table_name, column)
        values = raw if _is_change(entry, raw) else [raw]
        told_of = [_pairs(entry, column, one, names) for one in values]
        if len(told_of) == 1:
            lines.append(Told(label, _joined(told_of[0])))
        else:
            lines += _differences(label, *map(dict, told_of))
    return lines


def _differences(label: str, old: dict[str, str], new: dict[str, str]) -> list[Told]:
    if UNRECORDED in new.values():
        return [Told(label, UNRECORDED)]
    differing = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    lines = [
        Told(f"{label}：{key}" if key else label, f"{_cut(old.get(key))} → {_cut(new.get(key))}")
        for key in differing
    ]
    return lines or [Told(label, UNSPOKEN)]


def _cut(word: str | None) -> str:
    return (word or EMPTY)[:LONGEST_VALUE]


def _joined(pairs: list[tuple[str, str]]) -> str:
    text = "；".join(f"{key}：{word or EMPTY}" if key else word for key, word in pairs)
    return text[:LONGEST_VALUE] or EMPTY


def _pairs(entry: TrailEntry, column: str, raw: object, names: Names) -> list[tuple[str, str]]:
    """What a column says, as labels and words; the label of a plain value is "". Nothing at all
    for an empty one."""
    if raw == HIDDEN:
        return [("", UNRECORDED)]
    table = entry.table_name
    field = _field(table, column)
    if tell := teller_of(table, column):
        return [] if raw in (None, "") else tell(raw, entry.changes)
    words = value_words(table, column)
    if isinstance(raw, dict):
        return [(_named(key, words), _spoken(one, words)) for key, one in raw.items()]
    if isinstance(field, models.JSONField):
        return [("", _spoken(raw, words))] if raw else []
    if isinstance(raw, str) and raw in words:
        return [("", words[raw])]
    return [("", _word(field, raw, names))]


def _named(key: str, words: Words) -> str:
    return words.get(key) or column_word("", key)


def _spoken(value: object, words: Words) -> str:
    """A part of a JSON value in words."""
    if isinstance(value, dict):
        return "，".join(
            f"{_named(key, words)} {_spoken(one, words)}" for key, one in value.items()
        )
    if isinstance(value, list):
        return "、".join(_spoken(one, words) for one in value)
    return words.get(str(value)) or (EMPTY if value in (None, "") else shown(value))  # type: ignore[arg-type] # JSON


def _is_change(entry: TrailEntry, raw: object) -> bool:
    return entry.operation == TrailEntry.Operation.UPDATE and isinstance(raw, list)


def _word(field: models.Field | None, raw: object, names: Names) -> str:
    if field is None:
        return EMPTY if raw in (None, "") else str(raw)[:LONGEST_VALUE]
    value = from_json(field, raw)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(field, models.ForeignKey):
        known = names.get(field.related_model, {})
        return EMPTY if value is None else known.get(value) or f"编号 {value}"
    return value_word(field, value)[:LONGEST_VALUE] or EMPTY


@cache
def _fields(table: str) -> Mapping[str, models.Field]:
    for model in apps.get_models():
        if model._meta.db_table == table:
            return {str(field.column): field for field in model._meta.concrete_fields}
    return {}


def _field(table: str, column: str) -> models.Field | None:
    return _fields(table).get(column)
