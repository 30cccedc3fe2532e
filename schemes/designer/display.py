"""A draft as its page can show it, whatever shape its content has, and its problems by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from schemes.checking.problem import Problem
from schemes.checking.problems import read
from schemes.definition.form import FormField
from schemes.definition.scheme import Timetable
from schemes.definition.stored import Stored, part_in, rows_in
from schemes.definition.words import PARTS, Path, named, shortened
from schemes.designer.basics_form import BASICS
from schemes.designer.outline import BLOCKS, NoSuchPart, is_block, kind_of, part_at, place_of

UNREADABLE = "（内容不对）"
MAPPINGS = frozenset(
    {
        "timetable", "scoring", "recheck", "visible_if", "required_if", "amount", "project",
        "enterprise_year", "share_of_base", "interest", *BLOCKS,
    }
)  # fmt: skip
TEXT_LISTS = frozenset(
    {
        "stages", "leave_out", "values", "proof", "industries", "of_kinds", "percents", "needs",
        "gives_way_to", "item_fields",
    }
)  # fmt: skip
SECTIONS = frozenset({"sections", "indicators", "criteria", "scoring", "amount"})
# What may be longer than a label; whatever exceeds its bound is shortened.
LONGEST = {"help": 1000, "expression": 1000, "when": 1000, "declaration": 2000}
LONGEST_TEXT = 500


@dataclass(frozen=True)
class ProblemRow:
    """A problem as a page lists it: `name` of its place, the `place` that its form edits ("" for
    none), the `anchor` of its part of the page."""

    name: str
    place: str
    anchor: str
    message: str


def displayable(data: object) -> Stored:
    """A copy of the shape that a definition has, defaults filled in: what has another shape is
    left out or called unreadable, so that no page prints it as a program would."""
    return {name: _shortened(value, name) for name, value in shaped(data).items()}


def whole(data: Stored) -> Stored:
    """A version's content with its defaults, as far as it is one."""
    definition = read(data).definition
    return definition.model_dump(mode="json") if definition else displayable(data)


def shaped(data: object) -> Stored:
    """As `displayable`, with every text at its full length."""
    shown = _mapping(data if isinstance(data, dict) else {})
    for section in rows_in(shown, "sections"):
        section["fields"] = [_question(field) for field in rows_in(section, "fields")]
    shown["timetable"] = {**_defaults(Timetable), **part_in(shown, "timetable")}
    return shown


def problem_rows(problems: Iterable[Problem], data: Stored) -> list[ProblemRow]:
    """The problems of the draft `data` with the names of their places and where they are mended."""
    return [
        ProblemRow(
            named(one.path, data), _form_place(one.path, data), _anchor(one.path), one.message
        )
        for one in problems
    ]


def _form_place(path: Path, data: Stored) -> str:
    """The place of the innermost part around `path` that has a form of its own."""
    if not path or path[0] not in SECTIONS:
        return BASICS
    if is_block(path[:2]):
        return place_of(path[:2])
    if path[0] == "amount":
        return "amount"
    for length in range(len(path), 0, -1):
        try:
            kind_of(path[:length])
            part = part_at(data, path[:length])
        except NoSuchPart:
            continue
        return place_of(path[:length]) if isinstance(part, dict) else ""
    return ""


def _anchor(path: Path) -> str:
    return str(path[0]) if path and path[0] in SECTIONS else "timetable"


def _mapping(node: Stored) -> Stored:
    return {str(name): _value(str(name), value) for name, value in node.items()}


def _value(name: str, value: JsonValue) -> JsonValue:
    if name in PARTS:
        rows = value if isinstance(value, list) else []
        return [_mapping(row) if isinstance(row, dict) else {"label": UNREADABLE} for row in rows]
    if name in MAPPINGS:
        if name == "amount" and not isinstance(value, dict):
            return _leaf(value)  # the sum of a part, not the rule
        return _mapping(value) if isinstance(value, dict) else None
    if name in TEXT_LISTS:
        return [_leaf(one) for one in value] if isinstance(value, list) else []
    return _leaf(value)


def _leaf(value: JsonValue) -> JsonValue:
    return value if value is None or isinstance(value, str | int | float) else UNREADABLE


def _shortened(node: JsonValue, name: str) -> JsonValue:
    """What is longer than its bound is shortened, wherever it stands."""
    if isinstance(node, dict):
        return {key: _shortened(value, key) for key, value in node.items()}
    if isinstance(node, list):
        return [_shortened(one, name) for one in node]
    if isinstance(node, str) and len(node) > LONGEST.get(name, LONGEST_TEXT):
        return shortened(node)
    return node


def _question(field: Stored) -> Stored:
    """The question with its defaults; `required` is None where it says neither yes nor no."""
    whole = {**_defaults(FormField), **field}
    try:
        whole["required"] = TypeAdapter(bool).validate_python(whole["required"])
    except ValidationError:
        whole["required"] = None
    return whole


def _defaults(model: type[BaseModel]) -> Stored:
    found = {
        name: field.get_default(call_default_factory=True)
        for name, field in model.model_fields.items()
        if not field.is_required()
    }
    return {name: list(one) if isinstance(one, tuple) else one for name, one in found.items()}
