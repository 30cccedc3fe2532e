"""How figures are printed: groups of three, a true minus, a dash for what is not known."""

from typing import Any

from pages.paper_sections import Form
from reports.papers.text_problems import TextProblem
from reports.signed import NOT_KNOWN, signed


class Count(int):
    """A whole number that prints itself in groups of three."""

    def __str__(self) -> str:
        return f"{int(self):,}".replace("-", "−")


class Thing(dict[str, Any]):
    """A thing with figures of its own, which are printed, not the thing."""

    def __str__(self) -> str:
        raise TextProblem("不能整个印出，请写其中的一个数。")


class Things(list[Any]):
    """Things of which texts print each in a loop."""

    def __str__(self) -> str:
        raise TextProblem("是一组，请用循环逐个写出。")


def printed(value: Any, form: str) -> str:
    """A cell of a table as it is printed."""
    if value is None or value == "":
        return NOT_KNOWN
    if form == Form.COUNT:
        return str(Count(value))
    if form == Form.SIGNED:
        return signed(value)
    if form == Form.PERCENT:
        return f"{value}%"
    return str(value)
