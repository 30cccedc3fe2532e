"""Ready-made filters. Each gives one or more django-filter filters under their names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from accounts import tenancy
from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import M
from documents.title_index import titled
from documents.written.sql import alike, found_in
from pages.widgets import NumberText
from pages.written_fields import WrittenDecimal

Choices = Iterable[tuple[str, object]] | Callable[[], Iterable[tuple[str, object]]]
# The rows are those of whatever list the filter stands in.
Narrow = Callable[[Any, str], QuerySet[Model]]
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Filters:
    """Filters by their names in the address, which of them are the ends of a range, and the duties
    that are offered them (none named: all)."""

    by_name: dict[str, django_filters.Filter]
    ranges: tuple[tuple[str, str], ...] = field(default=())
    duties: tuple[Duty, ...] = field(default=())


def search(label: str, find: Narrow, *, placeholder: str = "", name: str = "q") -> Filters:
    """A search field, which takes the free width. `find` narrows the rows to a text."""
    widget = forms.TextInput(attrs={"type": "search", "placeholder": placeholder})
    found = django_filters.CharFilter(label=label, method=_method(find), widget=widget)
    return Filters({name: found})


def contains(*fields: str, title: str = "") -> Narrow:
    """For a search: rows one of whose `fields` contains the text, however both are spelled, or what
    sounds so. Reads every row of the scope, so for catalogues of some thousands; `title` is a field
    that its table has an index for (`documents.title_index.titles`)."""

    def narrow(rows: QuerySet[M], text: str) -> QuerySet[M]:
        found = any_has_text(fields, text)
        return rows.filter(found | titled(rows, text, title) if title and alike(text) else found)

    return narrow


def any_has_text(fields: Iterable[str], text: str) -> Q:
    """Whether one of `fields` contains the text, as in `contains`; all do where it is empty."""
    return reduce(or_, (found_in(name, text) for name in fields), Q()) if alike(text) else Q()


def among(name: str, label: str, choices: Choices, *, by: str = "") -> Filters:
    """One of `choices`, which the array field `by` (`name` if not given) must hold."""

    def narrow(rows: QuerySet[M], value: str) -> QuerySet[M]:
        return rows.filter(**{f"{by or name}__contains": [value]})

    return choice(name, label, choices, by=narrow)


def choice(
    name: str,
    label: str,
    choices: Choices,
    *,
    by: str | Narrow = "",
    empty: str | None = "全部",
    duties: tuple[Duty, ...] = (),
) -> Filters:
    """One of `choices`, compared with the field `by` (`name` if not given), or given to the
    function `by`. `empty` is the label of no choice; None leaves it out. `duties` are those that
    are offered it."""
    options = {"method": _method(by)} if callable(by) else {"field_name": by or name}
    return Filters(
        {
            name: django_filters.ChoiceFilter(
                label=label, choices=choices, empty_label=empty, **options
            )
        },
        duties=duties,
    )


def district(label: str = "区市", by: str = "district_id", name: str = "district") -> Filters:
    """One of the city's districts; readers of one district are not asked."""
    return choice(name, label, _districts, by=by)


def _districts() -> list[tuple[str, str]]:
    return list(_districts_in_minute(tenancy._minute()))


@lru_cache(maxsize=1)
def _districts_in_minute(minute: int) -> tuple[tuple[str, str], ...]:
    rows = District.objects.exclude(kind=District.Kind.CITY).order_by("sort")
    return tuple((str(key), name) for key, name in rows.values_list("id", "name"))


class NumberFilter(django_filters.NumberFilter):
    """A number as people write it; what is wrong with another is said as in a form."""

    field_class = WrittenDecimal


def year(name: str, label: str, by: str) -> Filters:
    """The year of the date field `by`."""
    found = NumberFilter(
        label=label, field_name=by, lookup_expr="year",
        min_value=EARLIEST_YEAR, max_value=LATEST_YEAR,
        widget=NumberText(attrs={"placeholder": f"如 {timezone.localdate().year}"}, whole=True),
        unit="年",
    )  # fmt: skip
    return Filters({name: found})


def date_range(
    by: str, *, names: tuple[str, str] = ("since", "until"), labels: tuple[str, str] = ("自", "至"),
    is_moment: bool = False,
) -> Filters:  # fmt: skip
    """From one day to another, both included; `is_moment` for a field that holds local moments."""
    lookup = "date__" if is_moment else ""
    first, last = (
        django_filters.DateFilter(
            label=label, field_name=by, lookup_expr=f"{lookup}{comparison}",
            widget=forms.DateInput(attrs={"type": "date"}),
        )
        for label, comparison in zip(labels, ("gte", "lte"), strict=True)
    )  # fmt: skip
    return Filters({names[0]: first, names[1]: last}, (names,))


def amount_range(
    by: str, label: str, unit: str = "万元", *, names: tuple[str, str] = ("least", "most")
) -> Filters:
    """From one amount to another, both included, in `unit`."""
    least, most = (
        NumberFilter(
            label=f"{label}{end}（{unit}）", field_name=by, lookup_expr=comparison,
            widget=NumberText(),
        )
        for end, comparison in (("不低于", "gte"), ("不高于", "lte"))
    )  # fmt: skip
    return Filters({names[0]: least, names[1]: most}, (names,))


def due_within(
    by: str,
    label: str = "多久后到期",
    *,
    days: tuple[int, ...] = (7, 30, 90),
    name: str = "within",
    only: Q | None = None,
) -> Filters:
    """The date field `by` lies between today and so many days ahead (local days). `only` says
    which rows still can run out; without it all can."""

    def narrow(rows: QuerySet[M], value: str) -> QuerySet[M]:
        today = timezone.localdate()
        last = today + timedelta(days=int(value))
        return rows.filter(only or Q(), **{f"{by}__range": (today, last)})

    return choice(name, label, [(str(n), f"{n} 天内") for n in days], by=narrow, empty="不限")


def _method(narrow: Narrow) -> Callable[[QuerySet[Model], str, str], QuerySet[Model]]:
    """`narrow` as django-filter calls a method."""
    return lambda rows, name, value: narrow(rows, value)
