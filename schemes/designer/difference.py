"""What changed from one version of a scheme to another, part by part, as people read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pydantic import JsonValue

from enterprises.rules.industry import known_codes
from schemes.amounts.exact import money
from schemes.amounts.spoken import AMOUNT_WORDS
from schemes.definition.amount import BASES
from schemes.definition.amount_formulas import FORMULAS
from schemes.definition.amount_terms import INTEREST
from schemes.definition.criteria import words_of_case
from schemes.definition.form import DECLARED, KIND_LABELS, FieldKind, belongs
from schemes.definition.scoring import plain_number, range_in_words
from schemes.definition.stored import Stored, fields_in, rows_in, text_in, texts_in
from schemes.definition.words import (
    COMPARISONS,
    HINT_PAGES,
    PARTS,
    PRODUCT_LABELS,
    REGISTRY_LABELS,
    STAGES,
    WORDS,
)
from schemes.designer.display import whole
from schemes.models import SchemeVersion
from schemes.outcomes import known_outcomes

# What is a number, and what names another part by its key.
FILES = frozenset({"template_file", "sample_file"})
NUMBERS = frozenset(
    {
        "threshold", "points", "cap", "maximum", "minimum", "weight", "percent", "percents",
        "rate_cap", "above", "target",
    }
)  # fmt: skip
MONEY = frozenset({"amount", "total", "yearly_face", "lowest_cap"})  # in 元
KEYS = frozenset(
    {
        "indicator", "leave_out", "field", "title_field", "proof", "known", "of", "figure", "this",
        "before", "already", "days", "of_kind", "of_kinds", "needs",
    }
)  # fmt: skip
CONDITIONS = frozenset({"visible_if", "required_if"})
# What identifies a part or is its name, which stands above its content.
NAMES = frozenset({"key", "value", "label", "title", "range"})


@dataclass(frozen=True)
class Line:
    """A property of a part, or a part inside it, `depth` levels down."""

    depth: int
    word: str
    text: str


@dataclass(frozen=True)
class Change:
    """One difference. `place` leads there in words; "" for what is on one side only, of which
    `content` is the whole."""

    place: str
    word: str
    before: str
    after: str
    content: tuple[Line, ...] = ()

    @property
    def kind(self) -> str:
        return "added" if not self.before else "removed" if not self.after else "changed"


def differences_of_versions(before: SchemeVersion, after: SchemeVersion) -> list[Change]:
    """Every difference between two versions; what a definition leaves to its default is none."""
    return differences(whole(before.definition), whole(after.definition))


def differences(before: Stored, after: Stored) -> list[Change]:
    """Every difference between two definitions, in the order of the newer."""
    labels = {**_labels(before), **_labels(after)}
    choices = {**_choices(before), **_choices(after)}
    return list(_Comparison(labels, choices).mappings("", before, after))


class _Comparison:
    """Walks two definitions side by side; `labels` are those of their parts, by key, `choices`
    those of what each question lets choose from."""

    def __init__(self, labels: dict[str, str], choices: dict[str, dict[str, str]]) -> None:
        self.labels, self.choices = labels, choices
        outcomes = dict(known_outcomes())
        prefills = {**REGISTRY_LABELS, **PRODUCT_LABELS}
        self.words: dict[str, dict[str, str]] = {
            **AMOUNT_WORDS,
            "kind": {str(kind): word for kind, word in KIND_LABELS.items()}
            | BASES | FORMULAS | INTEREST,
            "comparison": COMPARISONS, "stages": STAGES, "hint_url_name": HINT_PAGES,
            "outcome": outcomes, "prefill": prefills, "industries": known_codes(),
        }  # fmt: skip

    def mappings(self, place: str, before: Stored, after: Stored) -> Iterator[Change]:
        for name in dict.fromkeys((*after, *before)):
            old, new = before.get(name), after.get(name)
            if name == "key" or _plain(old) == _plain(new):
                continue
            if name in PARTS and (_is_parts(old) or _is_parts(new)):
                yield from self.lists(
                    place, PARTS[name], rows_in(before, name), rows_in(after, name)
                )
            elif isinstance(old, dict) and isinstance(new, dict) and name not in CONDITIONS:
                yield from self.mappings(_under(place, WORDS.get(name, "")), old, new)
            elif isinstance(part := old or new, dict) and name not in CONDITIONS:
                word = WORDS.get(name, name)
                content = tuple(self.content(part, 0))
                yield Change(place, word, word if old else "", word if new else "", content)
            else:
                yield Change(
                    place, WORDS.get(name, name), self.said(name, old), self.said(name, new)
                )

    def lists(
        self, place: str, noun: str, before: list[Stored], after: list[Stored]
    ) -> Iterator[Change]:
        old = {_key(item, number): item for number, item in enumerate(before)}
        new = {_key(item, number): item for number, item in enumerate(after)}
        for key in dict.fromkeys((*new, *old)):
            was, is_ = old.get(key), new.get(key)
            called = _noun(is_ or was or {}, noun)
            if was is None or is_ is None:
                content = tuple(self.content(is_ or was or {}, 0))
                yield Change(place, called, self.name(was), self.name(is_), content)
            else:
                yield from self.mappings(_under(place, f"{called}“{self.name(is_)}”"), was, is_)
        if list(old) != list(new) and sorted(old) == sorted(new):
            yield Change(
                place,
                f"{noun}的次序",
                "、".join(map(self.name, before)),
                "、".join(map(self.name, after)),
            )

    def content(self, part: Stored, depth: int) -> Iterator[Line]:
        """All that a part holds, so that it can be judged without the other version."""
        for name, value in part.items():
            if name in NAMES or value in (None, "", [], {}) or not _is_of_its_kind(name, part):
                continue
            if name == "choices":
                yield Line(depth, WORDS[name], "、".join(map(self.name, rows_in(part, name))))
            elif name in PARTS and _is_parts(value):
                for inner in rows_in(part, name):
                    yield Line(depth, _noun(inner, PARTS[name]), self.name(inner))
                    yield from self.content(inner, depth + 1)
            elif isinstance(value, dict) and name not in CONDITIONS:
                yield Line(depth, WORDS.get(name, name), "")
                yield from self.content(value, depth + 1)
            else:
                yield Line(depth, WORDS.get(name, name), self.said(name, value))

    def name(self, item: Stored | None) -> str:
        if item is None:
            return ""
        for name in ("label", "title", "range", "indicator", "key"):
            if item.get(name):
                return self.said(name, item[name])
        return words_of_case(texts_in(item, "industries"), "") or "—"

    def said(self, name: str, value: JsonValue) -> str:
        """The value of `name` in words: parts by their labels, ranges and numbers plainly."""
        if value in (None, "", [], {}):
            return ""
        if isinstance(value, bool):
            return "是" if value else "否"
        if name in CONDITIONS and isinstance(value, dict):
            return self.condition(value)
        if isinstance(value, dict):
            said = {key: self.said(key, item) for key, item in value.items()}
            return "；".join(f"{WORDS.get(key, key)} {text}" for key, text in said.items() if text)
        if isinstance(value, list):
            return (" 或 " if name == "industries" else "、").join(
                self.said(name, item) for item in value
            )
        if name in NUMBERS:
            return _number(value)
        if name in MONEY:
            return money(Decimal(str(value)))
        if name in FILES:
            return f"已上传（{str(value)[:8]}）"
        if name == "range":
            return range_in_words(str(value))
        if name in self.words:
            return self.words[name].get(str(value), str(value))
        text = str(value)
        return self.labels.get(text, text) if name in KEYS else text

    def condition(self, value: Stored) -> str:
        """Under which answers to which question."""
        field = text_in(value, "field")
        known = {DECLARED: "已勾选", **self.choices.get(field, {})}
        answers = "、".join(known.get(one, one) for one in texts_in(value, "values"))
        return f"“{self.labels.get(field, field)}”选“{answers}”"


def _noun(part: Stored, noun: str) -> str:
    return PARTS["groups"] if "criteria" in part else noun


def _is_of_its_kind(name: str, part: Stored) -> bool:
    """Whether a property says anything of a question of this kind."""
    kind = part.get("kind")
    return kind not in set(FieldKind) or belongs(name, FieldKind(kind))


def _choices(data: Stored) -> dict[str, dict[str, str]]:
    """Key of a question -> value -> label of what it lets choose from."""
    return {
        text_in(field, "key"): {
            text_in(one, "value"): text_in(one, "label") for one in rows_in(field, "choices")
        }
        for field in fields_in(data)
    }


def _labels(node: JsonValue) -> dict[str, str]:
    """Key -> label of every part in a definition."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    found = {key: label for one in inner for key, label in _labels(one).items()}
    if isinstance(node, dict) and node.get("key") and node.get("label"):
        found[str(node["key"])] = str(node["label"])
    return found


def _number(value: JsonValue) -> str:
    try:
        return plain_number(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _is_parts(value: JsonValue) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _key(item: Stored, number: int) -> str:
    """What makes a part the same one in both versions."""
    for name in ("key", "value", "indicator", "title", "range", "when"):
        if item.get(name):
            return f"{name}:{item[name]}"
    return f"place:{number}"


def _under(place: str, part: str) -> str:
    return f"{place} › {part}" if place and part else place or part


def _plain(value: JsonValue) -> object:
    """Numbers that are equal however they were written; what is empty is nothing."""
    if isinstance(value, dict):
        kept = {key: _plain(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None}
    if isinstance(value, list):
        return [_plain(item) for item in value] or None
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            return Decimal(str(value)).normalize()
        except InvalidOperation:
            return value or None
    return value
