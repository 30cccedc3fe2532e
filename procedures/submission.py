"""Answers: converting what was typed, finding what is missing, freezing what is submitted."""

import hashlib
import json
import re
import unicodedata
import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from enterprises.figures import Facts, facts_of
from procedures.evaluation import Evaluation, evaluate
from procedures.indicators import Inputs
from procedures.models import Application, Snapshot
from procedures.scheme_definition import NUMERIC, FieldKind, FormField

PLAIN_NUMBER = re.compile(r"[+-]?(?P<whole>[0-9]{1,40})(?:\.(?P<decimals>[0-9]{0,40}))?")
MOST_DIGITS = 14  # before the point, as the registry's own columns take them


class WrongAnswer(ValueError):
    """The typed text is no answer to the field; the message is Chinese."""


def parse_answer(field: FormField, values: list[str]) -> Any:
    """What was typed into `field` as a JSON value; None when it was left empty.

    Numbers become plain decimal strings, dates ISO strings, several choices a sorted list.
    Raises `WrongAnswer`.
    """
    given = [value.strip() for value in values if value.strip()]
    if not given:
        return None
    if field.kind == FieldKind.CHOICES:
        known = {choice.value for choice in field.choices}
        if set(given) - known:
            raise WrongAnswer("请从列出的选项中选择。")
        return [choice.value for choice in field.choices if choice.value in given]
    text = given[0]
    if field.kind in NUMERIC:
        return _parse_number(field, text)
    if field.kind == FieldKind.DATE:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise WrongAnswer("日期应为“2026-03-01”的形式。") from error
    if field.kind == FieldKind.CHOICE:
        if text not in {choice.value for choice in field.choices}:
            raise WrongAnswer("请从列出的选项中选择。")
        return text
    if len(text) > field.max_length:
        raise WrongAnswer(f"最多 {field.max_length} 个字，现在是 {len(text)} 个。")
    if "\x00" in text:
        raise WrongAnswer("内容含有不能保存的字符。")
    # A single line stays one, whatever a form that is not ours sends.
    return " ".join(text.splitlines()) if field.kind == FieldKind.TEXT else text


def _parse_number(field: FormField, text: str) -> str:
    allowed = 0 if field.kind == FieldKind.INTEGER else field.decimals
    plain = unicodedata.normalize("NFKC", text).replace(",", "").rstrip("%").strip()
    if not (match := PLAIN_NUMBER.fullmatch(plain)):
        raise WrongAnswer("请填写数字，不要带单位。")
    if len(match["whole"].lstrip("0")) > MOST_DIGITS:
        raise WrongAnswer("数字超出范围，请核对单位。")
    if len((match["decimals"] or "").rstrip("0")) > allowed:
        raise WrongAnswer("请填写整数。" if allowed == 0 else f"最多 {allowed} 位小数。")
    number = Decimal(plain)
    if field.minimum is not None and number < field.minimum:
        raise WrongAnswer(f"不能小于 {field.minimum}。")
    if field.maximum is not None and number > field.maximum:
        raise WrongAnswer(f"不能大于 {field.maximum}。")
    return f"{number:f}"


def answer_problems(application: Application) -> dict[str, str]:
    """Field key -> what keeps the application from being submitted."""
    definition = application.batch.version.parsed
    wrong = wrong_answers(application)
    with_files = set(application.files.filter(removed_at=None).values_list("field", flat=True))
    problems = {}
    for field in definition.visible_fields(application.answers):
        if field.kind == FieldKind.FILE:
            if field.required and field.key not in with_files:
                problems[field.key] = f"请上传{field.label}。"
            continue
        if field.key in wrong:
            problems[field.key] = wrong[field.key]
        elif application.answers.get(field.key) in (None, "", []) and field.required:
            problems[field.key] = f"请填写{field.label}。"
    return problems


def wrong_answers(application: Application) -> dict[str, str]:
    """Field key -> why the text that a draft keeps there is no answer to the field."""
    problems = {}
    for field in application.batch.version.parsed.visible_fields(application.answers):
        answer = application.answers.get(field.key)
        if field.kind == FieldKind.FILE or answer in (None, "", []):
            continue
        try:
            parse_answer(field, answer if isinstance(answer, list) else [str(answer)])
        except WrongAnswer as wrong:
            problems[field.key] = str(wrong)
    return problems


def right_answers(application: Application) -> dict[str, Any]:
    """The answers without the texts that are none: what conditions may be judged by."""
    wrong = wrong_answers(application)
    return {key: value for key, value in application.answers.items() if key not in wrong}


def untouched_returns(application: Application) -> list[str]:
    """The labels of the fields that were handed back and are still as they were submitted."""
    last = application.snapshots.order_by("-number").first()
    if last is None:
        return []
    fields = application.batch.version.parsed
    returned = application.return_items.filter(resolved_at=None).exclude(returned_at=None)
    present = set(application.files.filter(removed_at=None).values_list("field", "attachment_id"))
    filed = {(file["field"], uuid.UUID(file["id"])) for file in last.files}
    labels = []
    for key in returned.values_list("field", flat=True):
        field = fields.field(key)
        if field is None:
            continue
        if field.kind == FieldKind.FILE:
            touched = {row for row in present ^ filed if row[0] == key}
        else:
            touched = application.answers.get(key) != last.answers.get(key)
        if not touched:
            labels.append(field.label)
    return labels


def inputs_from(facts: Facts, application: Application | None) -> Inputs:
    """Facts of the registry and answers, where there are any, as an evaluation wants them."""
    return Inputs(
        enterprise=facts.enterprise,
        figures=dict(facts.latest),
        answers=right_answers(application) if application else {},
    )


def inputs_of(application: Application) -> Inputs:
    """What the conditions of a filed or drafted application are judged by."""
    return inputs_from(facts_of(application.organisation_id), application)


def evaluate_application(application: Application) -> Evaluation:
    return evaluate(application.batch.version.parsed, inputs_of(application))


def take_snapshot(application: Application) -> Snapshot:
    """Freeze what is submitted now, with a hash over all of it."""
    inputs = inputs_of(application)
    files = [
        {
            "field": row.field,
            "id": str(row.attachment_id),
            "name": row.attachment.name,
            "size": row.attachment.size,
            "sha256": row.attachment.sha256,
        }
        for row in application.files.filter(removed_at=None)
        .select_related("attachment")
        .order_by("id")
    ]
    facts = json.loads(
        json.dumps(
            {"enterprise": inputs.enterprise, "figures": inputs.figures}, cls=DjangoJSONEncoder
        )
    )
    evaluation = evaluate(application.batch.version.parsed, inputs).as_json()
    content = {
        "answers": application.answers,
        "facts": facts,
        "files": files,
        "evaluation": evaluation,
    }
    return Snapshot.objects.create(
        application=application,
        organisation_id=application.organisation_id,
        district_id=application.district_id,
        number=application.submissions,
        sha256=snapshot_hash(application.batch.version_id, content),
        **content,
    )


def snapshot_hash(version_id: int, content: dict[str, Any]) -> str:
    """The SHA-256 over the scheme version and what was submitted under it."""
    encoded = json.dumps({"version": version_id, **content}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(encoded.encode()).hexdigest()
