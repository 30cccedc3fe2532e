"""A problem of a scheme: where it is, and what it is."""

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """`path` leads to the spot, as pydantic's `loc` does; the message is Chinese."""

    path: Path
    message: str
    line: int = 0
    column: int = 0
