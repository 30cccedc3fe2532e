"""A model field that names an attachment of its row."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models

from documents.actions.store_attachment import ALL_TYPES, MOST_BYTES
from documents.file_types import EXTENSIONS, NAMES
from documents.written import text as written
from documents.written.sql import key_of


class KeptField(models.CharField):
    """A text which is kept as `keep` writes it, whichever way it comes in. Migrations see a plain
    text field."""

    keep: Callable[[str], str] = staticmethod(written.one_line)

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", list(arguments), dict(options)

    def to_python(self, value: object) -> str | None:
        found = super().to_python(value)
        return self.keep(found) if isinstance(found, str) else found

    def pre_save(self, instance: models.Model, add: bool) -> str | None:
        setattr(instance, self.attname, self.to_python(getattr(instance, self.attname)))
        return super().pre_save(instance, add)


def refuse_garbled(text: str) -> None:
    """Raise `ValidationError` for a text in which characters were lost."""
    if problem := written.garbled(text):
        raise ValidationError(f"{problem}。", code="garbled")


class NameField(KeptField):
    """A name, as `documents.written.text.name` keeps it."""

    keep = staticmethod(written.name)
    default_validators = [refuse_garbled]


class NumberField(KeptField):
    """The number of a paper, by which it is known however it is spelled: `key` is what spellings
    have in common, `unique_number` the constraint by which there is one of a key."""

    keep = staticmethod(written.number)
    key = staticmethod(written.compared)


def unique_number(column: str, name: str, message: str) -> models.UniqueConstraint:
    """The constraint that no two rows have one number, in whichever widths, dashes, brackets and
    spaces."""
    return models.UniqueConstraint(
        key_of(column), name=name, violation_error_code=column, violation_error_message=message
    )


class AttachmentField(models.ForeignKey):
    """One file of a row. `purpose` and `allowed` (content types) are those of `store_attachment`.

    Its form field gives an upload, False to take the file away, or None to leave it; the act that
    saves the row stores the upload. Migrations see a plain foreign key.
    """

    def __init__(
        self,
        verbose_name: str = "附件",
        *,
        purpose: str = "",
        allowed: tuple[str, ...] = ALL_TYPES,
        **options: Any,
    ) -> None:
        self.purpose, self.allowed = purpose, allowed
        usual = {"null": True, "blank": True, "related_name": "+", "verbose_name": verbose_name}
        super().__init__(
            options.pop("to", "documents.Attachment"),
            options.pop("on_delete", models.PROTECT),
            **{**usual, **options},
        )

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.ForeignKey", list(arguments), dict(options)

    def clone(self) -> "AttachmentField":
        """The same field: what `deconstruct` leaves out is not what is left out above."""
        _, _, _, told = self.deconstruct()
        options: dict[str, Any] = {**told, "null": self.null, "blank": self.blank}
        return type(self)(**options)

    def formfield(self, **options: Any) -> forms.Field:
        return OneFile(
            allowed=self.allowed,
            label=options.get("label", self.verbose_name),
            required=not self.blank,
            help_text=self.help_text,
        )

    def save_form_data(self, instance: models.Model, data: object) -> None:
        """Take the file away if the form says so; an upload is stored by the act."""
        if data is False:
            setattr(instance, self.name, None)


class OneFileInput(forms.ClearableFileInput):
    template_name = "documents/file_input.html"
    initial_text, input_text, clear_checkbox_label = "现有文件", "换成", "删除现有文件"

    def is_initial(self, value: object) -> bool:
        return bool(value) and not isinstance(value, UploadedFile)


class OneFile(forms.FileField):
    """An upload that may replace the present file or take it away."""

    def __init__(self, *, allowed: tuple[str, ...] = ALL_TYPES, **options: Any) -> None:
        endings = ",".join(ending for kind in allowed for ending in EXTENSIONS[kind])
        attributes = {"accept": endings, "data-max-bytes": str(MOST_BYTES)}
        kinds = "、".join(NAMES[kind] for kind in allowed)
        limit = f"{kinds}，不超过 {MOST_BYTES // 1024 // 1024} MB。"
        options["help_text"] = f"{options.get('help_text', '')}{limit}"
        options.setdefault("widget", OneFileInput(attrs=attributes))
        super().__init__(max_length=200, allow_empty_file=True, **options)

    def clean(self, data: object, initial: Any = None) -> Any:
        """The upload, False for taking the file away, None for leaving it."""
        found = super().clean(data, initial)
        return found if found is False or isinstance(found, UploadedFile) else None
