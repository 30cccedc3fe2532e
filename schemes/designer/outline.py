"""The parts of a scheme by their place: reading, adding, changing, moving and removing one.

Works on the definition as it is stored, which may be unfinished. A place is written with dots:
"sections.0.fields.2"; the new last part of a list ends in "new".
"""

import copy
from collections.abc import Iterable

from pydantic import JsonValue
from pypinyin import lazy_pinyin

from schemes.checking.problem import Path, Problem
from schemes.definition.criteria import words_of_case
from schemes.definition.scoring import range_in_words
from schemes.definition.stored import Stored, inside, text_in, texts_in
from schemes.definition.words import COMPARISONS

NEW = "new"
LONGEST_KEY = 40
# The name of the list that a part stands in -> the kind of the part.
KINDS = {
    "sections": "section", "fields": "field", "indicators": "indicator", "groups": "group",
    "dimensions": "dimension", "items": "item", "measures": "measure",
}  # fmt: skip


# The parts of an amount rule that are one mapping each.
BLOCKS = ("base", "formula", "caps", "exclusion", "pay", "clawback", "budget")


class NoSuchPart(LookupError):
    """The definition has no such place."""


def path_of(place: str) -> Path:
    """From "sections.0.fields.2" to its steps. Raises `NoSuchPart`."""
    steps: list[str | int] = []
    for step in place.split("."):
        if step.isdecimal() and len(step) < 4:
            steps.append(int(step))
        elif step.isidentifier():
            steps.append(step)
        else:
            raise NoSuchPart(place)
    return tuple(steps)


def place_of(path: Path) -> str:
    return ".".join(str(step) for step in path)


def is_block(path: Path) -> bool:
    """Whether the path leads to an amount rule, or to a part of one that is no list."""
    return path[:1] == ("amount",) and (len(path) == 1 or (len(path) == 2 and path[1] in BLOCKS))


def kind_of(path: Path) -> str:
    """The kind of the part at `path`. Raises `NoSuchPart` for what is no part."""
    if is_block(path):
        return "_".join(map(str, path))
    if len(path) < 2 or not (isinstance(path[-1], int) or path[-1] == NEW):
        raise NoSuchPart(place_of(path))
    home = path[-2]
    if home == "criteria":
        return "group" if len(path) == 2 else "criterion"
    if home not in KINDS:
        raise NoSuchPart(place_of(path))
    return KINDS[str(home)]


def part_at(data: Stored, path: Path) -> JsonValue:
    """What stands at `path`. Raises `NoSuchPart`."""
    node: JsonValue = data
    for step in path:
        node = inside(node, step)
        if node is None:
            raise NoSuchPart(place_of(path))
    return node


def with_part(data: Stored, path: Path, part: Stored) -> Stored:
    """The definition with `part` at `path`, at the end of its list for a new one."""
    changed = copy.deepcopy(data)
    if is_block(path):
        return _with_block(changed, path, part)
    home = _home(changed, path)
    if path[-1] == NEW:
        home.append(part)
    else:
        part_at(changed, path)
        home[int(path[-1])] = part
    return changed


def _with_block(changed: Stored, path: Path, part: Stored) -> Stored:
    """`changed` with `part` at the path; an empty one is left out."""
    owner = changed
    if len(path) > 1:
        rule = changed.get(str(path[0]))
        owner = changed[str(path[0])] = rule if isinstance(rule, dict) else {}
    if part:
        owner[str(path[-1])] = part
    else:
        owner.pop(str(path[-1]), None)
    return changed


def without_part(data: Stored, path: Path) -> Stored:
    changed = copy.deepcopy(data)
    part_at(changed, path)
    if is_block(path):
        return _with_block(changed, path, {})
    del _home(changed, path)[int(path[-1])]
    return changed


def moved_part(data: Stored, path: Path, by: int) -> Stored:
    """The definition with the part one place up (-1) or down (1); the same at the end."""
    changed = copy.deepcopy(data)
    part_at(changed, path)
    home, here = _home(changed, path), int(path[-1])
    there = here + by
    if 0 <= there < len(home):
        home[here], home[there] = home[there], home[here]
    return changed


def _home(data: Stored, path: Path) -> list[JsonValue]:
    """The list that the part stands in; made where there is none yet."""
    if path[:1] == ("scoring",) and not data.get("scoring"):
        data["scoring"] = {}  # the first dimension begins the table
    owner = part_at(data, path[:-2])
    if not isinstance(owner, dict):
        raise NoSuchPart(place_of(path))
    home = owner.setdefault(str(path[-2]), [])
    if not isinstance(home, list):
        raise NoSuchPart(place_of(path))
    return home


def outline(data: Stored, problems: Iterable[Problem]) -> Stored:
    """A copy in which every part knows its `place` and the texts of the `problems` at it, and
    every band its `range_words`, every condition its `comparison_words`, every case its `words`."""
    marked: Stored = copy.deepcopy(data)
    told: dict[str, list[JsonValue]] = {}

    def walk(node: JsonValue, path: Path) -> None:
        if isinstance(node, dict):
            if _is_part(path):
                node["place"], node["problems"] = (
                    place_of(path),
                    told.setdefault(place_of(path), []),
                )
            if "range" in node:
                node["range_words"] = range_in_words(str(node["range"]))
            if "comparison" in node:
                word = str(node["comparison"])
                node["comparison_words"] = COMPARISONS.get(word, word)
            if path[-2:-1] == ("cases",):
                chosen = texts_in(node, "industries")
                node["words"] = words_of_case(chosen, text_in(node, "label"))
            for name, inner in list(node.items()):
                if name not in ("place", "problems"):
                    walk(inner, (*path, name))
        elif isinstance(node, list):
            for number, item in enumerate(node):
                walk(item, (*path, number))

    walk(marked, ())
    for problem in problems:
        path = problem.path
        while path and place_of(path) not in told:
            path = path[:-1]
        if path:
            told[place_of(path)].append(problem.message)
    return marked


def _is_part(path: Path) -> bool:
    try:
        return bool(kind_of(path))
    except NoSuchPart:
        return False


def new_key(label: str, taken: set[str]) -> str:
    """An identifier for a part called `label`, by its pinyin, that is not taken yet."""
    words = "_".join(lazy_pinyin(label, errors=lambda rest: "".join(_plain(rest))))
    stem = "".join(one for one in words.lower() if one.isascii() and (one.isalnum() or one == "_"))
    stem = stem.strip("_")[: LONGEST_KEY - 4] or "x"
    if not stem[0].isalpha():
        stem = f"x_{stem}"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def _plain(rest: str) -> list[str]:
    return [one if one.isascii() and one.isalnum() else "" for one in rest]


def keys_in(data: Stored, kind: str) -> set[str]:
    """The keys that parts of a kind have already, wherever they stand."""
    found: set[str] = set()

    def walk(node: JsonValue, here: str) -> None:
        if isinstance(node, dict):
            if here == kind and "key" in node:
                found.add(str(node["key"]))
            for name, inner in node.items():
                walk(inner, _kind_in(name, here))
        elif isinstance(node, list):
            for item in node:
                walk(item, here)

    walk(data, "")
    return found


def _kind_in(name: str, here: str) -> str:
    if name == "criteria":
        return "criterion" if here == "group" else "group"
    return KINDS.get(name, "")
