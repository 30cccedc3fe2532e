"""One shape for what banks read: amounts, moments and days, in lists, answers and messages."""

from datetime import UTC, date, datetime
from decimal import Decimal


def plain(value: object) -> object:
    """A value as the interface sends it: amounts as decimal text without trailing zeros, moments
    in UTC to the millisecond, days as YYYY-MM-DD, nothing as None."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return None if value in (None, "") else value


def moment_text(moment: datetime) -> str:
    """As RFC 3339 writes a moment: 2026-10-08T01:02:03.000Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
