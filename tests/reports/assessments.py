"""Indicators for tests of the assessment."""

from decimal import Decimal

from reports.assessment.basis import resolve
from reports.assessment.indicators import Indicator, IndicatorSet
from reports.assessment.scorers import Line, score


def power(x_no=10, x_yes=30, **more):
    return {
        "kind": "power",
        "x_no": {"kind": "fixed", "value": str(x_no)},
        "x_yes": {"kind": "fixed", "value": str(x_yes)},
    } | more


def indicator(scorer=None, **fields):
    given = {
        "code": "A1",
        "name": "示例指标",
        "head": "示例",
        "weight": "10",
        "numerator": "示例数",
        "source": {"figure": "example"},
        "scorer": scorer or power(),
    }
    return Indicator.model_validate(given | fields)


def set_of(*indicators, **fields):
    return IndicatorSet(title="示例", indicators=indicators, **fields)


def decimals(values):
    """Values by district as decimals, None kept."""
    return {key: None if one is None else Decimal(str(one)) for key, one in values.items()}


def lines(one, values, *, last=None, tasks=None):
    """The lines of an indicator for plain numbers by district."""
    values = decimals(values)
    basis = resolve(one, values, last=decimals(last or {}), tasks=decimals(tasks or {}))
    return score(one, values, basis)


def line(one, value, **more):
    """The line of a single district."""
    return lines(one, {1: value}, **more)[1]


def scored(weight, points):
    """A line that was scored with `points` of 100."""
    weight, points = Decimal(weight), Decimal(points)
    return Line(points, points, weight * points / 100, weight, "")
