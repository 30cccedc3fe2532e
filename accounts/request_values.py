"""Reading what a form or an address sent."""

_MOST_DIGITS = 18  # fits a bigint


def whole_number(text: str | None) -> int | None:
    """The number that `text` writes in digits; None for anything else, or for far too many."""
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
