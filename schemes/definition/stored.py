"""A definition as it is stored: JSON, which may be unfinished and of any shape."""

from collections.abc import Mapping
from typing import TypeAlias

from pydantic import JsonValue

Stored: TypeAlias = dict[str, JsonValue]


def rows_in(part: Mapping[str, JsonValue], name: str) -> list[Stored]:
    """The parts that `part` lists under `name`; none where it holds no list of parts."""
    listed = part.get(name)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def part_in(part: Mapping[str, JsonValue], name: str) -> Stored:
    """The part that `part` holds under `name`; an empty one where there is none."""
    found = part.get(name)
    return found if isinstance(found, dict) else {}


def text_in(part: Mapping[str, JsonValue], name: str) -> str:
    """What `part` holds under `name` as text; "" where there is nothing."""
    found = part.get(name)
    return "" if found is None else str(found)


def texts_in(part: Mapping[str, JsonValue], name: str) -> list[str]:
    """The texts that `part` lists under `name`; none where there is no list."""
    listed = part.get(name)
    return [str(one) for one in listed] if isinstance(listed, list) else []


def inside(node: JsonValue, step: str | int) -> JsonValue:
    """What `node` holds one step further; None where it holds nothing there."""
    if isinstance(node, dict) and isinstance(step, str):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def fields_in(scheme: Mapping[str, JsonValue]) -> list[Stored]:
    """The questions of every section."""
    return [
        field for section in rows_in(scheme, "sections") for field in rows_in(section, "fields")
    ]
