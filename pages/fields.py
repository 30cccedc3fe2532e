"""The fields of a form that is made: as what they are, and what they are told then."""

from collections.abc import Iterable
from typing import TypeVar

from django import forms
from django.db.models import Model, QuerySet

Choices = Iterable[tuple[str, str] | tuple[str, list[tuple[str, str]]]]
F = TypeVar("F", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[F]) -> F:
    """The field `name` of `form`, which was declared as one of `kind`."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is no {kind.__name__}")
    return field


def offer(form: forms.BaseForm, name: str, choices: Choices) -> None:
    """Let the field `name` choose from these; grouped where a choice has a list of its own."""
    field_of(form, name, forms.ChoiceField).choices = list(choices)


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Model]) -> None:
    """Let the field `name` choose one of `rows`."""
    field_of(form, name, forms.ModelChoiceField).queryset = rows


def note(field: forms.Field, **notes: str | bool) -> None:
    """Tell the field's template more: the `unit`, when it is shown (`visible_if`)."""
    vars(field).update(notes)
