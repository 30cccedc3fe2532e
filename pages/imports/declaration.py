"""An import from one declaration: the record that is brought in, its columns, its key."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import URLPattern, reverse

from accounts.tenancy import Actor
from documents.fields import AttachmentField
from documents.workbooks.columns import Column
from pages.imports import views
from pages.imports.columns import column_of
from pages.records.record import Record
from pages.words import field_named


class RecordImport:
    """Rows of `record` from Excel or CSV.

    `name` is that of the upload page's address, with its namespace ("services:policy_import"); the
    others add "_template", "_result", "_apply" and "_discard". A row of the file is the row of the
    catalogue whose `key` fields are the same, or a new one. `fields` are the columns, in their
    order; without them all that the record's form has but files. `aliases` are further headings
    of a field that are understood.
    """

    name: ClassVar[str]
    record: ClassVar[type[Record[Any]]]
    key: ClassVar[tuple[str, ...]]
    fields: ClassVar[tuple[str, ...]] = ()
    aliases: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    notes: ClassVar[tuple[str, ...]] = ()

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.kept = self.record(actor)

    def columns(self) -> list[Column]:
        """The columns for this person now; choices from other tables are read once."""
        model = self.record.model
        named = self.fields or tuple(
            name
            for name in self.kept.form_fields()
            if not isinstance(model._meta.get_field(name), AttachmentField)
        )
        return [column_of(field_named(model, name), self.aliases.get(name, ())) for name in named]

    def all_notes(self) -> tuple[str, ...]:
        """What the template and the page say about filling the file in."""
        key = "、".join(str(field_named(self.record.model, one).verbose_name) for one in self.key)
        noun = self.record.noun
        return (
            f"一行一{self.record.counter}{noun}，不要改动第一行的列名。",
            f"按{key}识别：平台上没有的新建，已有的更新；留空的单元格不改动原有内容。",
            "单元格中不要使用公式，也不要合并。",
            *self.notes,
        )

    @classmethod
    def url(cls, act: str = "", *arguments: object) -> str:
        return reverse(f"{cls.name}_{act}" if act else cls.name, args=arguments)

    @classmethod
    def urls(cls) -> list[URLPattern]:
        """Upload, template, result, apply and discard."""
        return views.patterns(cls)
