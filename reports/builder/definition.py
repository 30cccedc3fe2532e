"""What a report asks for, as it is kept: names of fields and conditions, never rows.

A definition that was read may name what is no longer there; `faults.py` says so in words. Sizes
are bounded here, so that no definition is larger than its page.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from accounts.errors import RuleViolation

MOST_COLUMNS, MOST_FILTERS, MOST_MEASURES, MOST_TOP = 40, 12, 4, 1000
LONGEST_VALUE = 4_000  # a list of codes, one a line
Key = str


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=200)


class Shape(StrEnum):
    """Whether a report lists rows or sums them up."""

    LIST = "list"
    SUMS = "sums"


class Bucket(StrEnum):
    """By which piece of local time a date is grouped."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


class Function(StrEnum):
    """What is computed of a field; `COUNT` alone needs none: it counts rows."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    MIN = "min"
    MAX = "max"
    DISTINCT = "distinct"


class Drawing(StrEnum):
    """How a table of sums is drawn."""

    NONE = "none"
    BAR = "bar"
    STACKED = "stacked"
    LINE = "line"


class Condition(_Part):
    """`field` `operator` `values`, such as revenue least 2000; the operators are those of
    `conditions.py`, values are kept as they were written."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=LONGEST_VALUE)

    field: Key
    operator: str
    values: tuple[str, ...] = Field((), max_length=200)


class Dimension(_Part):
    """What rows are grouped by: a field, and a piece of time if it is one of time."""

    field: Key
    bucket: Bucket | None = None


class Measure(_Part):
    function: Function
    field: Key = ""

    @property
    def key(self) -> str:
        """By which a definition's order names it."""
        return f"{self.function}:{self.field}"


class Order(_Part):
    """By what a report is sorted: a column of a list, or a measure's key; "" is the usual order
    (of a table of sums that of its groups)."""

    by: str = ""
    descending: bool = False


class Definition(_Part):
    """One report. `columns` is what a list shows; `rows`, `across` and `measures` make a table of
    sums. `top` leaves so many of the first groups (or rows), the others are one.

    `names` are the labels that the fields had when the report was saved, for a field that is gone.
    """

    source: Key
    shape: Shape = Shape.LIST
    columns: tuple[Key, ...] = Field((), max_length=MOST_COLUMNS)
    match: Literal["all", "any"] = "all"
    conditions: tuple[Condition, ...] = Field((), max_length=MOST_FILTERS)
    rows: tuple[Dimension, ...] = Field((), max_length=2)
    across: Dimension | None = None
    measures: tuple[Measure, ...] = Field((), max_length=MOST_MEASURES)
    order: Order = Order()
    top: int | None = Field(None, ge=1, le=MOST_TOP)
    drawing: Drawing = Drawing.NONE
    names: dict[Key, str] = {}

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Rows first, then what goes across."""
        return (*self.rows, self.across) if self.across else self.rows

    def fields_named(self) -> Iterator[Key]:
        """Every field that the report goes by, in its shape; some more than once."""
        yield from (one.field for one in self.conditions)
        if self.shape == Shape.LIST:
            yield from self.columns
        else:
            yield from (one.field for one in self.dimensions)
            yield from (one.field for one in self.measures if one.field)


def read_definition(kept: object) -> Definition:
    """A definition as it was kept. Raises `RuleViolation` for one that is none."""
    try:
        return Definition.model_validate(kept)
    except ValidationError as error:
        raise RuleViolation("这张报表的内容无法识别，可能来自旧版本，请另建报表。") from error
