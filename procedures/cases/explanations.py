"""What an enterprise says of a figure that was doubted: that it is so, and why.

A reason is kept with the draft beside the doubt that it answers, and counts for that one alone:
it goes when the figure is changed, or when something else is asked about it.
"""

from collections.abc import Mapping

from pydantic import JsonValue

from procedures.models import Application
from schemes.definition.form import FieldKind, FormField
from schemes.definition.scheme import SchemeDefinition

PREFIX = "explain-"  # before the key of the question; no key has a hyphen
LONGEST = 500


def question_named(definition: SchemeDefinition, name: str) -> FormField | None:
    """The question that a form's field `name` answers: one of the scheme's, or the one for the
    reason of a doubtful answer to it."""
    doubted = definition.field(name.removeprefix(PREFIX))
    if not name.startswith(PREFIX) or doubted is None:
        return doubted
    return FormField(
        key=doubted.key,
        label=f"{doubted.label}（说明）",
        kind=FieldKind.LONG_TEXT,
        max_length=LONGEST,
        required=False,
    )


def answer_named(application: Application, name: str) -> JsonValue:
    """What the draft keeps for the field `name`."""
    if not name.startswith(PREFIX):
        answer: JsonValue = application.answers.get(name)
        return answer
    return str(application.explanations.get(name.removeprefix(PREFIX), {}).get("reason", ""))


def change_answer(application: Application, key: str, answer: JsonValue) -> None:
    """Answer the question `key`, in memory; what was said of another answer goes."""
    if application.answers.get(key) != answer:
        application.explanations.pop(key, None)
    application.answers[key] = answer


def explain(application: Application, key: str, doubt: str, reason: str, by: str) -> None:
    """Keep, in memory, the `reason` for the answer to `key`; without a doubt there is none."""
    if doubt and reason:
        application.explanations[key] = {"doubt": doubt, "reason": reason, "by": by}
    else:
        application.explanations.pop(key, None)


def holding(application: Application, doubts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The explanations of what is doubted now, by the question's key."""
    return {
        key: kept
        for key, doubt in doubts.items()
        if (kept := application.explanations.get(key)) and kept["doubt"] == doubt
    }
