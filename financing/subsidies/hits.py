"""What stands against a line of a claim: a block keeps the claim from being sent, a flag waits for
a word of the enterprise (domain-2 A9)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum

from financing.models import SubsidyLine

DISTRICT = "district"  # the route of a block: it is no double, the district is asked to check it


class Grade(StrEnum):
    BLOCK = "block"
    FLAG = "flag"


@dataclass(frozen=True)
class Hit:
    """`key` names what was found, with the numbers that it was found by: an explanation holds for
    these alone. `field` is what the enterprise would correct; `url` leads to the other claim where
    the reader may see it."""

    line: int
    key: str
    grade: Grade
    field: str
    text: str
    url: str = ""
    url_words: str = ""
    is_double: bool = False
    said: Mapping[str, str] = dataclass_field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it keeps the claim from being sent as it stands."""
        if self.grade == Grade.BLOCK:
            return self.said.get("route") != DISTRICT
        return not self.said.get("text")

    @property
    def is_block(self) -> bool:
        return self.grade == Grade.BLOCK

    @property
    def word(self) -> str:
        if self.is_block:
            return "重复" if self.is_open else "重复，待区市核对"
        return "待说明" if self.is_open else "已说明"

    @property
    def tone(self) -> str:
        return "bad" if self.is_block and self.is_open else "wait" if self.is_open else "calm"


def hit_of(
    line: SubsidyLine,
    kind: str,
    grade: Grade,
    field_name: str,
    text: str,
    *found_by: object,
    url: str = "",
    url_words: str = "",
    is_double: bool = False,
) -> Hit:
    """A hit with the explanation that the line holds for exactly this finding."""
    digest = hashlib.sha256("|".join(map(str, found_by)).encode()).hexdigest()[:10]
    key = f"{kind}-{digest}"
    said = line.explanations.get(key) or {}
    return Hit(line.number, key, grade, field_name, text, url, url_words, is_double, said=said)
