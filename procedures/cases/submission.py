"""A filing before the conditions: what is missing, how it is judged, freezing what is submitted."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone

from enterprises.figures import Facts
from procedures.cases.frozen_inputs import frozen, thawed
from procedures.cases.material import facts_about, open_returns, present_files, snapshots_of
from procedures.cases.outcomes import held_by_applicant, held_kinds
from procedures.cases.parts import frozen_part
from procedures.models import Application, Snapshot
from schemes.answers import Answers, WrongAnswer, parse_answer, stored_as_typed
from schemes.definition.form import FieldKind, is_missing
from schemes.definition.scheme import SchemeDefinition
from schemes.evaluation.evaluate import Evaluation, evaluate
from schemes.evaluation.indicators import YEARS, Inputs


def answer_problems(application: Application) -> dict[str, str]:
    """Field key -> what keeps the application from being submitted."""
    definition = application.scheme_version.parsed
    wrong = wrong_answers(application)
    with_files = {file.field for file in present_files(application)}
    problems = {}
    for field in definition.visible_fields(application.answers):
        if field.kind == FieldKind.FILE:
            if field.is_required(application.answers) and field.key not in with_files:
                problems[field.key] = f"请上传{field.label}。"
            continue
        if field.key in wrong:
            problems[field.key] = wrong[field.key]
        elif is_missing(application.answers.get(field.key)) and field.is_required(
            application.answers
        ):
            asked = "请勾选" if field.kind == FieldKind.DECLARATION else "请填写"
            problems[field.key] = f"{asked}{field.label}。"
    return problems


def wrong_answers(application: Application) -> dict[str, str]:
    """Field key -> why the text that a draft keeps there is no answer to the field."""
    problems = {}
    for field in application.scheme_version.parsed.visible_fields(application.answers):
        answer = application.answers.get(field.key)
        if field.kind == FieldKind.FILE or is_missing(answer):
            continue
        try:
            parse_answer(field, stored_as_typed(field, answer))
        except WrongAnswer as wrong:
            problems[field.key] = str(wrong)
    return problems


def right_answers(application: Application) -> Answers:
    """The answers without the texts that are none: what conditions may be judged by."""
    wrong = wrong_answers(application)
    return {key: value for key, value in application.answers.items() if key not in wrong}


def untouched_keys(application: Application) -> list[str]:
    """The fields that were handed back and are still as they were submitted."""
    last = next(iter(snapshots_of(application)), None)
    if last is None:
        return []
    definition = application.scheme_version.parsed
    # By content: the same bytes uploaded again are no correction.
    present = {(file.field, file.attachment.sha256) for file in present_files(application)}
    filed = {(file["field"], file["sha256"]) for file in last.files}
    keys = []
    for key in [one.field for one in open_returns(application) if one.returned_at is not None]:
        field = definition.field(key)
        if field is None:
            continue
        if field.kind == FieldKind.FILE:
            touched = any(row[0] == key for row in present ^ filed)
        else:
            touched = application.answers.get(key) != last.answers.get(key)
        if not touched:
            keys.append(key)
    return keys


def untouched_returns(application: Application) -> list[str]:
    """The labels of these fields."""
    definition = application.scheme_version.parsed
    fields = (definition.field(key) for key in untouched_keys(application))
    return [field.label for field in fields if field is not None]


def _judged_answers(application: Application) -> Answers:
    """The right answers; nothing ticked among options that nobody has to tick is an answer too."""
    return _nothing_ticked(application, application.answers) | right_answers(application)


def _nothing_ticked(application: Application, answers: Answers) -> Answers:
    return {
        field.key: []
        for field in application.scheme_version.parsed.visible_fields(answers)
        if field.kind == FieldKind.CHOICES and not field.required
    }


def inputs_from(
    facts: Facts, application: Application, held: tuple[str, ...] | None = None
) -> Inputs:
    """Facts of the registry and the application's answers as an evaluation wants them."""
    inputs = inputs_with_answers(
        facts, _judged_answers(application), held, last_year=application.batch.last_year
    )
    return replace(
        inputs,
        files=frozenset(one.field for one in present_files(application)),
        is_recheck=application.purpose == Application.Purpose.RECHECK,
    )


def inputs_with_answers(
    facts: Facts,
    answers: Answers,
    held: tuple[str, ...] | None = None,
    *,
    last_year: int | None = None,
) -> Inputs:
    """Facts of the registry and these answers as an evaluation wants them. `held` are the kinds of
    outcome that the enterprise holds, where they are known already; `last_year` is the year before
    the filing, None where nothing is filed and the last reported year counts."""
    enterprise = facts.enterprise
    if last_year is not None:
        enterprise = {**enterprise, "size_class": facts.size_in(last_year)}
    return Inputs(
        enterprise=enterprise,
        years=facts.years_to(facts.latest_year if last_year is None else last_year, len(YEARS)),
        answers=answers,
        product=facts.product,
        certificates=held_kinds(facts.organisation_id) if held is None else held,
        credit_records=facts.credit_records,
        credit_history=facts.credit_history,
        today=timezone.localdate(),
        last_year=last_year,
    )


def inputs_of(application: Application) -> Inputs:
    """What the conditions of a filed or drafted application are judged by."""
    return inputs_from(facts_about(application), application, held_by_applicant(application))


def definition_for(application: Application) -> SchemeDefinition:
    """What the application is judged by: a re-check by the conditions of re-checks."""
    definition = application.scheme_version.parsed
    is_recheck = application.purpose == Application.Purpose.RECHECK
    return definition.for_recheck() if is_recheck else definition


def evaluate_application(application: Application, inputs: Inputs | None = None) -> Evaluation:
    """Judge what is answered now; `inputs` are those of the case, where they are known already."""
    return evaluate(definition_for(application), inputs or inputs_of(application))


def evaluate_submission(
    application: Application, snapshot: Snapshot, marks: Mapping[str, Decimal]
) -> Evaluation:
    """Judge what was submitted, by what was known then, with the `marks` of an expert panel."""
    answers = _nothing_ticked(application, snapshot.answers) | snapshot.answers
    return evaluate(definition_for(application), thawed(snapshot, answers), marks)


def take_snapshot(application: Application, declared: Mapping[str, object]) -> Snapshot:
    """Freeze what is submitted now, with a hash over all of it; `declared` says what whoever
    submits it has declared."""
    inputs = inputs_of(application)
    files = [
        {
            "field": row.field,
            "id": str(row.attachment_id),
            "name": row.attachment.name,
            "size": row.attachment.size,
            "sha256": row.attachment.sha256,
        }
        for row in present_files(application)
    ]
    facts = frozen(inputs)
    part = frozen_part(application)
    content: dict[str, object] = {
        "answers": application.answers,
        "facts": facts,
        "files": files,
        "evaluation": evaluate_application(application, inputs).as_json(),
        "declared": dict(declared),
        **({"part": part} if part else {}),
    }
    return Snapshot.objects.create(
        application=application,
        **application.home,
        number=application.submissions,
        sha256=snapshot_hash(application.scheme_version_id, content),
        **content,
    )


def snapshot_hash(version_id: int, content: Mapping[str, object]) -> str:
    """The SHA-256 over the scheme version and what was submitted under it."""
    encoded = json.dumps({"version": version_id, **content}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(encoded.encode()).hexdigest()
