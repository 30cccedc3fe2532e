"""Answers: converting what was typed, finding what is missing, freezing what is submitted."""

import hashlib
import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from enterprises.figures import facts_of
from procedures.evaluation import Evaluation, evaluate
from procedures.indicators import Inputs
from procedures.models import Application, Snapshot
from procedures.scheme_definition import NUMERIC, FieldKind, FormField


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
    return text


def _parse_number(field: FormField, text: str) -> str:
    decimals = 0 if field.kind == FieldKind.INTEGER else field.decimals
    try:
        number = Decimal(text.replace(",", "").replace("，", "").rstrip("%"))
    except InvalidOperation as error:
        raise WrongAnswer("请填写数字，不要带单位。") from error
    if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
        raise WrongAnswer("数字超出范围，请核对单位。")
    if field.minimum is not None and number < field.minimum:
        raise WrongAnswer(f"不能小于 {field.minimum}。")
    if field.maximum is not None and number > field.maximum:
        raise WrongAnswer(f"不能大于 {field.maximum}。")
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > decimals:
        raise WrongAnswer("请填写整数。" if decimals == 0 else f"最多 {decimals} 位小数。")
    return f"{number:f}"


def answer_problems(application: Application) -> dict[str, str]:
    """Field key -> what keeps the application from being submitted."""
    definition = application.batch.version.parsed
    with_files = set(application.files.filter(removed_at=None).values_list("field", flat=True))
    problems = {}
    for field in definition.visible_fields(application.answers):
        if field.kind == FieldKind.FILE:
            if field.required and field.key not in with_files:
                problems[field.key] = f"请上传{field.label}。"
            continue
        answer = application.answers.get(field.key)
        if answer in (None, "", []):
            if field.required:
                problems[field.key] = f"请填写{field.label}。"
            continue
        try:
            parse_answer(field, answer if isinstance(answer, list) else [str(answer)])
        except WrongAnswer as wrong:
            problems[field.key] = str(wrong)
    return problems


def inputs_of(application: Application) -> Inputs:
    """Facts of the registry and answers, as an evaluation wants them."""
    facts = facts_of(application.organisation_id)
    return Inputs(
        enterprise=facts.enterprise, figures=dict(facts.latest), answers=application.answers
    )


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
        "version": application.batch.version_id,
        "answers": application.answers,
        "facts": facts,
        "files": files,
        "evaluation": evaluation,
    }
    encoded = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    return Snapshot.objects.create(
        application=application,
        organisation_id=application.organisation_id,
        district_id=application.district_id,
        number=application.submissions,
        answers=application.answers,
        facts=facts,
        files=files,
        evaluation=evaluation,
        sha256=hashlib.sha256(encoded).hexdigest(),
    )
