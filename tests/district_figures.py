"""Asking for figures of districts, and holding them against their rows and a query by hand."""

from datetime import date
from decimal import Decimal

from django.db import connection

from accounts.tenancy import system_scope
from pages.district_figures import district_figures


def told(key: str, first: date, last: date) -> dict[int, tuple[Decimal, Decimal | None]]:
    """(numerator, denominator) by district, which its rows make up; districts with nothing are
    left out."""
    figure = district_figures()[key]
    with system_scope(reason="test"):
        found = {
            district: (one.numerator, one.denominator)
            for district, one in figure.by_district(first, last).items()
            if one.numerator or one.denominator
        }
        for district, pair in found.items():
            assert added_up(key, district, first, last, pair[1] is not None) == rounded(pair)
    return found


def added_up(
    key: str, district: int, first: date, last: date, is_ratio: bool
) -> tuple[Decimal, Decimal | None]:
    """What the rows of a district add up to; each says what it is and where it is shown."""
    rows = list(district_figures()[key].rows(district, first, last))
    assert all(one.label and one.url for one in rows)
    below = sum((one.denominator or Decimal(0) for one in rows), Decimal(0))
    above = sum((one.numerator for one in rows), Decimal(0))
    return rounded((above, below if is_ratio else None))


def rounded(pair: tuple[Decimal, Decimal | None]) -> tuple[Decimal, Decimal | None]:
    above, below = pair
    return round(above, 12), None if below is None else round(below, 12)


def asked(sql: str, **values: object) -> dict[int, tuple[Decimal, Decimal | None]]:
    """The same by hand: `sql` gives district, numerator and, for a ratio, denominator."""
    with system_scope(reason="test"), connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = [tuple(None if one is None else Decimal(one) for one in row) for row in cursor]
    return {
        int(row[0]): (row[1], row[2] if len(row) > 2 else None)
        for row in rows
        if row[1] or (len(row) > 2 and row[2])
    }  # type: ignore[misc]
