"""What a form tells one of its fields once it is made."""

from collections.abc import Iterable

from django import forms
from django.db.models import Model, QuerySet

Choices = Iterable[tuple[str, str] | tuple[str, list[tuple[str, str]]]]


def offer(form: forms.BaseForm, name: str, choices: Choices) -> None:
    """Let the field `name` choose from these; grouped where a choice has a list of its own."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def note(field: forms.Field, **notes: str | bool) -> None:
    """Tell the field's template more: the `unit`, when it is shown (`visible_if`)."""
    vars(field).update(notes)


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Model]) -> None:
    """Let the field `name` choose one of `rows`."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
