"""The amount rule on the page of a version: its parts in words, with their places and problems."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from schemes.amounts.spoken import Said, rule_in_words
from schemes.checking.problem import Problem
from schemes.definition.amount import AmountRule
from schemes.definition.stored import Stored
from schemes.definition.words import WORDS
from schemes.designer.outline import BLOCKS, place_of


@dataclass(frozen=True)
class ShownBlock:
    """A part of the rule: where it is edited, what it says, what is wrong with it."""

    place: str
    title: str
    said: tuple[Said, ...]
    problems: tuple[str, ...]


def amount_blocks(definition: Stored, problems: Iterable[Problem]) -> list[ShownBlock]:
    """The parts of the version's amount rule; none where it has no rule. Of a rule that cannot be
    read yet only the problems are shown."""
    if "amount" not in definition or definition["amount"] is None:
        return []
    told: dict[str, list[str]] = {}
    for problem in problems:
        if problem.path[:1] == ("amount",):
            length = 2 if problem.path[1:2] and problem.path[1] in BLOCKS else 1
            told.setdefault(place_of(problem.path[:length]), []).append(problem.message)
    try:
        blocks = rule_in_words(AmountRule.model_validate(definition["amount"]))
        shown = [(one.place, one.title, one.said) for one in blocks]
    except ValidationError:
        places = [("amount", "对象与依据"), *((f"amount.{one}", WORDS[one]) for one in BLOCKS)]
        shown = [(place, title, ()) for place, title in places]
    return [
        ShownBlock(place, title, said, tuple(told.get(place, ()))) for place, title, said in shown
    ]
