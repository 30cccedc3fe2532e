"""How figures are printed: groups of three, a true minus, a dash for what is not known."""

from typing import Any

from pages.paper_sections import Form

NOT_KNOWN = "—"


class Count(int):
    """A whole number that prints itself in groups of three."""

    def __str__(self) -> str:
        return f"{int(self):,}".replace("-", "−")


def signed(number: int) -> str:
    """A difference with its sign, none for nothing."""
    return f"{number:+,}".replace("-", "−") if number else "0"


def printed(value: Any, form: str) -> str:
    """A cell of a table as it is printed."""
    if value is None or value == "":
        return NOT_KNOWN
    if form == Form.COUNT:
        return str(Count(value))
    if form == Form.SIGNED:
        return signed(value)
    if form == Form.PERCENT:
        return f"{value}%"
    return str(value)
