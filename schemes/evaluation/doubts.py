"""Which answers a doubtful value comes from."""

import re
from collections.abc import Mapping

from schemes.definition.form import is_missing
from schemes.definition.scheme import SchemeDefinition
from schemes.evaluation.evaluate import Evaluation

_ANSWER = re.compile(r"\banswers\.(\w+)")


def answers_in_shares(definition: SchemeDefinition) -> set[str]:
    """The questions whose answers a share of a whole is computed from."""
    shares = (one.expression for one in definition.indicators if one.is_share)
    return {key for expression in shares for key in _ANSWER.findall(expression)}


def doubts_about_answers(
    definition: SchemeDefinition, evaluation: Evaluation, answers: Mapping[str, object]
) -> dict[str, str]:
    """What to ask the person who fills in the form, by the question's key: once for each doubtful
    share, at the first of its questions that is answered."""
    # A statement without its proof waits for a person too, and is no doubt.
    expressions = {one.key: one.expression for one in definition.indicators if one.is_share}
    criteria = {one.key: one for group in definition.criteria for one in group.all_criteria()}
    asked: dict[str, str] = {}
    for finding in evaluation.findings:
        if finding.is_doubtful:
            expression = expressions.get(criteria[finding.key].indicator, "")
            keys = (key for key in _ANSWER.findall(expression) if not is_missing(answers.get(key)))
            if key := next(keys, ""):
                asked.setdefault(key, f"按现在的填报，{finding.label} {finding.sentence}。")
    return asked
