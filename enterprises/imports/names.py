"""What is stored beside a name: its matching key and its pinyin for sorting."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from enterprises.rules.name_matching import match_key

LONGEST_PINYIN = 400


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    return "".join(lazy_pinyin(character, style=Style.NORMAL))


def name_fields(name: str) -> dict[str, str]:
    """`name_key` and `name_pinyin` of an enterprise called `name`."""
    pinyin = " ".join(_syllable(character) for character in name.lower())
    return {"name_key": match_key(name), "name_pinyin": pinyin[:LONGEST_PINYIN]}
