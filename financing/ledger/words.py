"""How money stands on a page: 元, two decimals, thousands separated, a true minus."""

from decimal import Decimal

MINUS = "−"


def yuan(amount: Decimal | int | None) -> str:
    """1,809,600.00; an empty text for no amount."""
    if amount is None:
        return ""
    return f"{Decimal(amount):,.2f}".replace("-", MINUS)


def signed(amount: Decimal) -> str:
    """The same with its sign: +599,300.00."""
    return f"+{yuan(amount)}" if amount > 0 else yuan(amount)
