"""The forms of the results of the bank line and of the market's rate."""

from collections.abc import Iterable
from typing import ClassVar

from django import forms
from django.http import QueryDict

from financing.feedback.result_chart import MEASURES
from financing.feedback.results import DIMENSIONS
from pages.address_form import AddressForm
from pages.written_fields import WrittenDate, WrittenDecimal


class ResultsForm(AddressForm):
    """By what the results of the bank line are summed up, of which year, and who comes first."""

    usual: ClassVar[dict[str, str]] = {"by": "bank", "year": "", "sort": "credited"}

    by = forms.ChoiceField(label="统计口径", choices=list(DIMENSIONS.items()), required=False)
    sort = forms.ChoiceField(
        label="排序",
        choices=[(name, one.order) for name, one in MEASURES.items()],
        required=False,
    )

    def __init__(self, data: QueryDict, years: Iterable[int]) -> None:
        """`years` are those that have something to show."""
        super().__init__(data)
        choices = [("", "全部"), *((str(year), f"{year} 年") for year in years)]
        self.fields["year"] = forms.ChoiceField(label="对接年份", choices=choices, required=False)
        self.order_fields(["by", "year", "sort"])

    def clean(self) -> dict[str, str]:
        said = super().clean() or {}
        return {name: said.get(name) or usual for name, usual in self.usual.items()}

    @property
    def by_what(self) -> str:
        """The figure to go by."""
        return str(self.cleaned_data["sort"])


class MarketRateForm(forms.Form):
    """A rate that was published."""

    valid_from = WrittenDate(label="公布日期", error_messages={"required": "请选择公布日期。"})
    rate = WrittenDecimal(
        unit="%",
        label="一年期 LPR",
        max_digits=5,
        decimal_places=2,
        help_text="如 3.00",
        error_messages={
            "required": "请填写利率。",
            "max_decimal_places": "最多两位小数。",
        },
    )
