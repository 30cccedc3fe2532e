"""Filtering the registry by a figure that enterprises reported for a year."""

from typing import Any

import django_filters
from django import forms
from django.db.models import DecimalField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.utils import timezone

from enterprises.models import YearlyReport
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES
from pages.lists import ListFilter
from pages.lists.filters import EARLIEST_YEAR, LATEST_YEAR, Filters, NumberFilter
from pages.widgets import NumberText

RD_SHARE = "rd_share"
LABELS = {field.name: str(field.verbose_name) for field in YearlyReport._meta.fields}
FIGURES = [
    *((name, LABELS[name]) for name in MONEY_FIGURES),
    (RD_SHARE, "研发费用占营业收入（%）"),
    *((name, LABELS[name]) for name in COUNT_FIGURES),
]
NEEDS_FIGURE = "请选择是哪一项年度数据。"
SHARE = ExpressionWrapper(
    F("rd_cost") * 100 / F("revenue"), output_field=DecimalField(max_digits=30, decimal_places=4)
)


def _all(rows: QuerySet[Any], name: str, value: object) -> QuerySet[Any]:
    """All rows: `FigureFilter` narrows by the four fields together."""
    return rows


def _number(label: str, **limits: Any) -> NumberFilter:
    return NumberFilter(label=label, method=_all, widget=NumberText(), **limits)


def by_figure() -> Filters:
    """A figure of a year, from one amount to another."""
    return Filters(
        {
            "figure": django_filters.ChoiceFilter(
                label="年度数据", choices=FIGURES, method=_all, empty_label="不限"
            ),
            "figure_year": _number(
                "年度（不填为上一年度）", min_value=EARLIEST_YEAR, max_value=LATEST_YEAR
            ),
            "least": _number("不低于"),
            "most": _number("不高于"),
        },
        (("least", "most"),),
    )


class FigureFilter(ListFilter):
    """A list of enterprises whose filters include `by_figure`."""

    def _check(self, form: forms.Form) -> None:
        super()._check(form)
        given = form.cleaned_data
        named = any(given.get(name) is not None for name in ("figure_year", "least", "most"))
        if named and not given.get("figure"):
            form.add_error("figure", NEEDS_FIGURE)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        given = self.form.cleaned_data
        figure = given.get("figure")
        if not figure:
            return rows
        reports = YearlyReport.objects.filter(
            organisation_id=OuterRef("pk"),
            year=given.get("figure_year") or timezone.localdate().year - 1,
            state=YearlyReport.State.SUBMITTED,
        )
        if figure == RD_SHARE:
            reports = reports.filter(revenue__gt=0).annotate(rd_share=SHARE)
        reports = reports.filter(**{f"{figure}__isnull": False})
        for bound, comparison in (("least", "gte"), ("most", "lte")):
            if given.get(bound) is not None:
                reports = reports.filter(**{f"{figure}__{comparison}": given[bound]})
        return rows.filter(Exists(reports))
