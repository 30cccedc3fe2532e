"""From what was typed into a field to an answer: plain JSON values, one form for each kind."""

import json
from decimal import Decimal
from typing import TypeAlias

from django.utils import timezone
from pydantic import JsonValue

from documents.workbooks.rows import why_no_text
from documents.written.dates import NoDate, read_date
from documents.written.numbers import NoNumber, read_number, refuse_outside
from documents.written.phones import NoPhone, read_phone
from documents.written.text import lines, one_line
from schemes.definition.form import (
    DECLARED,
    NUMERIC,
    Column,
    FieldKind,
    FormField,
    Question,
    is_missing,
)

Answers: TypeAlias = dict[str, JsonValue]  # by the key of the question
MOST_DIGITS = 14  # before the point, as the registry's own columns take them
MOST_TEXT = 5_000  # characters that are kept of a text that is no answer
MOST_TABLE_TEXT = 200_000
MOST_CELLS_NAMED = 5


class WrongAnswer(ValueError):
    """The typed text is no answer to the field; the message is Chinese."""


def parse_answer(field: FormField, values: list[str]) -> JsonValue:
    """What was typed into `field` as a JSON value; None when it was left empty.

    Numbers become plain decimal strings, dates ISO strings, several choices a list in the form's
    order, a table a list of rows (column key -> value). Raises `WrongAnswer`.
    """
    given = [value.strip() for value in values if value.strip()]
    if not given:
        return None
    if field.kind == FieldKind.CHOICES:
        known = {choice.value for choice in field.choices}
        if set(given) - known:
            raise WrongAnswer("请从列出的选项中选择。")
        if len(set(given)) > 1 and (alone := field.alone.intersection(given)):
            label = next(choice.label for choice in field.choices if choice.value in alone)
            raise WrongAnswer(f"“{label}”不能和其他选项同时选。")
        return [choice.value for choice in field.choices if choice.value in given]
    if field.kind == FieldKind.TABLE:
        return _parse_table(field, given[0])
    return _parse_one(field, given[0])


def stored_as_typed(field: FormField, answer: object) -> list[str]:
    """A stored answer as the form would send it, so that it can be parsed again."""
    if is_missing(answer):
        return []
    if field.kind == FieldKind.TABLE and isinstance(answer, list):
        return [json.dumps(answer, ensure_ascii=False)]
    return [str(one) for one in answer] if isinstance(answer, list) else [str(answer)]


def kept_as_typed(field: FormField, values: list[str]) -> JsonValue:
    """What is kept of a text that is no answer, so that nothing typed is lost."""
    longest = MOST_TABLE_TEXT if field.kind == FieldKind.TABLE else MOST_TEXT
    kept: list[JsonValue] = [value[:longest].replace("\x00", "") for value in values]
    if field.kind == FieldKind.CHOICES:
        return kept
    return kept[0] if kept else None


def _parse_one(question: Question, text: str) -> str:
    if question.kind in NUMERIC:
        return _parse_number(question, text)
    if question.kind == FieldKind.DATE:
        try:
            day = read_date(text, is_cell=False)
        except NoDate as wrong:
            raise WrongAnswer(f"{wrong}。") from wrong
        if question.asks_about_past and day is not None and day > timezone.localdate():
            raise WrongAnswer("不能晚于今天，请核对年份。")
        return str(day)
    if question.kind == FieldKind.CHOICE:
        if text not in {choice.value for choice in question.choices}:
            raise WrongAnswer("请从列出的选项中选择。")
        return text
    if question.kind == FieldKind.DECLARATION:
        if text != DECLARED:
            raise WrongAnswer("请勾选承诺。")
        return text
    if len(text) > question.max_length:
        raise WrongAnswer(f"最多 {question.max_length} 个字，现在是 {len(text)} 个。")
    if "\x00" in text:
        raise WrongAnswer("内容含有不能保存的字符。")
    if question.kind == FieldKind.LONG_TEXT:
        return lines(text)
    return _parse_line(question, text)


def _parse_line(question: Question, text: str) -> str:
    """A single line, which stays one whatever a form that is not ours sends."""
    if reason := why_no_text(text):
        raise WrongAnswer(f"{reason}。")
    if not question.asks_for_phone:
        return one_line(text)
    try:
        return read_phone(text)
    except NoPhone as wrong:
        raise WrongAnswer(f"{wrong}。") from wrong


def _parse_number(question: Question, text: str) -> str:
    allowed = 0 if question.kind == FieldKind.INTEGER else question.decimals
    try:
        number = read_number(text, unit=question.shown_unit) or Decimal(0)
        if abs(number) >= 10**MOST_DIGITS:
            raise NoNumber("数字超出范围，请核对单位")
        if number != round(number, allowed):
            raise NoNumber(f"最多 {allowed} 位小数" if allowed else "应为整数")
        refuse_outside(number, question.minimum, question.maximum)
    except NoNumber as wrong:
        raise WrongAnswer(f"{wrong}。") from wrong
    return f"{number:f}"


# --- tables -------------------------------------------------------------------------------------


def _parse_table(field: FormField, text: str) -> JsonValue:
    """The rows that were filled in; each wrong cell is named by its row and column."""
    if len(text) > MOST_TABLE_TEXT:
        raise WrongAnswer("表格内容太多，请删去一些。")
    try:
        rows = json.loads(text, parse_constant=_no_constant, parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise WrongAnswer("表格内容读不出来，请重新填写。") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise WrongAnswer("表格内容读不出来，请重新填写。")
    filled = [row for row in rows if any(_cell(row, column) for column in field.columns)]
    if len(filled) > field.max_rows:
        raise WrongAnswer(f"最多 {field.max_rows} 行，现在是 {len(filled)} 行。")
    problems: list[str] = []
    parsed: list[JsonValue] = [
        _parse_row(field, row, number, problems) for number, row in enumerate(filled, 1)
    ]
    if problems:
        more = f"……共 {len(problems)} 处" if len(problems) > MOST_CELLS_NAMED else ""
        raise WrongAnswer("；".join(problems[:MOST_CELLS_NAMED]) + more)
    return parsed or None


def _parse_row(field: FormField, row: Answers, number: int, problems: list[str]) -> Answers:
    cells: Answers = {}
    for column in field.columns:
        text = _cell(row, column)
        place = f"第 {number} 行“{column.label}”"
        if not text:
            if column.required:
                problems.append(f"{place}：请填写")
            continue
        try:
            cells[column.key] = _parse_one(column, text)
        except WrongAnswer as wrong:
            problems.append(f"{place}：{str(wrong).rstrip('。')}")
    return cells


def _cell(row: Answers, column: Column) -> str:
    value = row.get(column.key)
    return str(value).strip() if isinstance(value, str | int) else ""


def _no_constant(name: str) -> None:
    raise ValueError(name)
