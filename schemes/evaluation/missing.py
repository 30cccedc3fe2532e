"""Why a value is missing: figures that are not there yet, or figures that give no value."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

from enterprises.models import YearlyReport
from schemes.evaluation.indicators import YEARS, Inputs
from schemes.expressions import numbers

# What others are held against; nothing comes of them when they are zero.
WHOLES = ("revenue", "main_revenue", "assets", "staff")
PARTED = "（"  # what follows it in a column's name is its unit


def is_beyond_data(reads: Collection[str], inputs: Inputs, scope: Mapping[str, Any]) -> bool:
    """Whether a missing value stays missing whatever is still filled in: all that it reads is
    there, or would be of a year before the enterprise was founded. `scope` is that of `inputs`."""
    unfounded: list[str] | None = None
    for path in reads:
        root, _, name = path.partition(".")
        held = scope.get(root)
        value = held.get(name) if name and isinstance(held, Mapping) else held
        if value not in (None, "") and (root not in YEARS or numbers.number(value) is not None):
            continue
        if unfounded is None:
            unfounded = _unfounded(inputs) if root in YEARS else []
        if root not in unfounded:
            return False
    return bool(reads)


def what_is_missing(reads: Collection[str], inputs: Inputs) -> str:
    """Which yearly figures among `reads` are missing, in words; "" where none is."""
    years = dict(zip(YEARS, inputs.years, strict=False))
    unfounded = _unfounded(inputs)
    told = []
    for root in YEARS:
        names = _figures(root, reads)
        if not names or root in unfounded:
            continue
        figures = years.get(root) or {}
        lacking = [name for name in names if numbers.number(figures.get(name)) is None]
        if not any(value not in (None, "") for value in figures.values()):
            told.append(f"{_year(root, inputs)}数据还没有上报")
        elif lacking:
            told.append(f"{_year(root, inputs)}数据里没有{'、'.join(map(figure_label, lacking))}")
    return "，".join(told)


def what_gives_no_value(reads: Collection[str], inputs: Inputs) -> str:
    """What about the figures among `reads` keeps them from giving a value, in words."""
    years = dict(zip(YEARS, inputs.years, strict=False))
    unfounded = _unfounded(inputs)
    told = []
    for root in YEARS:
        names = _figures(root, reads)
        if names and root in unfounded:
            told.append(f"企业 {_founded(inputs)} 年成立，没有 {_year(root, inputs)}数据")
            continue
        for name in names:
            value = numbers.number((years.get(root) or {}).get(name))
            if name in WHOLES and value is not None and value <= 0:
                sign = "为 0" if value == 0 else "为负数"
                told.append(f"{_year(root, inputs)}{figure_label(name)}{sign}")
    return "，".join(told)


@cache
def figure_label(name: str) -> str:
    """What a yearly figure is called, without its unit."""
    known = {field.name: str(field.verbose_name) for field in YearlyReport._meta.concrete_fields}
    return known[name].partition(PARTED)[0]


def _figures(root: str, reads: Collection[str]) -> list[str]:
    return sorted(path.partition(".")[2] for path in reads if path.startswith(f"{root}."))


def _year(root: str, inputs: Inputs) -> str:
    back = YEARS.index(root)
    if inputs.last_year is None:
        return ("上年度", "前一年度", "前两年度")[back]
    return f"{inputs.last_year - back} 年度"


def _unfounded(inputs: Inputs) -> list[str]:
    """The names of years that had ended before the enterprise was founded."""
    founded = _founded(inputs)
    if founded is None or inputs.last_year is None:
        return []
    return [root for back, root in enumerate(YEARS) if inputs.last_year - back < founded]


def _founded(inputs: Inputs) -> int | None:
    day = inputs.enterprise.get("established_on")
    if isinstance(day, date):
        return day.year
    try:
        return date.fromisoformat(day).year if isinstance(day, str) else None
    except ValueError:
        return None
