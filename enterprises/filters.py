"""The filters of the registry's list."""

from typing import Any

import django_filters
from django import forms

from accounts.models import District
from accounts.requests import ActorRequest
from accounts.widgets import QuickSelect
from enterprises.models import Enterprise, RegistrationState, SizeClass
from enterprises.querysets import found_by
from enterprises.rules.industry import division_range, divisions, section_of_division, sections
from enterprises.tables import COLUMNS


def _industries() -> list[tuple[str, Any]]:
    by_section: dict[str, list[tuple[str, str]]] = {}
    for code, letter in section_of_division().items():
        by_section.setdefault(letter, []).append((code, f"{code} {divisions()[code]}"))
    return [
        (f"{letter} {name}", [(letter, f"{letter} {name}（全部）"), *by_section[letter]])
        for letter, name in sections()
    ]


class EnterpriseFilter(django_filters.FilterSet):
    """Name or code, district, industry, size class, state, pool."""

    q = django_filters.CharFilter(
        label="企业名称或信用代码",
        method="by_name_or_code",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "两个字即可，如“精密”"}),
    )
    district = django_filters.ModelChoiceFilter(
        label="区市", queryset=District.objects.all(), empty_label="全部", widget=QuickSelect
    )
    industry = django_filters.ChoiceFilter(
        label="行业",
        method="by_industry",
        choices=_industries,
        empty_label="全部",
        widget=QuickSelect,
    )
    size = django_filters.ChoiceFilter(
        label="规模",
        field_name="size_class",
        choices=SizeClass.choices,
        empty_label="全部",
        widget=QuickSelect,
    )
    state = django_filters.ChoiceFilter(
        label="登记状态",
        field_name="registration_state",
        choices=RegistrationState.choices,
        empty_label="全部",
        widget=QuickSelect,
    )
    pool = django_filters.ChoiceFilter(
        label="培育库",
        method="by_pool",
        choices=[("in", "在库"), ("out", "不在库")],
        empty_label="全部",
        widget=QuickSelect,
    )
    # No filter: keeps the chosen columns in the form while the list is filtered.
    col = django_filters.MultipleChoiceFilter(
        choices=[(column.key, column.label) for column in COLUMNS],
        widget=forms.MultipleHiddenInput,
        method="any_row",
    )

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: Any, request: ActorRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        if len(request.actor.district_ids) == 1:
            del self.filters["district"]

    def by_name_or_code(self, rows: Any, name: str, value: str) -> Any:
        return found_by(rows, value)

    def by_industry(self, rows: Any, name: str, value: str) -> Any:
        bounds = division_range(value) or (value, value + "9")
        last = "lt" if value.isalpha() else "lte"
        return rows.filter(industry_code__gte=bounds[0], **{f"industry_code__{last}": bounds[1]})

    def any_row(self, rows: Any, name: str, value: list[str]) -> Any:
        return rows

    def by_pool(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(pool_entered_on__isnull=value == "out")
