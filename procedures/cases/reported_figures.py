"""Where a filing says another figure than the enterprise's yearly report (年度数据)."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from procedures.cases.difference import shown_answer
from procedures.cases.submission import evaluate_application, inputs_of
from procedures.models import Application
from schemes.definition.scheme import SchemeDefinition
from schemes.evaluation.doubts import doubts_about_answers
from schemes.evaluation.evaluate import Evaluation

_REPORTED = "figures."


def questions_of_reported_figures(definition: SchemeDefinition) -> set[str]:
    """The questions that are filled in from the yearly report, and may be changed."""
    return {one.key for one in definition.fields() if one.prefill.startswith(_REPORTED)}


def reported_otherwise(
    definition: SchemeDefinition, answers: Mapping[str, object], figures: Mapping[str, object]
) -> dict[str, str]:
    """The figure as it was reported, with its unit, by the key of the question that is answered
    with another one. `figures` are those of the year before the filing (上年度)."""
    found = {}
    for question in definition.fields():
        if not question.prefill.startswith(_REPORTED):
            continue
        reported = figures.get(question.prefill.removeprefix(_REPORTED))
        if _differ(answers.get(question.key), reported):
            found[question.key] = shown_answer(question, reported)
    return found


def judged_draft(application: Application) -> tuple[Evaluation, dict[str, str]]:
    """How a draft stands, and what to ask whoever fills it in, by the question's key."""
    definition, inputs = application.scheme_version.parsed, inputs_of(application)
    evaluation = evaluate_application(application, inputs)
    differences = {
        key: f"年度数据中上年度是 {reported}，与这里不同，请核对；年度数据有误的，请先更正。"
        for key, reported in reported_otherwise(
            definition, application.answers, inputs.figures
        ).items()
    }
    return evaluation, differences | doubts_about_answers(definition, evaluation)


def _differ(answer: object, reported: object) -> bool:
    try:
        return Decimal(str(answer)) != Decimal(str(reported))
    except InvalidOperation:  # one of them is missing, or no number yet
        return False
