"""What the tags of an XML say. The file is untrusted: defusedxml refuses entities, and nothing is
kept but the first text of the tags that are asked for, so that a file of millions of tags takes no
memory.
"""

from collections.abc import Collection, Mapping

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from accounts.errors import RuleViolation

# An invoice of 1,000 rows has some 20,000 tags, eight deep.
MOST_TAGS, DEEPEST, LONGEST_TEXT = 200_000, 40, 1_000
_TOO_LARGE = "这个文件太大，不像一张电子发票，请重新下载原件，或手工填写。"


def tags_of(data: bytes, wanted: Collection[str]) -> dict[str, str]:
    """First text of each tag of `wanted`, which are in lower case and without name space; OFD's
    custom data have their name in an attribute. Raises `RuleViolation` for what is no XML or too
    large."""
    found = _FirstTexts(wanted)
    parser = DefusedXMLParser(target=found)
    try:
        parser.feed(data)
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as wrong:
        raise RuleViolation("文件不是完好的 XML 或 OFD 电子发票，请重新下载后再上传。") from wrong
    return found.texts


class _FirstTexts:
    """A target of the parser: the text of a tag is what stands before the first tag in it."""

    def __init__(self, wanted: Collection[str]) -> None:
        self.texts: dict[str, str] = {}
        self._wanted = wanted
        self._count = 0
        self._depth = 0
        self._open = ""
        self._text = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._keep()
        self._count += 1
        self._depth += 1
        if self._count > MOST_TAGS or self._depth > DEEPEST:
            raise RuleViolation(_TOO_LARGE)
        name = tag.rsplit("}", 1)[-1].lower()
        name = attributes.get("Name", name).lower() if name == "customdata" else name
        self._open = name if name in self._wanted else ""

    def data(self, text: str) -> None:
        if self._open and len(self._text) < LONGEST_TEXT:
            self._text += text

    def end(self, _tag: str) -> None:
        self._keep()
        self._depth -= 1

    def close(self) -> None:
        self._keep()

    def _keep(self) -> None:
        if self._open and (text := self._text[:LONGEST_TEXT].strip()):
            self.texts.setdefault(self._open, text)
        self._open = self._text = ""
