"""How many a target will count at its end: the documented method, pure functions.

Source: domain-2.md B2. New acts and losses are taken apart. With two years of history, whole past
years are drawn again and again; with less, the count of the coming time is taken as Gamma-Poisson.
Where fewer than `FEWEST` acts are known nothing is foretold but the rate that is needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, lgamma, log, log1p
from random import Random

FEWEST = 6  # acts, below which nothing is foretold
LONGEST = 24  # months of history, from which on past years are drawn
DRAWS, SEED = 2000, 20180307


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will count at the end: one time in ten it is `low` or less, half the time `middle` or
    less, nine times in ten `high` or less. `chance` of reaching the target, 0 to 1."""

    low: int
    middle: int
    high: int
    chance: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """The acts of the past `months`, the newest last; `held` counts now, `wanted` at the end,
    `ahead` months from now; `lost` of those that count now will not any more by then."""

    months: Sequence[int]
    ahead: int
    held: int
    wanted: int
    lost: int = 0

    @property
    def needed(self) -> int:
        """How many new ones the target still takes."""
        return max(0, self.wanted - self.held + self.lost)


def needed_a_month(outlook: Outlook) -> float:
    """The new ones that the target takes in each month that is left; all of them at once where
    none is."""
    return outlook.needed / max(1, outlook.ahead)


def forecast(outlook: Outlook) -> Forecast | None:
    """What will count at the end of the outlook; None where too little is known."""
    return _computed(replace(outlook, months=tuple(outlook.months)))


@lru_cache(maxsize=256)
def _computed(outlook: Outlook) -> Forecast | None:
    """Kept, for every reader of a day asks for the same ones."""
    if sum(outlook.months) < FEWEST:
        return None
    if len(outlook.months) >= LONGEST:
        return _by_past_years(outlook)
    return _by_rate(outlook)


def _by_past_years(outlook: Outlook) -> Forecast:
    """Whole past years drawn at random: batches fall into the same months of each year."""
    draw = Random(SEED)  # noqa: S311  a fixed seed gives the same forecast on every page
    whole = len(outlook.months) // 12
    months = outlook.months[len(outlook.months) - 12 * whole :]
    years = [months[12 * place : 12 * place + 12] for place in range(whole)]
    sums = sorted(_one_course(draw, years, outlook.ahead) for _ in range(DRAWS))
    base = outlook.held - outlook.lost
    enough = sum(1 for one in sums if one >= outlook.needed)
    return Forecast(
        low=max(0, base + sums[DRAWS // 10]),
        middle=max(0, base + sums[DRAWS // 2]),
        high=max(0, base + sums[DRAWS * 9 // 10]),
        chance=enough / DRAWS,
    )


def _one_course(draw: Random, years: Sequence[Sequence[int]], ahead: int) -> int:
    """The acts of the coming months, each year of them as one past year went."""
    return sum(sum(draw.choice(years)[: min(12, ahead - start)]) for start in range(0, ahead, 12))


def _by_rate(outlook: Outlook) -> Forecast:
    """X ~ NegBin(r = n, p = t / (t + h)): n acts in t years, h years left."""
    acts, past, ahead = sum(outlook.months), len(outlook.months) / 12, outlook.ahead / 12
    p = past / (past + ahead)
    base = outlook.held - outlook.lost
    return Forecast(
        low=max(0, base + _quantile(acts, p, 0.1)),
        middle=max(0, base + _quantile(acts, p, 0.5)),
        high=max(0, base + _quantile(acts, p, 0.9)),
        chance=1 - _below(acts, p, outlook.needed),
    )


def _quantile(r: int, p: float, share: float) -> int:
    """The smallest count that at least `share` of the distribution does not pass."""
    count, total = 0, _mass(r, p, 0)
    # Half of eighteen and eighteen is exactly one half, but not in binary fractions.
    while total < share - 1e-9:
        count += 1
        total += _mass(r, p, count)
    return count


def _below(r: int, p: float, limit: int) -> float:
    """The chance of fewer than `limit`."""
    return min(1.0, sum(_mass(r, p, count) for count in range(limit)))


def _mass(r: int, p: float, count: int) -> float:
    """The chance of this very count; by logarithms, as p to the power of r may be too small."""
    if p == 1:
        return float(count == 0)
    ways = lgamma(count + r) - lgamma(count + 1) - lgamma(r)
    return exp(ways + r * log(p) + count * log1p(-p))
