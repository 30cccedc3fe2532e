"""The form of a record, made from its model."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from documents.fields import AttachmentField
from documents.record_files import attachment_of_row
from pages.records.form_fields import form_field

LONGEST_REASON = 200


class RecordForm(forms.ModelForm):
    """A form that never saves: what it cleaned goes to the act, which checks the same rules of the
    model once more, on the locked row."""

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """Decimals as people write them (5000 and not 5000.0000), and files by their name."""
        value = super().get_initial_for_field(field, field_name)
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        if not value or field_name not in (self._meta.fields or ()):
            return value
        model_field = self._meta.model._meta.get_field(field_name)
        return attachment_of_row(value) if isinstance(model_field, AttachmentField) else value

    def _update_errors(self, errors: ValidationError) -> None:
        """The model's errors, those of fields that the form lacks above it."""
        placed: dict[str, list[ValidationError]] = {}
        for name, reasons in errors.error_dict.items():
            place = name if name in self.fields else NON_FIELD_ERRORS
            placed.setdefault(place, []).extend(reasons)
        super()._update_errors(ValidationError(placed))  # type: ignore[misc]


@cache
def form_class(model: type[models.Model], names: tuple[str, ...]) -> type[RecordForm]:
    """The form of the fields `names` of `model`, in their order."""
    made = forms.modelform_factory(
        model, form=RecordForm, fields=names, formfield_callback=form_field
    )
    return cast(type[RecordForm], made)


def show_only_if(form: forms.BaseForm, conditions: Mapping[str, str]) -> None:
    """Show fields only while others hold a value: `{"district": "level=district"}`."""
    for name, condition in conditions.items():
        if name in form.fields:
            setattr(form.fields[name], "visible_if", condition)  # noqa: B010 - the template's


class ReasonForm(forms.Form):
    """Why something is retired or restored."""

    reason = forms.CharField(
        label="原因",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "data-char-count": ""}),
        error_messages={"required": "请写明原因，会记入修改记录。"},
    )
