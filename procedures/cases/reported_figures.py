"""Where a filing says another figure than the enterprise's yearly report (年度数据)."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from procedures.cases.difference import shown_answer
from schemes.definition.scheme import SchemeDefinition

REPORTED = "figures."


def reported_otherwise(
    definition: SchemeDefinition, answers: Mapping[str, object], figures: Mapping[str, object]
) -> dict[str, str]:
    """The figure as it was reported, with its unit, by the key of the question that is answered
    with another one. `figures` are those of the year before the filing (上年度)."""
    found = {}
    for question in definition.fields():
        if not question.prefill.startswith(REPORTED):
            continue
        reported = figures.get(question.prefill.removeprefix(REPORTED))
        if _differ(answers.get(question.key), reported):
            found[question.key] = shown_answer(question, reported)
    return found


def _differ(answer: object, reported: object) -> bool:
    try:
        return Decimal(str(answer)) != Decimal(str(reported))
    except InvalidOperation:  # one of them is missing, or no number yet
        return False
