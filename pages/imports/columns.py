"""The columns of an import, made from the fields of a model."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from documents.workbooks import cells
from documents.workbooks.cells import CellError, Parser
from documents.workbooks.columns import Column
from pages.records.form_fields import form_field, split_words
from pages.words import choices_of, is_number, label_and_unit

YES_NO = {"是": True, "否": False}
MOST_NAMED = 12
MOST_DIGITS = 1e15
LOST_DIGITS = "这一格被存成了数字，末位已丢失；请设为文本格式后重新填写"


def column_of(field: models.Field, aliases: tuple[str, ...] = ()) -> Column:
    """The column of `field`: its heading, what the template says of it, and how a cell is read."""
    labels = _labels(field)
    is_array = isinstance(field, ArrayField)
    parse, format_note = _parser(field, labels)
    notes = [str(field.help_text).rstrip("。"), format_note]
    if labels:
        names = list(labels())
        more = " 等" if len(names) > MOST_NAMED else ""
        notes.append(f"可填：{'、'.join(names[:MOST_NAMED])}{more}")
    if is_array:
        notes.append("几个之间用顿号隔开")
    is_day = isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)
    return Column(
        key=str(field.name),
        heading=str(field.verbose_name),
        parse=parse,
        note="；".join(note for note in notes if note),
        required=not field.blank and not field.has_default(),
        choices=tuple(labels()) if labels and not is_array else (),
        width=36 if isinstance(field, models.TextField) else 16,
        aliases=aliases,
        is_text=isinstance(field, models.CharField) and not labels,
        is_date=is_day,
    )


Labels = Callable[[], dict[str, object]]


def _labels(field: models.Field) -> Labels | None:
    """What may be written in a cell, with the value that it stands for; None for a free one. Rows
    of another table are asked for once."""
    if choices := choices_of(field):
        return lambda: {label: value for value, label in choices.items()}
    if isinstance(field, models.BooleanField):
        return lambda: dict(YES_NO)
    if not isinstance(field, models.ForeignKey):
        return None
    known: dict[str, object] = {}

    def related() -> dict[str, object]:
        if not known:
            known.update({str(one): one.pk for one in _related_rows(field)})
        return known

    return related


def _related_rows(field: models.ForeignKey) -> Iterable[models.Model]:
    allowed = field.get_limit_choices_to()
    rows: Iterable[models.Model] = field.related_model._default_manager.complex_filter(allowed)
    return rows


def _short_names(field: models.Field) -> dict[str, object]:
    """Short names of related rows, which lists show; the template offers the full ones."""
    if not isinstance(field, models.ForeignKey) or not hasattr(field.related_model, "short_name"):
        return {}
    return {getattr(one, "short_name"): one.pk for one in _related_rows(field)}  # noqa: B009


def _parser(field: models.Field, labels: Labels | None) -> tuple[Parser, str]:
    """How a cell of `field` is read, and what the template says about its format."""
    if isinstance(field, ArrayField):
        return _several(labels), ""
    if labels:
        short = cache(partial(_short_names, field))
        return lambda cell: _one_of(cells.plain_text(cell), labels(), short), ""
    if is_number(field):
        return _number(field), "数字，不带单位"
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return cells.any_day, "日期，例如 2026-05-18"
    if isinstance(field, models.TextField):
        return cells.lines, ""
    if type(field) is models.CharField:
        return _text(field), ""
    return _as_in_the_form(field), ""


def _one_of(
    text: str, labels: dict[str, object], short: Callable[[], dict[str, object]] = dict
) -> object:
    if not text:
        return None
    by_value = {str(value): value for value in labels.values()}
    for known in (labels, by_value, short()):
        if text in known:
            return known[text]
    named = "、".join(list(labels)[:MOST_NAMED])
    raise CellError(f"不在可填的内容中：{named}{' 等' if len(labels) > MOST_NAMED else ''}")


def _several(labels: Labels | None) -> Parser:
    def parse(cell: object) -> Sequence[object] | None:
        words = split_words(str(cell) if isinstance(cell, str) else cells.plain_text(cell))
        if labels is None:
            return words or None
        return [_one_of(word, labels()) for word in words] or None

    return parse


def _number(field: models.Field) -> Parser:
    unit = label_and_unit(field)[1]

    def parse(cell: object) -> object:
        number = cells.percentage(cell) if unit == "%" else cells.decimal(cell, unit)
        if number is None or not isinstance(field, models.IntegerField):
            return number
        return cells.integer(number)

    return parse


def _text(field: models.Field) -> Parser:
    limited = cells.text(field.max_length or 10_000)

    def parse(cell: object) -> object:
        if isinstance(cell, float) and abs(cell) >= MOST_DIGITS:
            raise CellError(LOST_DIGITS)
        return limited(cell)

    return parse


def _as_in_the_form(field: models.Field) -> Parser:
    """For the rarer kinds: what the form would take."""
    made = form_field(field)

    def parse(cell: object) -> object:
        text = cells.plain_text(cell)
        if not text or made is None:
            return None
        try:
            return made.clean(text)
        except ValidationError as error:
            raise CellError(" ".join(error.messages)) from error

    return parse
