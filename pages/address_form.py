"""What the address of a page that is no list asks for."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from pages.lists.filter_set import UNKNOWN

OF_CHARTS = ("chart", "format")


class AddressForm(forms.Form):
    """The choices of a page, sent by GET. As on lists, an impossible value is an error at its
    field, and a parameter that is no field an error of the form; the page then shows no figures,
    since those of anything else were not asked for."""

    other_parameters: Iterable[str] = ("export", *OF_CHARTS)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self._sent = data

    def full_clean(self) -> None:
        super().full_clean()
        for name, values in self._sent.lists():
            if name not in self.fields and name not in self.other_parameters and any(values):
                self.add_error(None, UNKNOWN.format(name=name[:40]))
