"""The number of a loan demand, as people and programs name it."""

_YEAR_ENDS = len("RZ2026")


def demand_id(number: str) -> int:
    """The id that `number` may be of, which the demand's own number is to confirm; 0 for none."""
    digits = number[_YEAR_ENDS:]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0
