"""What the forms for the parts of an amount rule share."""

from django import forms

from schemes.designer.part_form import PartForm, text

CLAUSE = "如：第六条（一）"


def clause(of: str = "") -> forms.CharField:
    return text(f"{of}条款", 200, CLAUSE, required=False)


class BlockForm(PartForm):
    """A part of the rule that is one mapping; fields that end in "_" are stored without it."""

    has_key = False

    def shown(self) -> dict[str, object]:
        found = {name: self.part.get(name.rstrip("_")) for name in self.base_fields}
        return {name: value for name, value in found.items() if value is not None}

    def made(self) -> dict[str, object]:
        return {name.rstrip("_"): value for name, value in self.cleaned_data.items()}
