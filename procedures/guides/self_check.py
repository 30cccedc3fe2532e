"""A first look without an account: the conditions judged by what is typed, which nobody keeps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from pydantic import JsonValue

from enterprises.models import CreditRecord, SizeClass
from schemes.answers import Answers, WrongAnswer, parse_answer
from schemes.definition.criteria import Criterion
from schemes.definition.form import NUMERIC, Choice, FieldKind, FormField, is_missing
from schemes.definition.scheme import SchemeDefinition
from schemes.designer.registry_words import registry_word
from schemes.evaluation.evaluate import Evaluation, Finding, evaluate
from schemes.evaluation.indicators import REGISTRY, YEARS, Inputs
from schemes.evaluation.judging import Verdict
from schemes.expressions.spoken import names_in, spoken
from schemes.expressions.types import Row, Scalar, Type
from schemes.outcomes import known_outcomes

# What is not asked: the guide says that a registration must be confirmed first.
TAKEN_AS_GIVEN = {"enterprise.registration_state": "confirmed"}
NOT_ASKED = (*TAKEN_AS_GIVEN, "today", "is_recheck", "indicators")
COUNTED_IN = ("人", "件", "名")
MOST_DECIMALS = 4
LISTS: dict[str, list[tuple[str, str]]] = {
    "credit_records": [(str(one.value), str(one.label)) for one in CreditRecord.Kind]
}


@dataclass(frozen=True)
class Asked:
    """A figure or an answer that the conditions need: its name in expressions, and how it is asked
    for. `fills` are the keys of the questions that the registry would fill in with it."""

    name: str
    field: FormField
    fills: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """The verdict on one condition, with the sum behind it."""

    finding: Finding
    sum: str

    @property
    def tone(self) -> str:
        """As the verdict's, but for the alarm: before a filing nothing has gone wrong yet."""
        return "wait" if self.finding.verdict == Verdict.NOT_MET else self.finding.tone


def questions_of(definition: SchemeDefinition) -> list[Asked]:
    """What the conditions of a scheme need, in their order; each figure once."""
    prefilled = {
        f"answers.{field.key}": field.prefill
        for field in definition.fields()
        if field.prefill and _type_of(field.prefill) is not None
    }
    names: dict[str, list[str]] = {}
    for name in _names_needed(definition):
        source = prefilled.get(name, name)
        filled = names.setdefault(source, [])
        if source != name:
            filled.append(name.removeprefix("answers."))
    asked = []
    for name, fills in names.items():
        field = _question(name, definition)
        if field is not None:
            asked.append(Asked(name, field, tuple(fills)))
    return asked


def _names_needed(definition: SchemeDefinition) -> Iterator[str]:
    expressions = {one.key: one.expression for one in definition.indicators}
    for group in definition.criteria:
        for criterion in group.all_criteria():
            for key in _indicators_of(criterion, definition):
                yield from names_in(expressions[key]) if key in expressions else ()
            for case in criterion.cases:
                yield from names_in(case.condition)


def _indicators_of(criterion: Criterion, definition: SchemeDefinition) -> Iterator[str]:
    """Those that a condition is computed from: its own, or of a score those of the table."""
    scoring = definition.scoring
    if scoring is None or not criterion.indicator.startswith("score"):
        yield criterion.indicator
        return
    for dimension in scoring.dimensions:
        for item in dimension.items:
            yield from (measure.indicator for measure in item.measures)


def _type_of(name: str) -> Type | None:
    """What a name of the registry is; None for one that it has not."""
    group, _, column = name.partition(".")
    kind = REGISTRY.get(group)
    return kind.field(column) if column and isinstance(kind, Row) else kind


