"""What every form for a row inside a part of a scheme has, and one for a range."""

from typing import ClassVar

from django import forms

from pages.written_fields import WrittenDecimal
from schemes.definition.scoring import Interval
from schemes.definition.stored import Stored


class RowForm(forms.Form):
    """One row. `name` is the list that it stands in."""

    name: ClassVar[str]
    noun: ClassVar[str]
    # Its identifier, made from this field where it has none yet; "" for rows without one.
    identifier: ClassVar[str] = ""
    # The kind of the part (field "kind_") that alone has such rows; "" for every kind.
    only_for: ClassVar[str] = ""

    def offer_choices(self, scheme: Stored) -> None:
        """Fill the fields that let choose from what the scheme holds."""

    @classmethod
    def shown(cls, row: Stored) -> dict[str, object]:
        return dict(row)

    def made(self) -> dict[str, object]:
        return {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}


class ShownRows(forms.BaseFormSet):
    """The rows of one list, which is called `name`, as templates/schemes/_rows.html draws them."""

    name: str
    noun: str
    visible_if: str = ""


def kept_forms(row_set: ShownRows) -> list[forms.Form]:
    """The forms of the rows that count: those filled in and not to be deleted."""
    return [
        form
        for form in row_set.forms
        if (form.has_changed() or not form.empty_permitted) and not form.cleaned_data.get("DELETE")
    ]


class RangeRow(RowForm):
    """A row for a range whose every edge says whether it belongs to it, and what it gives."""

    low = WrittenDecimal(label="下限", required=False)
    with_low = forms.BooleanField(label="含下限", required=False, initial=True)
    high = WrittenDecimal(label="上限", required=False)
    with_high = forms.BooleanField(label="含上限", required=False)

    @classmethod
    def shown(cls, row: Stored) -> dict[str, object]:
        rest: dict[str, object] = {name: value for name, value in row.items() if name != "range"}
        try:
            interval = Interval.read(str(row.get("range", "")))
        except ValueError:
            return rest
        return {
            **rest,
            "low": interval.low,
            "with_low": interval.low_included,
            "high": interval.high,
            "with_high": interval.high_included,
        }

    def made(self) -> dict[str, object]:
        made = super().made()
        low, high = made.pop("low"), made.pop("high")
        left = "[" if made.pop("with_low") and low is not None else "("
        right = "]" if made.pop("with_high") and high is not None else ")"
        low_text = "" if low is None else f"{low:f}"
        high_text = "" if high is None else f"{high:f}"
        return {"range": f"{left}{low_text},{high_text}{right}", **made}
