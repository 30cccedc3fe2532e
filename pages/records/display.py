"""How the fields of a record stand on its page and in its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from documents.fields import AttachmentField
from documents.record_files import attachment_of_row
from pages.records.form_fields import takes_full_row
from pages.words import choices_of, field_named, label_and_unit, value_word

if TYPE_CHECKING:
    from pages.records.actions import R
    from pages.records.record import Record

FULL_ROW, COLUMNS = "full-row", "full-row in-columns"


@dataclass(frozen=True)
class Shown:
    """A field's label and value; `is_long` for a text that needs the width of the page."""

    label: str
    value: str | SafeString
    unit: str = ""
    is_long: bool = False


@dataclass(frozen=True)
class ShownSection:
    title: str
    short: list[Shown]
    long: list[Shown]


@dataclass(frozen=True)
class FormSection:
    """The fields of a section with the class of the place that each takes."""

    title: str
    note: str
    fields: list[tuple[forms.BoundField, str]]


def shown_sections(record: Record[R], row: R) -> list[ShownSection]:
    """The sections of the page. A field that is shown only if another holds a value, and is
    empty, is left out."""
    sections = []
    for section in record.sections:
        names = [one for one in section.fields if one not in record.only_if or getattr(row, one)]
        shown = [_shown(record, row, name) for name in names]
        short, long = ([one for one in shown if one.is_long is wanted] for wanted in (False, True))
        sections.append(ShownSection(section.title, short, long))
    return sections


def _shown(record: Record[R], row: R, name: str) -> Shown:
    field = field_named(row, name)
    label, unit = label_and_unit(field)
    value = _value(record, row, field)
    if not value:
        return Shown(label, record.empty.get(name, ""))
    is_long = isinstance(field, models.TextField) and not field.choices
    return Shown(label, value, unit, is_long)


def _value(record: Record[R], row: R, field: models.Field) -> str | SafeString:
    if isinstance(field, AttachmentField):
        return _file(record, row, field)
    value = getattr(row, field.name)
    if isinstance(field, models.URLField) and value:
        return format_html('<a href="{}" rel="noopener">{}</a>', value, value)
    if isinstance(field, ArrayField) and not choices_of(field):
        return format_html_join(" ", '<span class="tag">{}</span>', ((one,) for one in value or ()))
    return value_word(field, value)


def _file(record: Record[R], row: R, field: models.Field) -> str | SafeString:
    key = getattr(row, field.attname)
    attachment = attachment_of_row(key) if key else None
    if attachment is None:
        return ""
    state = f" {attachment.state_shown}" if attachment.state_shown else ""
    size = max(1, round(attachment.size / 1024))
    url = reverse(f"{record.name}_file", args=[row.pk, field.name])
    return format_html(
        '<a href="{}">{}</a> <small>{} KB{}</small>', url, attachment.name, size, state
    )


def form_sections(record: Record[R], form: forms.BaseForm) -> list[FormSection]:
    """The sections of the form, without those that have nothing to type."""
    sections = []
    for section in record.sections:
        fields = [
            (form[name], _place(form[name].field)) for name in section.fields if name in form.fields
        ]
        if fields:
            sections.append(FormSection(section.title, section.note, fields))
    return sections


def _place(field: forms.Field) -> str:
    if isinstance(field.widget, forms.CheckboxSelectMultiple):
        return COLUMNS
    return FULL_ROW if takes_full_row(field) else ""