def _question(name: str, definition: SchemeDefinition) -> FormField | None:
    """How the page asks for `name`; None for what it does not ask."""
    if name in NOT_ASKED:
        return None
    if name.startswith("answers."):
        field = definition.field(name.removeprefix("answers."))
        if field is None:
            return None
        return field.model_copy(update={"required": False, "required_if": None, "visible_if": None})
    kind = _type_of(name)
    if kind is None:
        return None
    word, unit = registry_word(name)
    made: dict[str, Any] = {"key": name.replace(".", "_"), "label": word, "required": False}
    if name == "enterprise.size_class":
        made |= {"kind": FieldKind.CHOICE, "help": "按行业、从业人员和营业收入划型"}
        made["choices"] = _choices([(str(one.value), str(one.label)) for one in SizeClass])
    elif name in LISTS or name == "certificates":
        made |= {"kind": FieldKind.CHOICES, "help": "没有的不勾选"}
        made["choices"] = _choices(LISTS.get(name) or known_outcomes())
    elif kind == Scalar.NUMBER and unit in COUNTED_IN:
        made |= {"kind": FieldKind.INTEGER, "unit": unit}
    elif kind == Scalar.NUMBER:
        made |= {"kind": FieldKind.NUMBER, "unit": unit, "decimals": MOST_DECIMALS}
    else:
        made["kind"] = FieldKind.DATE if kind == Scalar.DATE else FieldKind.TEXT
    return FormField(**made)


def _choices(pairs: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, label=label) for value, label in pairs)


# --- what was typed -------------------------------------------------------------------------------


def typed(asked: Sequence[Asked], post: QueryDict) -> tuple[Answers, dict[str, str]]:
    """What was typed by the key of its field, and by the same key why a text is no answer."""
    values: Answers = {}
    problems: dict[str, str] = {}
    for one in asked:
        try:
            values[one.field.key] = parse_answer(one.field, post.getlist(one.field.key))
        except WrongAnswer as wrong:
            problems[one.field.key] = str(wrong)
    return values, problems


def judged(definition: SchemeDefinition, asked: Sequence[Asked], values: Answers) -> Evaluation:
    """The verdict of the filing's own rules on what was typed; for an enterprise whose registration
    is confirmed."""
    return evaluate(definition, _inputs(asked, values))


def _inputs(asked: Sequence[Asked], values: Answers) -> Inputs:
    rows: dict[str, dict[str, object]] = {
        name: {} for name in ("enterprise", "product", "answers", *YEARS)
    }
    lists: dict[str, tuple[str, ...]] = {}
    for name, given in TAKEN_AS_GIVEN.items():
        group, _, column = name.partition(".")
        rows[group][column] = given
    for one in asked:
        value = values.get(one.field.key)
        if one.field.kind == FieldKind.CHOICES and value is None:
            value = []
        rows["answers"] |= dict.fromkeys(one.fills, value)
        group, _, column = one.name.partition(".")
        if column:
            rows[group][column] = _registry_value(one, value) if group != "answers" else value
        elif isinstance(value, list):
            lists[group] = tuple(map(str, value))
    return Inputs(
        enterprise=rows["enterprise"],
        years=tuple(rows[year] for year in YEARS),
        answers=rows["answers"],
        product=rows["product"],
        certificates=lists.get("certificates", ()),
        credit_records=lists.get("credit_records", ()),
        today=timezone.localdate(),
    )


def _registry_value(one: Asked, value: JsonValue) -> object:
    """As the registry keeps it: a decimal, a date."""
    if not isinstance(value, str):
        return value
    if one.field.kind in NUMERIC:
        return Decimal(value)
    return date.fromisoformat(value) if one.field.kind == FieldKind.DATE else value


def with_sums(
    definition: SchemeDefinition, asked: Sequence[Asked], values: Answers, evaluation: Evaluation
) -> list[Line]:
    """Each verdict with the arithmetic behind it, in the figures that were typed."""
    words = _typed_words(asked, values)
    expressions = {one.key: one.expression for one in definition.indicators}
    indicators = {
        criterion.key: criterion.indicator
        for group in definition.criteria
        for criterion in group.all_criteria()
    }
    lines = []
    for finding in evaluation.findings:
        expression = expressions.get(indicators.get(finding.key, ""), "")
        worked = spoken(expression, words) if expression and finding.value else ""
        # A single figure is no sum: the verdict itself says it.
        lines.append(Line(finding, worked if worked not in words.values() else ""))
    return lines


def _typed_words(asked: Sequence[Asked], values: Mapping[str, JsonValue]) -> dict[str, str]:
    words: dict[str, str] = {}
    for one in asked:
        value = values.get(one.field.key)
        if isinstance(value, str) and one.field.kind in NUMERIC and not is_missing(value):
            said = f"{Decimal(value):,f}"
            words |= {one.name: said, **{f"answers.{key}": said for key in one.fills}}
    return words
