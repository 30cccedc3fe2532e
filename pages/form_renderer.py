"""Form widgets drawn in Python.

Django draws each field, and each option of a select, through a template of its own, which makes
the fields the dearest part of a form and the hundred industries that of a list page.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]
INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "time", "datetime")


class QuickRenderer(TemplatesSetting):
    """The project's templates, but for Django's own simple fields, which are drawn here alike."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return SafeString(draw(context["widget"]))


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{escape(str(widget["value"]))}"'
    return f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{value}{_attrs(widget)}>'


def _textarea(widget: Widget) -> str:
    text = escape(str(widget["value"] or ""))
    return f'<textarea name="{escape(widget["name"])}"{_attrs(widget)}>\n{text}</textarea>'


def _select(widget: Widget) -> str:
    groups = "".join(_group(label, options) for label, options, _ in widget["optgroups"])
    return f'<select name="{escape(widget["name"])}"{_attrs(widget)}>{groups}</select>'


def _group(label: str | None, options: list[Widget]) -> str:
    drawn = "".join(map(_option, options))
    return f'<optgroup label="{escape(str(label))}">{drawn}</optgroup>' if label else drawn


def _option(option: Widget) -> str:
    value, label = escape(str(option["value"])), escape(str(option["label"]))
    return f'<option value="{value}"{_attrs(option)}>{label}</option>'


def _attrs(widget: Widget) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
