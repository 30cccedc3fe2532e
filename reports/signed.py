"""How a difference is written, everywhere in the reports."""

from decimal import ROUND_HALF_UP, Decimal

NOT_KNOWN = "—"


def signed(number: int | Decimal | None, digits: int = 0) -> str:
    """With plus or a true minus, groups of three and, of a `Decimal`, `digits` behind the point;
    nothing has no sign, and what is not known is a dash."""
    if number is None:
        return NOT_KNOWN
    if isinstance(number, Decimal):
        number = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return f"{sign}{abs(number):,}"
