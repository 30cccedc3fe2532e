"""What the questions, conditions and items of all versions are called, for rows that keep keys."""

import time
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pydantic import JsonValue, ValidationError

from schemes.definition.form import FormField
from schemes.definition.stored import fields_in
from schemes.models import SchemeVersion


def words_of_keys() -> Mapping[str, str]:
    """Key -> label of everything that the definitions name; the newest version has the last
    word. Asked of the database once a minute at most."""
    return _in_minute(_minute())[0]


def questions() -> Mapping[str, FormField]:
    """The questions of all versions by their keys, likewise."""
    return _in_minute(_minute())[1]


def _minute() -> int:
    return int(time.monotonic() // 60)


@lru_cache(maxsize=1)
def _in_minute(minute: int) -> tuple[dict[str, str], dict[str, FormField]]:
    words: dict[str, str] = {}
    fields: dict[str, FormField] = {}
    for definition in SchemeVersion.objects.order_by("pk").values_list("definition", flat=True):
        words |= dict(_labelled(definition))
        for stored in fields_in(definition):
            try:
                field = FormField.model_validate(stored)
            except ValidationError:  # A draft may be unfinished.
                continue
            fields[field.key] = field
    return words, fields


def _labelled(node: JsonValue) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for one in node:
            yield from _labelled(one)
    elif isinstance(node, dict):
        key, label = node.get("key"), node.get("label")
        if isinstance(key, str) and isinstance(label, str):
            yield key, label
        for one in node.values():
            yield from _labelled(one)
