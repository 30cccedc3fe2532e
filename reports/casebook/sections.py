"""The six parts of a story: their order, and how long each is to be.

The lengths are 示例 (no document sets them): long enough to say something, short enough that a
story stays within about six pages.
"""

from dataclasses import dataclass

from django.db import models

from reports.models import Story

UNKNOWN = "尚未填写"


@dataclass(frozen=True)
class Part:
    """A part of a story: the column that holds it, and its least length in characters."""

    name: str
    least: int

    @property
    def _column(self) -> models.TextField:
        column = Story._meta.get_field(self.name)
        assert isinstance(column, models.TextField)
        return column

    @property
    def title(self) -> str:
        return str(self._column.verbose_name)

    @property
    def most(self) -> int:
        return int(self._column.max_length or 0)

    @property
    def guidance(self) -> str:
        return f"{self._column.help_text}（{self.least}—{self.most} 字）"


PARTS = (
    Part("overview", 80),
    Part("path", 100),
    Part("innovation", 100),
    Part("management", 80),
    Part("results", 80),
    Part("insight", 40),
)
TEXTS = ("title", *(part.name for part in PARTS))


def characters(text: str) -> int:
    """How many characters a text has, without blanks and ends of lines."""
    return sum(not one.isspace() for one in text)


def missing_in(story: Story) -> list[str]:
    """What a story lacks before it can be put to the enterprise, as Chinese sentences."""
    found = [] if story.title.strip() else ["还没有案例标题。"]
    for part in PARTS:
        number = characters(getattr(story, part.name))
        if number < part.least:
            told = f"只有 {number} 字" if number else UNKNOWN
            found.append(f"“{part.title}”{told}，至少 {part.least} 字。")
    return found
