"""Form widgets that are drawn often."""

from collections.abc import Mapping

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from documents.written.numbers import NoNumber, read_number


class NumberText(forms.TextInput):
    """A text field for a figure.

    A browser's number field silently drops the letters of what is pasted: "32005000元" would
    become a figure in the field's own unit. A number that can only be that one becomes plain;
    anything else stays as it was typed, for the field to say what is wrong with it.
    """

    def __init__(self, attrs: dict[str, object] | None = None, *, whole: bool = False) -> None:
        mode = "numeric" if whole else "decimal"
        super().__init__({"inputmode": mode, "autocomplete": "off", **(attrs or {})})

    def value_from_datadict(
        self, data: Mapping[str, object], files: MultiValueDict[str, UploadedFile], name: str
    ) -> str | None:
        text = super().value_from_datadict(data, files, name)
        if not isinstance(text, str):
            return text
        try:
            number = read_number(text)
        except NoNumber:
            return text.strip()
        return "" if number is None else f"{number:f}"
