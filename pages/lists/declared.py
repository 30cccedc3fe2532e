"""What a list declares, and what apps above add to it."""

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters

from pages.lists.columns import Column
from pages.lists.filter_set import ListFilter, filter_class
from pages.lists.filters import Filters


class Declared:
    """The columns and filters of a list, which apps above may extend."""

    columns: ClassVar[tuple[Column[Any], ...]]
    filters: ClassVar[tuple[Filters, ...]] = ()
    filter_class: ClassVar[type[ListFilter]] = ListFilter
    # What gives the rows what the columns of apps above need.
    prepared_by: ClassVar[tuple[Callable[[list[Any]], None], ...]] = ()
    _filter_class: ClassVar[type[ListFilter]]

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls._declare_filters()

    @classmethod
    def extend(
        cls,
        *,
        columns: tuple[Column[Any], ...] = (),
        filters: tuple[Filters, ...] = (),
        prepare: Callable[[list[Any]], None] | None = None,
    ) -> None:
        """Let an app above add columns and filters to the list when Django starts; `prepare` gives
        the rows what these columns need, in a fixed number of queries."""
        cls.columns = (*cls.columns, *columns)
        cls.filters = (*cls.filters, *filters)
        cls.prepared_by = (*cls.prepared_by, prepare) if prepare else cls.prepared_by
        cls._declare_filters()

    @classmethod
    def filter_named(cls, name: str) -> django_filters.Filter | None:
        """The list's filter of that name."""
        found: django_filters.Filter | None = cls._filter_class.base_filters.get(name)
        return found

    @classmethod
    def _declare_filters(cls) -> None:
        declared = {name: one for part in cls.filters for name, one in part.by_name.items()}
        ranges = tuple(pair for part in cls.filters for pair in part.ranges)
        duties = {name: part.duties for part in cls.filters for name in part.by_name if part.duties}
        cls._filter_class = filter_class(declared, ranges, duties, cls.filter_class)
