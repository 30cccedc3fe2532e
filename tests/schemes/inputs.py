"""Inputs that give an indicator of a shipped scheme the value that a test wants."""

from collections.abc import Callable
from decimal import Decimal

from schemes.evaluation.indicators import Inputs

HUNDRED = Decimal(100)


def three_years(value: Decimal, part: str, whole: str) -> Inputs:
    """`part` is `value` per cent of `whole` in each of three years."""
    return Inputs(years=({part: value, whole: HUNDRED},) * 3)


def growing(name: str, percent: Decimal) -> Inputs:
    """A figure that grew by `percent` in the last year, and again in the one before."""
    factor = 1 + percent / 100
    return Inputs(
        years=(
            {name: 10_000 * factor * factor},
            {name: 10_000 * factor},
            {name: Decimal(10_000)},
        )
    )


def figure(name: str) -> Callable[[Decimal], Inputs]:
    return lambda value: Inputs(years=({name: value},) * 3)


def share(part: str, whole: str) -> Callable[[Decimal], Inputs]:
    return lambda value: three_years(value, part, whole)


def answer(name: str) -> Callable[[Decimal], Inputs]:
    return lambda value: Inputs(answers={name: str(value)})


# Indicator -> inputs that give it a value, in the indicator's own unit.
REACH: dict[str, Callable[[Decimal], Inputs]] = {
    "rd_intensity": share("rd_cost", "revenue"),
    "mean_rd_intensity": share("rd_cost", "revenue"),
    "least_rd_intensity": share("rd_cost", "revenue"),
    "debt_ratio": share("liabilities", "assets"),
    "mean_debt_ratio": share("liabilities", "assets"),
    "main_share": share("main_revenue", "revenue"),
    "profit_margin": share("net_profit", "revenue"),
    "net_margin": share("net_profit", "revenue"),
    "rd_staff_share": share("rd_staff", "staff"),
    "product_share": lambda value: Inputs(
        years=({"revenue": HUNDRED},), answers={"product_sales": str(value)}
    ),
    "property_rights": answer("invention_patents"),
    "revenue": figure("revenue"),
    "rd_cost": figure("rd_cost"),
    "mean_rd_cost": figure("rd_cost"),
    "least_rd_cost": figure("rd_cost"),
    "rd_cost_2y": lambda value: Inputs(years=({"rd_cost": value / 2},) * 2),
    "mean_main_revenue": figure("main_revenue"),
    "mean_growth": lambda value: growing("main_revenue", value),
    "main_growth": lambda value: growing("main_revenue", value),
    "compound_growth": lambda value: growing("revenue", value),
    "years_in_field": answer("years_in_field"),
    "years_in_segment": answer("years_in_segment"),
    "loyal_share": answer("loyal_customers_share"),
    "market_share": answer("market_share"),
    "market_rank": answer("market_rank"),
    "platform_score": answer("platform_score"),
    "class_one_rights": answer("class_one_rights"),
    "equity_2y": answer("equity_2y"),
    "equity_3y": answer("equity_3y"),
}
