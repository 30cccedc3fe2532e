"""What is allowed in a scheme but hardly meant: told before publication, never refused."""

from collections.abc import Iterator
from decimal import Decimal

from schemes.checking.amounts import amount_warnings
from schemes.checking.problem import Problem
from schemes.definition.scheme import SchemeDefinition
from schemes.definition.scoring import Dimension, ScoreItem, plain_number


def warnings_of(definition: SchemeDefinition) -> list[Problem]:
    """Each dimension of the scoring table whose items do not fit its cap, and what an amount rule
    says without effect."""
    dimensions = definition.scoring.dimensions if definition.scoring else ()
    of_scores = [
        Problem(("scoring", "dimensions", place), message)
        for place, dimension in enumerate(dimensions)
        for message in _cap_warnings(dimension)
    ]
    return [*of_scores, *amount_warnings(definition)]


def _cap_warnings(dimension: Dimension) -> Iterator[str]:
    most = sum((item.maximum for item in dimension.items), Decimal(0))
    reached = sum((_reached(item) for item in dimension.items), Decimal(0))
    title, cap = f"“{dimension.title}”各项", plain_number(dimension.cap)
    if most > dimension.cap:
        yield f"{title}满分合计 {plain_number(most)} 分，超过最高分 {cap} 分的部分不计"
    if reached < dimension.cap:
        yield f"{title}最多合计 {plain_number(reached)} 分，达不到最高分 {cap} 分"


def _reached(item: ScoreItem) -> Decimal:
    """The most that the item can come to: an expert, or an indicator without bands, may give
    all."""
    if item.by_experts or any(not measure.bands for measure in item.measures):
        return item.maximum
    points = (band.points for measure in item.measures for band in measure.bands)
    return min(item.maximum, max(points))
