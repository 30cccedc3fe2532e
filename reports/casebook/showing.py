"""A content as the templates take it: pictures with their addresses, figures with a drawing."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pages.charts.sparkline import sparkline
from reports.casebook.figures import change_in_words


def shown(content: Mapping[str, Any], address: Callable[[str], str]) -> dict[str, Any]:
    """`address` gives that of a picture by the id of its file."""
    return {
        **content,
        "pictures": [{**one, "url": address(one["id"])} for one in content["pictures"]],
        "figures": [{**in_words(one), "drawing": _drawing(one)} for one in content["figures"]],
    }


def in_words(figure: Mapping[str, Any]) -> Mapping[str, Any]:
    """A figure with its changes as people say them."""
    years = [{**one, "change": change_in_words(one["change"])} for one in figure["years"]]
    return {**figure, "years": years}


def _drawing(figure: Mapping[str, Any]) -> str:
    heights = [Decimal(one["height"]) for one in figure["years"]]
    is_growth = figure["is_growth"]
    unit = "" if is_growth else figure["unit"]
    return sparkline(heights, f"{figure['label']}历年", unit=unit, digits=1 if is_growth else 0)
