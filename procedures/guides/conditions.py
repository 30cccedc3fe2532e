"""The conditions of a scheme as a guide lists them: what is counted, required, and by whom told."""

from collections.abc import Iterator
from dataclasses import dataclass

from schemes.definition.criteria import CriteriaGroup, Criterion
from schemes.definition.scheme import SchemeDefinition
from schemes.designer.registry_words import registry_word
from schemes.evaluation.evaluate import SIGNS
from schemes.evaluation.scoring import shown
from schemes.expressions.spoken import names_in, spoken

EXAMPLE = "示例"
BY_PORTAL, BY_FIGURES, BY_PERSON = "平台自动比对", "按数据自动比对", "由审核人看材料判断"


@dataclass(frozen=True)
class Condition:
    """One condition: how it is counted, what is required, where that stands."""

    key: str
    label: str
    how: str
    required: tuple[str, ...]
    source: str
    decided: str

    @property
    def is_example(self) -> bool:
        """Whether the figure is an example that the bureau revises."""
        return self.source.startswith(EXAMPLE)

    @property
    def stands_in(self) -> str:
        """Where the condition stands; of an example what is said after that word."""
        return self.source.partition("：")[2] if self.is_example else self.source


@dataclass(frozen=True)
class Conditions:
    """A group of conditions under its title; `note` says how many are needed and who tells."""

    title: str
    note: str
    rows: tuple[Condition, ...]


def conditions_of(definition: SchemeDefinition) -> list[Conditions]:
    """The groups with those inside them, each after the one that holds it."""
    return list(_groups(definition, definition.criteria))


def _groups(
    definition: SchemeDefinition, groups: tuple[CriteriaGroup, ...]
) -> Iterator[Conditions]:
    for group in groups:
        rows = tuple(_condition(one, definition) for one in group.criteria)
        needed = f"满足其中至少 {group.at_least} 项" if group.at_least else ""
        decided = "、".join(dict.fromkeys(one.decided for one in rows))
        yield Conditions(group.title, " · ".join(filter(None, (needed, decided))), rows)
        yield from _groups(definition, group.groups)


def _condition(criterion: Criterion, definition: SchemeDefinition) -> Condition:
    how, decided = "", BY_PORTAL
    required: tuple[str, ...] = ("符合",)
    if criterion.comparison == "person":
        how, decided = criterion.hint, BY_PERSON
    elif criterion.comparison != "is_true":
        how, decided = _sum(criterion, definition), BY_FIGURES
        required = _required(criterion)
    return Condition(criterion.key, criterion.label, how, required, criterion.source, decided)


def _required(criterion: Criterion) -> tuple[str, ...]:
    """The threshold, and those of the cases that have one of their own."""
    assert criterion.threshold is not None, "what is compared has a threshold"
    sign, unit = SIGNS[criterion.comparison], criterion.unit
    room = "" if unit == "%" else " "
    cases = (
        f"{case.words} {sign} {shown(case.threshold, 4)}{room}{unit}".rstrip()
        for case in criterion.cases
    )
    return (f"{sign} {shown(criterion.threshold, 4)}{room}{unit}".rstrip(), *cases)


def _sum(criterion: Criterion, definition: SchemeDefinition) -> str:
    """The sum in words; "" where the label says it already."""
    if criterion.indicator.startswith("score"):
        return "按评分表计算，见评审时公布的分项"
    indicators = {one.key: one.expression for one in definition.indicators}
    expression = indicators.get(criterion.indicator, "")
    said = spoken(expression, words_for(expression, definition)) if expression else ""
    return "" if said in (criterion.label, "") else said


def words_for(expression: str, definition: SchemeDefinition) -> dict[str, str]:
    """What the names in an expression are called: questions by their label."""
    words = {}
    for name in names_in(expression):
        group, _, key = name.partition(".")
        field = definition.field(key) if group == "answers" else None
        if field is not None:
            words[name] = field.label
        elif group != "answers" and key:
            words[name] = registry_word(name)[0]
    return words
