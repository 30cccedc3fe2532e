"""What is asked about the figures of a filing, and what has been answered."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from enterprises.rules.plausibility import (
    Figures,
    Warning,
    comparable,
    doubt_about_share,
    doubts,
    doubts_about_product,
    unexplained,
)
from enterprises.rules.size_class import YEAR_END
from procedures.cases.explanations import LONGEST, PREFIX, holding
from procedures.cases.reported_figures import REPORTED, reported_otherwise
from procedures.cases.submission import evaluate_application, inputs_of
from procedures.models import Application
from schemes.definition.form import Column, FormField, Question
from schemes.definition.scheme import SchemeDefinition
from schemes.evaluation.doubts import answers_in_shares, doubts_about_answers
from schemes.evaluation.evaluate import Evaluation
from schemes.evaluation.indicators import Inputs

SALES = "product.sales"


def questions_to_doubt(definition: SchemeDefinition) -> set[str]:
    """The questions beside which something may be asked."""
    return answers_in_shares(definition) | {
        one.key
        for one in definition.fields()
        if one.prefill.startswith(REPORTED) or one.prefill == SALES or _has_share(one)
    }


def judged_draft(application: Application) -> tuple[Evaluation, dict[str, str]]:
    """How a draft stands, and what to ask whoever fills it in, by the question's key."""
    definition, inputs = application.scheme_version.parsed, inputs_of(application)
    evaluation = evaluate_application(application, inputs)
    found = doubts_about_answers(definition, evaluation, inputs.answers)
    for key, text in unexplained(_implausible(definition, inputs)).items():
        found.setdefault(key, text)
    for key, reported in reported_otherwise(
        definition, application.answers, inputs.figures
    ).items():
        said = f"年度数据中上年度是 {reported}，与这里不同，请核对；年度数据有误的，请先更正。"
        found[key] = said + found.get(key, "")
    shown = {one.key for one in definition.visible_fields(application.answers)}
    return evaluation, {key: text for key, text in found.items() if key in shown}


def doubt_problems(application: Application) -> dict[str, str]:
    """What has to be explained before the draft is submitted, by the field for the reason."""
    _, asked = judged_draft(application)
    definition, explained = application.scheme_version.parsed, holding(application, asked)
    labels = {one.key: one.label for one in definition.fields()}
    problems = {
        key: f"{labels[key]}存疑，请核对；确实如此的，请写明原因。"
        for key in asked
        if key not in explained
    } | {
        key: f"{labels[key]}的原因最多 {LONGEST} 个字，现在是 {len(kept['reason'])} 个。"
        for key, kept in explained.items()
        if len(kept["reason"]) > LONGEST
    }
    return {f"{PREFIX}{key}": text for key, text in problems.items()}


def _has_share(question: FormField) -> bool:
    return any(one.is_share for one in (question, *question.columns))


def _implausible(definition: SchemeDefinition, inputs: Inputs) -> Iterator[Warning]:
    """What the rules for figures ask, by the question's key. What was asked about the same figures
    when they were reported was answered there."""
    asking = {one.prefill: one for one in definition.fields() if one.key in inputs.answers}
    reported = {name: _number(value) for name, value in inputs.figures.items()}
    stated = reported | {
        source.removeprefix(REPORTED): _number(inputs.answers[question.key])
        for source, question in asking.items()
        if source.startswith(REPORTED)
    }
    earlier = _earlier(inputs)
    known = doubts(reported, *earlier)
    for warning in doubts(stated, *earlier):
        question = asking.get(f"{REPORTED}{warning.field}")
        if question is not None and warning not in known:
            yield Warning(question.key, warning.text)
    if (question := asking.get(SALES)) is not None:
        sales = _number(inputs.answers[question.key])
        for warning in doubts_about_product(sales, None, stated.get("revenue")):
            yield Warning(question.key, warning.text)
    for one in definition.fields():
        if one.key in inputs.answers and _has_share(one):
            yield from _fractions(one, inputs.answers[one.key])


def _earlier(inputs: Inputs) -> tuple[Figures, Mapping[str, str]]:
    last = inputs.last_year or 0
    years = {last - back: figures for back, figures in enumerate(inputs.years)}
    numbers = {
        year: {name: _number(value) for name, value in figures.items()}
        for year, figures in years.items()
    }
    registered = {name: _number(inputs.enterprise.get(name)) for name in YEAR_END}
    return comparable(numbers, last, registered)


def _fractions(question: FormField, answer: object) -> Iterator[Warning]:
    if isinstance(answer, list):
        for number, row in enumerate(answer, 1):
            for column in question.columns:
                if text := _fraction(column, row.get(column.key)):
                    yield Warning(question.key, f"第 {number} 行{text}")
    elif text := _fraction(question, answer):
        yield Warning(question.key, text)


def _fraction(question: Question | Column, answer: object) -> str:
    share = _number(answer) if question.is_share else None
    return "" if share is None else doubt_about_share(share, f"“{question.label}”")


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:  # nothing, or no number
        return None
