"""Forms of what enterprises and banks put to each other."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.http import QueryDict

from financing.doubts import CHECKED
from pages.records.forms import RecordForm

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Tick(forms.CheckboxInput):
    """A tick that carries the `figures` which it was shown with, and holds for no others."""

    def __init__(self, figures: str) -> None:
        super().__init__()
        self.figures = figures

    def format_value(self, value: object) -> str:
        return self.figures

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Iterable[Any]], name: str
    ) -> bool:
        return bool(data.get(name) == self.figures)


class AsksToCheck(forms.BaseForm):
    """A form whose field `is_checked` is shown where a figure is unusual: whether it is so. It
    holds for what was typed in the fields `figures` when it was asked."""

    figures: ClassVar[tuple[str, ...]] = ()

    def ask_to_check(self) -> None:
        """To be called when the form has its fields."""
        typed = (f"{name}={str(self.data.get(name, '')).strip()}" for name in self.figures)
        self.fields["is_checked"].widget = Tick("; ".join(typed))

    def visible_fields(self) -> list[forms.BoundField]:
        shown = super().visible_fields()
        if self.is_bound and (self.data.get("is_checked") or self._asks()):
            return shown
        return [field for field in shown if field.name != "is_checked"]

    def _asks(self) -> bool:
        return any(CHECKED in str(text) for texts in self.errors.values() for text in texts)


class TermsForm(RecordForm):
    """Fields of a model, whose rules are the model's; it says what is missing by its name."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        instance: Model | None = None,
        initial: dict[str, object] | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        super().__init__(data, instance=instance, initial=initial, auto_id=auto_id)
        chosen = (forms.Select, forms.CheckboxSelectMultiple)
        for field in self.fields.values():
            verb = "选择" if isinstance(field.widget, chosen) else "填写"
            name = "日期" if isinstance(field, forms.DateField) else field.label
            field.error_messages["required"] = f"请{verb}{name}。"
