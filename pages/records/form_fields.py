"""The form field of a model field, with the kit's widgets."""

import re
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from documents.fields import AttachmentField
from pages.words import choices_of, label_and_unit
from pages.written_fields import reading

PLEASE_CHOOSE = ("", "请选择")
LONGEST_LINE = 100
_BETWEEN = re.compile(r"[、，,；;\n]+")


class TagsField(forms.CharField):
    """Short words in one line, with 、 or a comma between them."""

    def __init__(self, *, item_field: models.Field, **options: Any) -> None:
        self.item_field = item_field
        super().__init__(**options)

    def prepare_value(self, value: object) -> object:
        return "、".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: object) -> list[str]:
        words = split_words(super().clean(value))
        longest = self.item_field.max_length
        for word in words:
            if longest and len(word) > longest:
                raise ValidationError(f"“{word[:20]}”超过 {longest} 个字。")
            try:
                self.item_field.clean(word, None)
            except ValidationError as error:
                raise ValidationError(f"“{word[:20]}”：{' '.join(error.messages)}") from None
        return words


class LinesField(forms.CharField):
    """A text of several lines. Browsers send each line's end as two characters; one is kept, or
    every text would be changed by the first form that sends it back."""

    def to_python(self, value: object) -> str | None:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


def split_words(text: str) -> list[str]:
    """The different words of a list that somebody typed, in their order."""
    words = (" ".join(part.split()) for part in _BETWEEN.split(text or ""))
    return list(dict.fromkeys(word for word in words if word))


def form_field(field: models.Field, **options: Any) -> forms.Field | None:
    """The form field of `field`; None for one that is never typed. `options` are Django's, and
    come from a form's `Meta`: labels, help texts, widgets."""
    label, unit = label_and_unit(field)
    options = {"label": label} | options
    made: forms.Field | None
    if isinstance(field, ArrayField):
        made = _array_field(field, label)
    elif isinstance(field, AttachmentField):
        made = field.formfield(label=label)
    else:
        made = field.formfield(**(options | _options(field)))
    if made is None:
        return None
    if isinstance(made, forms.ModelChoiceField):
        made.empty_label = PLEASE_CHOOSE[1]
    elif isinstance(made, forms.TypedChoiceField) and not isinstance(field, models.BooleanField):
        rest = [one for one in field.get_choices(include_blank=False) if one[0] != ""]
        made.choices = (
            [PLEASE_CHOOSE, *rest] if not made.required or not field.has_default() else rest
        )
    if unit:
        setattr(made, "unit", unit)  # noqa: B010 - components/field.html reads it
    return made


def _array_field(field: ArrayField, label: str) -> forms.Field:
    options: dict[str, Any] = {
        "label": label,
        "required": not field.blank,
        "help_text": field.help_text,
    }
    if choices := choices_of(field):
        return forms.TypedMultipleChoiceField(
            choices=list(choices.items()), coerce=field.base_field.to_python,
            widget=forms.CheckboxSelectMultiple, **options,
        )  # fmt: skip
    hint = options["help_text"] or "几个词之间用顿号隔开"
    return TagsField(item_field=field.base_field, **(options | {"help_text": hint}))


def _options(field: models.Field) -> dict[str, Any]:
    """What Django's form field of the model field is made with."""
    if field.choices or isinstance(field, models.ForeignKey):
        return {}
    if isinstance(field, models.BooleanField) and field.null:
        return {"widget": forms.NullBooleanSelect}
    if read := reading(field):
        return read
    if isinstance(field, models.TextField):
        counted = {"data-char-count": ""} if field.max_length else {}
        area = forms.Textarea(attrs={"rows": 6, **counted})
        return {"widget": area, "form_class": LinesField}
    if isinstance(field, models.URLField):
        return {"assume_scheme": "https"}
    return {}


def takes_full_row(field: forms.Field) -> bool:
    """Whether a form field is too wide to stand beside another one."""
    wide = (forms.Textarea, forms.CheckboxSelectMultiple, forms.FileInput)
    longest = getattr(field, "max_length", None) or 0
    return isinstance(field, TagsField) or isinstance(field.widget, wide) or longest > LONGEST_LINE
