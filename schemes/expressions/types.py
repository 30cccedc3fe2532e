"""What the values of an expression are, known before anything is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Scalar(StrEnum):
    """A single value; the Chinese name is how an error calls it."""

    NUMBER = "数字"
    TRUTH = "是否"
    TEXT = "文字"
    DATE = "日期"


@dataclass(frozen=True)
class Row:
    """Named values, such as the figures of a year or a line of a table."""

    fields: tuple[tuple[str, "Type"], ...]

    def field(self, name: str) -> "Type | None":
        return dict(self.fields).get(name)

    def __str__(self) -> str:
        return "一组数据"


@dataclass(frozen=True)
class ListOf:
    """Several values of one type."""

    item: "Type"

    def __str__(self) -> str:
        return f"{self.item}列表"


Type = Scalar | Row | ListOf


def row(fields: Mapping[str, Type]) -> Row:
    """A row type of `fields`, which may be unhashable as it comes."""
    return Row(tuple(fields.items()))


class ExpressionError(ValueError):
    """The text is no expression of this portal.

    The message is Chinese; `line` and `column` count from 1 and say where.
    """

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"第 {line} 行第 {column} 个字符：{message}")
        self.reason, self.line, self.column = message, line, column


class UnknownName(ExpressionError):
    """The text asks for `name`, which is no data."""

    def __init__(self, name: str, line: int, column: int) -> None:
        super().__init__(f"没有名为“{name}”的数据。", line, column)
        self.name = name
