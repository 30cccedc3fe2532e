"""From a scheme's form definition to Django form fields."""

import json
from collections.abc import Mapping
from typing import TypedDict

from django import forms
from django.forms.utils import ErrorDict, ErrorList

from pages.fields import note
from schemes.definition.form import DECLARED, NUMERIC, FieldKind, FormField, Section


class TableWidget(forms.Textarea):
    """Rows as JSON in a text field, which static/js/table-field.js draws as a table."""

    template_name = "schemes/widgets/table.html"

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self.field = field

    def format_value(self, value: object) -> str:
        if isinstance(value, list):
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return str(value or "")

    def get_context(
        self, name: str, value: object, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        columns = [
            {
                "key": column.key,
                "label": column.label,
                "kind": column.kind,
                "unit": column.shown_unit,
                "required": column.required,
                "choices": [[choice.value, choice.label] for choice in column.choices],
            }
            for column in self.field.columns
        ]
        context["columns"] = json.dumps(columns, ensure_ascii=False)
        context["max_rows"] = self.field.max_rows
        context["label"] = self.field.label
        return context


class Told(TypedDict):
    """What every field is told of its question."""

    label: str
    help_text: str
    required: bool


def django_field(field: FormField) -> forms.Field:
    """The Django field that asks the question; every answer is optional while it is a draft."""
    common: Told = {"label": field.label, "help_text": field.help, "required": False}
    choices = [(choice.value, choice.label) for choice in field.choices]
    result: forms.Field
    if field.kind == FieldKind.CHOICE:
        result = forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **common)
    elif field.kind == FieldKind.CHOICES:
        attrs = {"data-alone": "|".join(sorted(field.alone))} if field.alone else None
        boxes = forms.CheckboxSelectMultiple(attrs)
        result = forms.MultipleChoiceField(widget=boxes, choices=choices, **common)
    elif field.kind == FieldKind.DECLARATION:
        box = forms.CheckboxInput({"value": DECLARED}, check_test=lambda v: v == DECLARED)
        result = forms.BooleanField(widget=box, **common)
    else:
        result = forms.CharField(widget=_text_widget(field), **common)
    note(
        result,
        unit=field.shown_unit,
        needed=field.required,
        needed_if=field.required_if is not None,
    )
    return result


def _text_widget(field: FormField) -> forms.Widget:
    if field.kind == FieldKind.LONG_TEXT:
        # No maxlength: the browser would cut a longer paste without a word.
        return forms.Textarea(attrs={"rows": 4, "data-char-count": field.max_length})
    if field.kind == FieldKind.TABLE:
        return TableWidget(field)
    if field.kind == FieldKind.DATE:
        return forms.DateInput(attrs={"type": "date"})
    figure = {"inputmode": "decimal", "autocomplete": "off"}
    return forms.TextInput(attrs=figure if field.kind in NUMERIC else None)


class SectionForm(forms.Form):
    """One section of an application; files are asked for apart from it."""

    def __init__(
        self, section: Section, answers: Mapping[str, object], problems: Mapping[str, str]
    ) -> None:
        super().__init__(initial=dict(answers))
        self.section = section
        for field in section.fields:
            if field.kind != FieldKind.FILE:
                self.fields[field.key] = django_field(field)
        self._shown = problems

    @property
    def errors(self) -> ErrorDict:
        """Problems of the submission, shown beside the fields without binding the form."""
        shown = ((key, text) for key, text in self._shown.items() if key in self.fields)
        return ErrorDict({key: ErrorList([text]) for key, text in shown})
