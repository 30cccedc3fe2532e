"""From a scheme's form definition to Django form fields."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms

from schemes.definition.form import DECLARED, NUMERIC, FieldKind, FormField, Section


class TableWidget(forms.Textarea):
    """Rows as JSON in a text field, which static/js/table-field.js draws as a table."""

    template_name = "schemes/widgets/table.html"

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self.field = field

    def format_value(self, value: Any) -> str:
        if isinstance(value, list):
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return str(value or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
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


def django_field(field: FormField) -> forms.Field:
    """The Django field that asks the question; every answer is optional while it is a draft."""
    optional = "" if field.required else "（视情况必填）" if field.required_if else "（选填）"
    label = f"{field.label}{optional}"
    common: dict[str, Any] = {"label": label, "help_text": field.help, "required": False}
    if field.kind == FieldKind.LONG_TEXT:
        # No maxlength: the browser would cut a longer paste without a word.
        counted = {"rows": 4, "data-char-count": field.max_length}
        widget: forms.Widget = forms.Textarea(attrs=counted)
        result: forms.Field = forms.CharField(widget=widget, **common)
    elif field.kind in NUMERIC:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        result = forms.CharField(widget=widget, **common)
    elif field.kind == FieldKind.DATE:
        result = forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **common)
    elif field.kind == FieldKind.CHOICE:
        choices = [(choice.value, choice.label) for choice in field.choices]
        result = forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **common)
    elif field.kind == FieldKind.TABLE:
        result = forms.CharField(widget=TableWidget(field), **common)
    elif field.kind == FieldKind.DECLARATION:
        result = forms.BooleanField(
            widget=forms.CheckboxInput(
                attrs={"value": DECLARED}, check_test=lambda v: v == DECLARED
            ),
            **common,
        )
    elif field.kind == FieldKind.CHOICES:
        choices = [(choice.value, choice.label) for choice in field.choices]
        result = forms.MultipleChoiceField(
            widget=forms.CheckboxSelectMultiple, choices=choices, **common
        )
    else:
        widget = forms.TextInput()
        result = forms.CharField(widget=widget, **common)
    result.unit = field.shown_unit  # type: ignore[attr-defined]
    result.asked = field.required  # type: ignore[attr-defined]
    return result


class SectionForm(forms.Form):
    """One section of an application; files are asked for apart from it."""

    def __init__(
        self, section: Section, answers: Mapping[str, Any], problems: Mapping[str, str]
    ) -> None:
        super().__init__(initial=dict(answers))
        self.section = section
        for field in section.fields:
            if field.kind != FieldKind.FILE:
                self.fields[field.key] = django_field(field)
        self._shown = problems

    @property
    def errors(self) -> Any:
        """Problems of the submission, shown beside the fields without binding the form."""
        return {
            key: forms.utils.ErrorList([text])
            for key, text in self._shown.items()
            if key in self.fields
        }
