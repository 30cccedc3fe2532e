"""How an amount of 元 is written: in 元 or in 万元, two decimals half up, with a true minus."""

from decimal import ROUND_HALF_UP, Decimal

CENT, WAN = Decimal("0.01"), Decimal(10_000)
MINUS, NOTHING = "−", "—"


def yuan(amount: Decimal | int | None) -> str:
    """1,809,600.00; an empty text for no amount."""
    return "" if amount is None else _written(Decimal(amount))


def signed(amount: Decimal) -> str:
    """The same with its sign: +599,300.00."""
    return f"+{yuan(amount)}" if amount > 0 else yuan(amount)


def wan(amount: Decimal | int | str | None) -> str:
    """1234567.80 元 as 123.46; a dash for no amount."""
    return NOTHING if amount is None or amount == "" else _written(Decimal(amount) / WAN)


def wan_typed(amount: Decimal | None) -> str:
    """The same for a field: without separators and without a digit lost."""
    if amount is None:
        return ""
    whole, _, part = f"{Decimal(amount) / WAN:f}".partition(".")
    return f"{whole}.{part.rstrip('0').ljust(2, '0')}"


def in_wan(amount: Decimal | None) -> Decimal | None:
    """The number of 万元, as a workbook holds it: without a digit lost."""
    return None if amount is None else (amount / WAN).quantize(Decimal("0.000001")).normalize()


def _written(number: Decimal) -> str:
    return f"{number.quantize(CENT, ROUND_HALF_UP):,f}".replace("-", MINUS)
