"""What other rows, of any app, rest on a row: taking it away would take their ground."""

from collections.abc import Collection, Iterable, Iterator

from django.db import models

from accounts.models import Organisation
from accounts.tenancy import system_scope
from accounts.trail_words import table_word
from enterprises.models import Enterprise, YearlyReport

# The entry itself, and figures of which the import knows whether they are its own.
OWN_ROWS: tuple[type[models.Model], ...] = (Enterprise, YearlyReport)


def built_upon_enterprises(
    ids: Collection[int], but: tuple[type[models.Model], ...] = ()
) -> dict[int, str]:
    """Of the enterprises that rows beside their entry and figures rest on: a reason with the name
    of such rows. Rows of all apps count, also those that the scope does not show."""
    found: dict[int, str] = {}
    with system_scope(reason="find what was built on an import"):
        for parent in (Organisation, Enterprise):
            for model, column in _references(parent, (*OWN_ROWS, *but)):
                for key in _used(model, column, ids):
                    found.setdefault(key, _said(model))
    return found


def built_upon_rows(rows: Iterable[models.Model]) -> str:
    """The reason why these rows, of one table, have to stay; "" where nothing rests on them."""
    known = list(rows)
    if not known:
        return ""
    with system_scope(reason="find what was built on an import"):
        for model, column in _references(type(known[0]), ()):
            if _used(model, column, [one.pk for one in known]):
                return _said(model)
    return ""


def _said(model: type[models.Model]) -> str:
    return f"之后又有：{table_word(model._meta.db_table)}"


def _references(
    parent: type[models.Model], but: tuple[type[models.Model], ...]
) -> Iterator[tuple[type[models.Model], str]]:
    """The tables that point to `parent`, each with its column."""
    for field in parent._meta.get_fields(include_hidden=True):
        if isinstance(field, models.ForeignObjectRel) and field.related_model not in but:
            yield field.related_model, field.field.name


def _used(model: type[models.Model], column: str, ids: Collection[int]) -> set[int]:
    rows = model._base_manager.filter(**{f"{column}__in": ids})
    return set(rows.values_list(column, flat=True).distinct())
