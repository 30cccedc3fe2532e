"""The forms of the results of the bank line and of the market's rate."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from financing.feedback.results import DIMENSIONS
from financing.form_fields import DATE
from pages.widgets import NumberText


class ResultsForm(forms.Form):
    """By what the results of the bank line are summed up, of which year, and who comes first."""

    ORDERS = {
        "credited": ("获授信企业最多", -1),
        "paid_out": ("放款金额最多", -1),
        "approval": ("通过率最高", -1),
        "days": ("放款最快", 1),
        "margin": ("利率最低", 1),
        "without_share": ("无还本续贷占比最高", -1),
    }
    MEASURES: ClassVar[dict[str, str]] = {
        "credited": "获授信企业（家）",
        "paid_out": "放款金额（万元）",
        "approval": "通过率（%）",
        "days": "对接到放款平均天数",
        "margin": "与一年期 LPR 之差（百分点）",
        "without_share": "无还本续贷占比（%）",
    }
    usual: ClassVar[dict[str, str]] = {"by": "bank", "year": "", "sort": "credited"}

    by = forms.ChoiceField(label="统计口径", choices=list(DIMENSIONS.items()), required=False)
    year = forms.ChoiceField(label="对接年份", required=False)
    sort = forms.ChoiceField(
        label="排序",
        choices=[(name, label) for name, (label, _) in ORDERS.items()],
        required=False,
    )

    def __init__(self, *args: Any, years: Iterable[int] = (), **kwargs: Any) -> None:
        """`years` are those that have something to show."""
        super().__init__(*args, **kwargs)
        year_field: Any = self.fields["year"]
        year_field.choices = [("", "全部"), *((str(year), f"{year} 年") for year in years)]

    def clean(self) -> dict[str, str]:
        said = super().clean() or {}
        return {name: said.get(name) or usual for name, usual in self.usual.items()}

    @property
    def measure(self) -> str:
        """What the figure to go by is called, with its unit."""
        return self.MEASURES[self.order[0]]

    @property
    def order(self) -> tuple[str, int]:
        """The figure to go by, and 1 where less is better, -1 where more is."""
        name = self.cleaned_data["sort"] if self.is_valid() else self.usual["sort"]
        return name, self.ORDERS[name][1]


class MarketRateForm(forms.Form):
    """A rate that was published."""

    valid_from = forms.DateField(
        label="公布日期", widget=DATE, error_messages={"required": "请选择公布日期。"}
    )
    rate = forms.DecimalField(
        label="一年期 LPR",
        max_digits=5,
        decimal_places=2,
        widget=NumberText(),
        help_text="单位 %，如 3.00",
        error_messages={
            "required": "请填写利率。",
            "invalid": "请填写数字。",
            "max_decimal_places": "最多两位小数。",
        },
    )
