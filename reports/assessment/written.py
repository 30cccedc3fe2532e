"""Numbers as the formulas of an assessment write them."""

from decimal import ROUND_HALF_UP, Decimal


def rounded(number: Decimal, digits: int = 2) -> Decimal:
    """For print; nothing is computed with it."""
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def written(number: Decimal, digits: int = 2) -> str:
    """Rounded, with all its digits and a true minus; zero has no sign."""
    shown = rounded(number, digits)
    return f"{abs(shown):f}" if shown >= 0 else f"−{abs(shown):f}"


def plain(number: Decimal, digits: int = 4) -> str:
    """With the digits that it needs, at most `digits`, and a true minus."""
    shown = written(number, digits)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def term(number: Decimal) -> str:
    """Inside a sum: in brackets below zero."""
    shown = plain(number)
    return f"({shown})" if shown.startswith("−") else shown


def equals(number: Decimal, digits: int = 2) -> str:
    """How a formula ends: "= 76.00", or "≈ 86.67" where digits were cut off."""
    sign = "=" if rounded(number, digits) == number else "≈"
    return f"{sign} {written(number, digits)}"
