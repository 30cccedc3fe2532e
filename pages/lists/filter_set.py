"""The filters of a list: what django-filter does, and what every list of the portal owes."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Model, QuerySet

from accounts.duties import Duty
from accounts.requests import ActorRequest

UNKNOWN = "地址中有不认识的筛选条件“{name}”。请清空筛选后重新选择。"


class ListFilter(django_filters.FilterSet):
    """Filters of a list.

    An impossible value is an error at its field, and a parameter that is no filter an error of the
    form; either way the list is empty, since anything else would show rows that were not asked
    for. `ranges` names pairs of filters, the first of which must not exceed the second, `duties`
    the filters that only some duties are offered. Readers of one district are not asked for it.
    """

    ranges: ClassVar[tuple[tuple[str, str], ...]] = ()
    duties: ClassVar[Mapping[str, tuple[Duty, ...]]] = {}

    def __init__(
        self,
        request: ActorRequest,
        queryset: QuerySet[Model],
        *,
        other_parameters: Iterable[str] = (),
    ) -> None:
        """`other_parameters` are names that the address may hold besides the filters."""
        super().__init__(request.GET, queryset=queryset, request=request)
        self.actor = request.actor
        # Readers of lists that are open to all may have no duty.
        if self.actor and len(self.actor.district_ids) == 1:
            self.filters.pop("district", None)
        for name, duties in self.duties.items():
            if not self.actor or self.actor.duty not in duties:
                self.filters.pop(name, None)
        self._others = {*other_parameters}

    @property
    def form(self) -> forms.Form:
        first_time = not hasattr(self, "_form")
        form: forms.Form = super().form
        if first_time and form.is_bound:
            self._check(form)
        return form

    def _check(self, form: forms.Form) -> None:
        form.full_clean()
        for low, high in self.ranges:
            least, most = form.cleaned_data.get(low), form.cleaned_data.get(high)
            if least is not None and most is not None and most < least:
                form.add_error(high, "结束早于开始，请检查。")
        for name, values in self.data.lists():
            if name not in self.filters and name not in self._others and any(values):
                form.add_error(None, UNKNOWN.format(name=name[:40]))

    @property
    def qs(self) -> QuerySet[Any]:
        if not hasattr(self, "_qs"):
            rows = self.queryset.all()
            self._qs = self.filter_queryset(rows) if self.form.is_valid() else rows.none()
        return self._qs

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that somebody set, by name, with their cleaned values."""
        if not self.form.is_valid():
            return {}
        return {
            name: value
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", [], ())
        }


def filter_class(
    filters: Mapping[str, django_filters.Filter],
    ranges: tuple[tuple[str, str], ...] = (),
    duties: Mapping[str, tuple[Duty, ...]] | None = None,
    base: type[ListFilter] = ListFilter,
) -> type[ListFilter]:
    """A subclass of `base` with the given filters by name."""
    kept = {**filters, "ranges": (*base.ranges, *ranges), "duties": duties or {}}
    return type("DeclaredFilter", (base,), kept)
