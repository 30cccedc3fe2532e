"""What every form for a part of a scheme has."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError as FormError
from django.http import QueryDict
from pydantic import BaseModel, JsonValue, ValidationError

from pages.written_fields import WrittenDecimal, WrittenInteger
from schemes.checking.problems import path_of_error, words_of
from schemes.definition.stored import Stored
from schemes.definition.words import Path
from schemes.designer.outline import keys_in, new_key
from schemes.expressions.parser import LONGEST


class PartForm(forms.Form):
    """A part. `scheme` is the whole definition as stored, `part` None for a new one."""

    kind: ClassVar[str]
    noun: ClassVar[str]
    model: ClassVar[type[BaseModel] | None] = None
    has_key: ClassVar[bool] = True

    def __init__(self, scheme: Stored, part: Stored | None, data: QueryDict | None = None) -> None:
        self.scheme, self.part = scheme, part or {}
        super().__init__(data, initial=self.shown())
        self.offer_choices()

    def offer_choices(self) -> None:
        """Fill the fields that let choose from what the scheme holds."""

    def shown(self) -> dict[str, object]:
        """The part as the form shows it."""
        return {name: self.part[name] for name in self.base_fields if name in self.part}

    def made(self) -> dict[str, object]:
        """The part as it is to be stored, but for its rows."""
        return {**self.part, **self.cleaned_data}

    def whole(self, rows: dict[str, list[Stored]]) -> Stored:
        """The part with the rows of its lists, and a key."""
        part = {key: value for key, value in {**self.made(), **rows}.items() if value not in EMPTY}
        if self.has_key and not part.get("key"):
            label = str(part.get("label") or part.get("title") or "")
            part = {"key": new_key(label, keys_in(self.scheme, self.kind)), **part}
        return {key: plain(value) for key, value in part.items()}

    def model_of(self, part: Stored) -> type[BaseModel] | None:
        """The shape that the part must have; None where it is not checked by itself."""
        return self.model

    def check(self, part: Stored) -> list[tuple[Path, str]]:
        """Tell beside the fields what the shape of `part` lacks; returns what is not theirs, with
        its path in the part."""
        elsewhere: list[tuple[Path, str]] = []
        model = self.model_of(part)
        if model is None:
            return elsewhere
        try:
            model.model_validate(part)
        except ValidationError as wrong:
            for error in wrong.errors():
                path = path_of_error(error)
                if path and path[0] in self.fields:
                    self.add_error(str(path[0]), words_of(error))
                else:
                    elsewhere.append((path, words_of(error)))
        return elsewhere


EMPTY: tuple[object, ...] = (None, "", [], {})


def plain(value: object) -> JsonValue:
    """As JSON stores it."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if value is None or isinstance(value, int | float) else str(value)


class ExpressionField(forms.CharField):
    """An expression. The browser does not cut it: what is too long is told, not lost."""

    def __init__(self, label: str, rows: int, **options: Any) -> None:
        attributes = {
            "rows": rows, "class": "code", "spellcheck": "false", "data-char-count": LONGEST
        }  # fmt: skip
        super().__init__(label=label, widget=forms.Textarea(attrs=attributes), **options)

    def to_python(self, value: object) -> str | None:
        # A browser sends two characters for each new line.
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > LONGEST:
            raise FormError(f"最多 {LONGEST} 个字符，现在 {len(value)} 个。")


def number(
    label: str, help_text: str = "", *, whole: bool = False, required: bool = False
) -> forms.Field:
    """A field for a figure."""
    kind: Callable[..., forms.Field] = WrittenInteger if whole else WrittenDecimal
    return kind(label=label, help_text=help_text, required=required)


def text(
    label: str, longest: int, help_text: str = "", *, required: bool = True
) -> forms.CharField:
    """A field for a text of one line."""
    return forms.CharField(label=label, max_length=longest, help_text=help_text, required=required)
