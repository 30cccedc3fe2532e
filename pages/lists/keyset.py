"""Pages by key and counts with an end: as fast at row 1,000,000 as at row 1."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.http import HttpRequest

from accounts.counts import counts_of
from pages.request_values import kept_query

_LONGEST_KEY = 2000
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class KeysetPage(Generic[M]):
    """One page of rows, with the addresses of its neighbours ("" where there is none)."""

    rows: list[M]
    next_url: str
    previous_url: str

    def __iter__(self) -> Iterator[M]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset_page(
    request: HttpRequest, rows: QuerySet[M], *, order: tuple[str, ...], size: int = 50
) -> KeysetPage[M]:
    """The page of `rows` that the request's `after` or `before` parameter names.

    `order` lists fields, "-" for descending; the last must be unique. Rows whose first field is
    empty come last in either direction. One query, whatever the length of the list (two where a
    later page holds both filled and empty values); a damaged key shows the first page.
    """
    reading = _Reading.of(rows, order, backwards="before" in request.GET)
    key = _decoded(request.GET.get("before") or request.GET.get("after") or "", reading.fields)
    if key is not None and key[0] is None and not reading.nullable:
        key = None
    found = reading.found(rows, key, size + 1)
    more = len(found) > size
    found = found[:size]
    if reading.backwards:
        found.reverse()
    has_next = key is not None if reading.backwards else more
    has_previous = more if reading.backwards else key is not None
    return KeysetPage(
        rows=found,
        next_url=_url(request, "after", found[-1], order) if found and has_next else "",
        previous_url=_url(request, "before", found[0], order) if found and has_previous else "",
    )


def is_damaged(request: HttpRequest, rows: QuerySet[Model], order: tuple[str, ...]) -> bool:
    """Whether the address names a place in the list that no page of it has named."""
    text = request.GET.get("before") or request.GET.get("after")
    if not text:
        return False
    reading = _Reading.of(rows, order, backwards=False)
    key = _decoded(text, reading.fields)
    return key is None or (key[0] is None and not reading.nullable)


def ordered(rows: QuerySet[M], order: tuple[str, ...]) -> QuerySet[M]:
    """All of `rows` in the order in which `keyset_page` pages through them."""
    first = order[0]
    if not _is_nullable(rows, first.lstrip("-")):
        return rows.order_by(*order)
    place = F(first.lstrip("-"))
    by = place.desc(nulls_last=True) if first.startswith("-") else place.asc(nulls_last=True)
    return rows.order_by(by, *order[1:])


@dataclass(frozen=True)
class _Reading:
    """How a list is read: in which order and direction, and where its empty values come."""

    directions: list[tuple[str, bool]]
    fields: list[Field]
    nullable: bool
    backwards: bool

    @classmethod
    def of(cls, rows: QuerySet[Model], order: tuple[str, ...], *, backwards: bool) -> _Reading:
        names = [name.lstrip("-") for name in order]
        return cls(
            directions=[(name.lstrip("-"), name.startswith("-") != backwards) for name in order],
            fields=[_field(rows, name) for name in names],
            nullable=_is_nullable(rows, names[0]),
            backwards=backwards,
        )

    def found(self, rows: QuerySet[M], key: list[object] | None, most: int) -> list[M]:
        """Up to `most` rows beyond `key`, nearest first."""
        if not self.nullable:
            return list(self._part(rows, self.directions, key)[:most])
        (first, down), others = self.directions[0], self.directions[1:]
        if key is None and not down and not self.backwards and "__" not in first:
            # PostgreSQL's own order has empty values last. That of another table's column is
            # quick for rows that have it alone.
            return list(self._part(rows, self.directions, None)[:most])
        filled = rows.filter(**{f"{first}__isnull": False})
        # Among rows without a first value the others decide.
        empty = rows.filter(**{f"{first}__isnull": True})
        parts: list[QuerySet[M]] = []
        if key is not None and key[0] is None:
            parts = [self._part(empty, others, key[1:])]
            if self.backwards:
                parts.append(self._part(filled, self.directions, None))
        elif self.backwards:
            parts = [self._part(filled, self.directions, key)]
            if key is None:
                parts.insert(0, self._part(empty, others, None))
        else:
            parts = [self._part(filled, self.directions, key), self._part(empty, others, None)]
        found: list[M] = []
        for part in parts:
            if len(found) < most:
                found += part[: most - len(found)]
        return found

    @staticmethod
    def _part(
        rows: QuerySet[M], directions: list[tuple[str, bool]], key: list[object] | None
    ) -> QuerySet[M]:
        part = rows.order_by(*(("-" if down else "") + name for name, down in directions))
        return part if key is None else part.filter(beyond(directions, key))


def beyond(directions: Sequence[tuple[str, bool]], key: Sequence[object]) -> Q:
    """What comes after the row of `key` in an order of fields, each with whether it goes down. The
    bound of the first field alone lets an index begin there."""
    condition = Q()
    equal: dict[str, object] = {}
    for (name, down), value in zip(directions, key, strict=True):
        condition |= Q(**equal, **{f"{name}__{'lt' if down else 'gt'}": value})
        equal[name] = value
    first, down = directions[0]
    return Q(**{f"{first}__{'lte' if down else 'gte'}": key[0]}) & condition


def _url(request: HttpRequest, parameter: str, row: Model, order: tuple[str, ...]) -> str:
    values = [_value(row, name.lstrip("-")) for name in order]
    encoded = json.dumps(values, ensure_ascii=False).encode()
    query = kept_query(request.GET)
    query[parameter] = base64.urlsafe_b64encode(encoded).decode().rstrip("=")
    return f"{request.path}?{query.urlencode()}"


def _value(row: object, path: str) -> str | int | None:
    for name in path.split("__"):
        row = getattr(row, name) if row is not None else None
    if isinstance(row, datetime | date):
        return row.isoformat()
    return row if row is None or isinstance(row, str | int) else str(row)


def _path(model: type[Model], path: str) -> list[Field]:
    fields = []
    for name in path.split("__"):
        field = model._meta.get_field(name)
        fields.append(cast("Field", field))
        model = cast("type[Model]", field.related_model) if field.is_relation else model
    return fields


def _field(rows: QuerySet[Model], path: str) -> Field:
    """The field that `path` leads to, or that an annotation of `rows` is computed as."""
    if path in rows.query.annotations:
        return cast("Field", rows.query.annotations[path].output_field)
    return _path(rows.model, path)[-1]


def _is_nullable(rows: QuerySet[Model], path: str) -> bool:
    if path in rows.query.annotations:
        return True
    return any(field.null for field in _path(rows.model, path))


def _decoded(text: str, fields: list[Field]) -> list[object] | None:
    """The values that a page's address names, as those of `fields`; None for a damaged one."""
    if len(text) > _LONGEST_KEY:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        json.dumps(values, ensure_ascii=False).encode()  # refuses lone surrogates
    except (ValueError, binascii.Error, RecursionError):
        return None
    if not isinstance(values, list) or len(values) != len(fields):
        return None
    first, *others = values
    if not all(isinstance(value, str | int) and "\x00" not in str(value) for value in others):
        return None
    if first is not None and (not isinstance(first, str | int) or "\x00" in str(first)):
        return None
    try:
        return [
            None if value is None else field.to_python(value)
            for field, value in zip(fields, values, strict=True)
        ]
    except (ValidationError, ValueError, TypeError, OverflowError):
        return None


def counted(rows: QuerySet[Model], most: int = 1000) -> tuple[int, bool]:
    """How many rows there are, at most `most`, and whether there are more than that.

    Reads no more than `most` + 1 rows, however many there are.
    """
    return counted_together([rows], most)[0]


def counted_together(lists: Sequence[QuerySet[Model]], most: int = 1000) -> list[tuple[int, bool]]:
    """The same of several querysets, with one query."""
    numbers = counts_of([(rows,) for rows in lists], most)
    return [(min(number, most), number > most) for number in numbers]
