"""A column of a workbook that is brought in."""

from dataclasses import dataclass

from documents.workbooks.cells import Parser


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key of its value, its heading, how a cell is read, and what the template says
    about it. `aliases` are other headings that are understood, `width` is in characters."""

    key: str
    heading: str
    parse: Parser
    note: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    width: int = 14
    aliases: tuple[str, ...] = ()
    is_text: bool = False
    is_date: bool = False
