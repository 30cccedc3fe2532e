"""Form widgets that are drawn often."""

import unicodedata
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe


class NumberText(forms.TextInput):
    """A text field for a figure.

    A browser's number field silently drops the letters of what is pasted: "32005000元" would
    become a figure in the field's own unit. Full-width digits and separators of thousands are
    understood.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, *, whole: bool = False) -> None:
        mode = "numeric" if whole else "decimal"
        super().__init__({"inputmode": mode, "autocomplete": "off", **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        text = super().value_from_datadict(data, files, name)
        if not isinstance(text, str):
            return text
        return unicodedata.normalize("NFKC", text).replace(",", "").replace("，", "").strip()


class QuickSelect(forms.Select):
    """A select drawn in one go.

    Django draws each option through a template of its own, which makes the hundred industries
    the dearest part of a list page.
    """

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        groups = "".join(_group(*group) for group in widget["optgroups"])
        opening = f'<select name="{escape(widget["name"])}"{flatatt(widget["attrs"])}>'
        return mark_safe(f"{opening}{groups}</select>")  # noqa: S308 - escaped where it is made


def _group(label: str | None, options: list[dict[str, Any]], index: int) -> str:
    drawn = "".join(map(_option, options))
    return f'<optgroup label="{escape(label)}">{drawn}</optgroup>' if label else drawn


def _option(option: dict[str, Any]) -> str:
    attributes = flatatt(option["attrs"]) if option["attrs"] else ""
    value, label = escape(str(option["value"])), escape(str(option["label"]))
    return f'<option value="{value}"{attributes}>{label}</option>'
