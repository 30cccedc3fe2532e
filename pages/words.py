"""What fields and their values are called by the people who read them."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from pages.lists.cells import shown

EMPTY = "（空）"
_UNIT = re.compile(r"(.+)（([^（）]{1,6})）")


def field_named(model: models.Model | type[models.Model], name: str) -> models.Field:
    """A column of `model`."""
    return cast(models.Field, model._meta.get_field(name))


def label_and_unit(field: models.Field) -> tuple[str, str]:
    """What a field is called, and the unit that a number's name ends with: "金额（万元）"."""
    name = str(field.verbose_name)
    return split_unit(name) if is_number(field) else (name, "")


def split_unit(name: str) -> tuple[str, str]:
    """The name of a figure without the unit that it ends with, and that unit."""
    match = _UNIT.fullmatch(name)
    return (match[1], match[2]) if match else (name, "")


def is_number(field: models.Field) -> bool:
    kinds = (models.IntegerField, models.DecimalField, models.FloatField)
    return isinstance(field, kinds) and not field.choices


def choices_of(field: models.Field) -> dict[object, str]:
    """Value -> label of a field with choices, or of the items of an array of choices."""
    item = field.base_field if isinstance(field, ArrayField) else field
    return {value: str(label) for value, label in item.flatchoices if value not in (None, "")}


def value_word(
    field: models.Field, value: object, names: Mapping[object, str] | None = None
) -> str:
    """A value of `field` in words; "" for none. `names` are those of related rows by their key."""
    if value is None or value == "" or value == []:
        return ""
    choices = choices_of(field)
    if isinstance(field, ArrayField) and isinstance(value, list | tuple):
        return "、".join(choices.get(one, str(one)) for one in value)
    if isinstance(field, models.ForeignKey):
        key = value.pk if isinstance(value, models.Model) else value
        return (names or {}).get(key) or str(value)
    if choices:
        return choices.get(value, str(value))
    if isinstance(value, bool | int | float | Decimal | date | str):
        return shown(value)
    return str(value)


def from_json(field: models.Field, raw: object) -> object:
    """What JSON holds of a value of `field`, as Python has it; `raw` itself where it fits no more,
    as in an old entry of the trail."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    try:
        return target.to_python(str(raw) if isinstance(raw, float) else raw)
    except (ValidationError, ValueError, TypeError):
        return raw


def to_json(value: object) -> object:
    """A value as JSON holds it: rows by their key, decimals and dates as text."""
    if isinstance(value, models.Model):
        value = value.pk
    if isinstance(value, list):
        return [to_json(one) for one in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def pair(old: str, new: str, most: int = 60) -> tuple[str, str]:
    """Two words of a change, each cut to some `most` characters around where they begin to
    differ."""
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    start = max((min(len(old), len(new)) if same is None else same) - 12, 0)
    if max(len(old), len(new)) <= most:
        start = 0
    return _cut(old, start, most), _cut(new, start, most)


def _cut(text: str, start: int, most: int) -> str:
    if not text:
        return EMPTY
    part = text[start : start + most]
    before, after = "…" if start and part else "", "…" if start + most < len(text) else ""
    return f"{before}{part}{after}" or EMPTY
