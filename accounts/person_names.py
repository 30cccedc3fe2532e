"""What people call themselves and each other: it stands in mails that the portal signs."""

import re

_ADDRESS = re.compile(r"https?:|www\.|[a-z0-9-]+\.[a-z]{2,}\S*", re.IGNORECASE)


def single_line(text: str) -> str:
    """White space collapsed: a line break would make a paragraph of its own in a mail."""
    return " ".join(text.split())


def holds_address(text: str) -> bool:
    """Whether a link could hide in `text`."""
    return _ADDRESS.search(text) is not None


def without_address(text: str) -> str:
    """`text` without what looks like a link."""
    return single_line(_ADDRESS.sub("", text))


def masked(name: str) -> str:
    """A person's name as those read it who need not know it: 王**."""
    return f"{single_line(name)[:1]}**"
