"""Form fields that read numbers, dates and telephone numbers as people write them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from documents.workbooks.rows import why_no_text
from documents.written.dates import NoDate, read_date, within
from documents.written.numbers import NoNumber, read_number, whole
from documents.written.phones import NoPhone, read_phone
from documents.written.text import one_line
from pages.widgets import NumberText
from pages.words import is_number, split_unit

T = TypeVar("T")
_NO_NAMES = (models.EmailField, models.URLField, models.SlugField)
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class WrittenDecimal(forms.DecimalField):
    """A number; whatever is wrong with what was typed is said as it is. Its unit may stand behind
    it: `unit`, or what its label ends with (金额（万元）)."""

    def __init__(self, *, unit: str = "", **options: Any) -> None:
        self.unit = unit
        super().__init__(**{"widget": NumberText()} | options)

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        return _said(lambda: read_number(_text(value), unit=unit_of(self)))


class WrittenInteger(forms.IntegerField):
    """A whole number, read and said as by `WrittenDecimal`."""

    def __init__(self, *, unit: str = "", **options: Any) -> None:
        self.unit = unit
        super().__init__(**{"widget": NumberText(whole=True)} | options)

    def to_python(self, value: object) -> int | None:
        number = _said(lambda: read_number(_text(value), unit=unit_of(self)))
        return None if number is None else _said(lambda: whole(number))


class WrittenDate(forms.DateField):
    """A date of the years 1900 to 2100; with `past` none after today."""

    def __init__(self, *, past: bool = False, **options: Any) -> None:
        self.past = past
        super().__init__(**{"widget": DATE} | options)

    def to_python(self, value: object) -> date | None:
        found = _said(lambda: read_date(value, is_cell=False))
        if self.past and found is not None and found > timezone.localdate():
            raise ValidationError("不能晚于今天，请核对年份。")
        return found


class WrittenMoment(forms.DateTimeField):
    """A moment to the minute, as browsers send it, of the years 1900 to 2100."""

    def __init__(self, **options: Any) -> None:
        invalid = {"invalid": "请填写日期和时间，如 2026-03-01 09:00。"}
        usual: dict[str, Any] = {"widget": MOMENT, "error_messages": invalid}
        super().__init__(**usual | options)

    def to_python(self, value: Any) -> datetime | None:
        found = super().to_python(value)
        if found is not None:
            _said(lambda: within(found.date()))
        return found


def refuse_error_value(text: str) -> None:
    """Refuse #N/A and its like, pasted from a spreadsheet, as a name or another short text."""
    if reason := why_no_text(text):
        raise ValidationError(f"{reason}。")


class WrittenName(forms.CharField):
    """A name or another short text on one line, which is no error value of a spreadsheet."""

    default_validators = [refuse_error_value]

    def to_python(self, value: object) -> str:
        return one_line(super().to_python(value) or "")


class WrittenPhone(forms.CharField):
    """A telephone number, kept as `read_phone` writes it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
        super().__init__(**{"widget": widget} | options)

    def to_python(self, value: object) -> str:
        return _said(lambda: read_phone(super(WrittenPhone, self).to_python(value) or ""))


def reading(field: models.Field) -> dict[str, Any]:
    """With what the form field of a model field is made, so that it reads what people write."""
    if field.choices or isinstance(field, models.ForeignKey):
        return {}
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return {"form_class": WrittenDate, "widget": DATE}
    if isinstance(field, models.IntegerField):
        return {"form_class": WrittenInteger, "widget": NumberText(whole=True)}
    if isinstance(field, models.DecimalField):
        return {"form_class": WrittenDecimal, "widget": NumberText()}
    if is_number(field):
        return {"widget": NumberText()}
    if isinstance(field, models.DateTimeField):
        return {"form_class": WrittenMoment, "widget": MOMENT}
    if isinstance(field, models.CharField) and field.name.endswith("phone"):
        return {"form_class": WrittenPhone}
    if isinstance(field, models.CharField) and not isinstance(field, _NO_NAMES):
        return {"form_class": WrittenName}
    return {}


def unit_of(field: WrittenDecimal | WrittenInteger) -> str:
    """In what the field counts, "" where nothing says so."""
    return field.unit or split_unit(str(field.label or ""))[1]


def _text(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value)


def _said(read: Callable[[], T]) -> T:
    """What `read` gives; what it says is wrong becomes the field's error."""
    try:
        return read()
    except (NoNumber, NoDate, NoPhone) as wrong:
        raise ValidationError(f"{wrong}。") from wrong
