"""Named indicators: a decimal, True/False, or None where a figure is missing.

An indicator sees the enterprise's registry facts, its latest yearly figures (万元, persons) and
the answers of the application. Missing is not zero.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

Value = Decimal | bool | None
# Figures between these keep every ratio inside the 28 digits of the decimal context.
LIMIT = Decimal(10) ** 15
SMALLEST = Decimal("0.000001")


@dataclass(frozen=True)
class Inputs:
    """What an evaluation looks at. `figures` are those of the last reported year."""

    enterprise: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)


Indicator = Callable[[Inputs], Value]
INDICATORS: dict[str, Indicator] = {}


def indicator(function: Indicator) -> Indicator:
    INDICATORS[function.__name__] = function
    return function


def number(value: Any) -> Decimal | None:
    """`value` as a decimal, None where it is missing, no number, or too large to be a figure."""
    if value in (None, ""):
        return None
    try:
        result = Decimal(str(value))
    except InvalidOperation:
        return None
    if not result.is_finite() or abs(result) >= LIMIT:
        return None
    return result.quantize(SMALLEST)


def ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """`part` of `whole` in per cent; None where either is missing or the whole is not positive."""
    if part is None or whole is None or whole <= 0:
        return None
    return part * 100 / whole


@indicator
def registration_confirmed(inputs: Inputs) -> Value:
    state = inputs.enterprise.get("registration_state")
    return None if state is None else state == "confirmed"


@indicator
def is_small_or_medium(inputs: Inputs) -> Value:
    size = inputs.enterprise.get("size_class")
    return size in ("medium", "small", "micro") if size else None


@indicator
def rd_intensity(inputs: Inputs) -> Value:
    cost = number(inputs.answers.get("rd_cost", inputs.figures.get("rd_cost")))
    revenue = number(inputs.answers.get("revenue", inputs.figures.get("revenue")))
    return ratio(cost, revenue)


@indicator
def product_share(inputs: Inputs) -> Value:
    revenue = number(inputs.answers.get("revenue", inputs.figures.get("revenue")))
    return ratio(number(inputs.answers.get("product_sales")), revenue)


@indicator
def debt_ratio(inputs: Inputs) -> Value:
    return ratio(number(inputs.figures.get("liabilities")), number(inputs.figures.get("assets")))


@indicator
def property_rights(inputs: Inputs) -> Value:
    counts = [number(inputs.answers.get(key)) for key in ("invention_patents", "other_rights")]
    known = [count for count in counts if count is not None]
    return sum(known, Decimal(0)) if known else None
